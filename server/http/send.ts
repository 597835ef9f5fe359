import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { AppError } from './app-error.ts';

/** Sends JSON with its exact length; never compressed (camera nodes decode nothing). */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', bytes.length);
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
  response.end(bytes);
}

/** Turns any thrown value into its documented answer; unknown ones become a 500 that tells nothing of the inside. */
export function sendError(response: ServerResponse, error: unknown, log: Logger): void {
  // The caller is gone: a body that ended early left nothing behind and nobody to answer.
  if (response.req.socket.destroyed) {
    response.destroy();
    return;
  }
  if (response.headersSent) {
    log.warn({ err: error }, 'A request failed after its answer had begun');
    response.destroy();
    return;
  }
  if (error instanceof AppError) {
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
    sendJson(response, error.status, error.body);
    return;
  }
  log.error({ err: error }, 'A request failed unexpectedly');
  sendJson(response, 500, {
    detail: {
      error: 'internal_error',
      message: 'Something went wrong in the server. The log has the details under this request id.',
    },
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers for browsers of allowed foreign origins. Credentials are allowed, so origin, methods and headers are echoed
 * rather than `*`. Returns true when the request was a preflight and has been answered.
 */
export function applyCors(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: ReadonlySet<string>,
): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) return false;
  response.appendHeader('Vary', 'Origin');
  const isAllowed = allowed.has(origin);
  if (isAllowed) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'X-Request-Id');
  }
  const wanted = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || wanted === undefined) return false;
  if (isAllowed) {
    response.setHeader('Access-Control-Allow-Methods', wanted);
    const headers = request.headers['access-control-request-headers'];
    if (headers !== undefined) response.setHeader('Access-Control-Allow-Headers', headers);
    response.setHeader('Access-Control-Max-Age', '600');
  }
  response.statusCode = isAllowed ? 204 : 400;
  response.end();
  return true;
}

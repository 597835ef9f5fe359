import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'svix';

/** A message as it arrived. */
export interface ReceivedMessage {
  readonly id: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes. */
  readonly bytes: Buffer;
  readonly json: {
    readonly type: string;
    readonly id: string;
    readonly timestamp: string;
    readonly data: Record<string, unknown>;
    readonly installation: string;
  };
}

/** What the receiver does with a message: answers this status, or whatever the function does. */
export type Answering = number | ((message: ReceivedMessage, response: ServerResponse) => void);

/** A program that takes webhook messages on loopback. */
export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedMessage[];
  /** How the next ones are answered; 204 at first. */
  answering: Answering;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startWebhookReceiver(
  options: { readonly tls?: { readonly key: string; readonly cert: string }; readonly port?: number } = {},
): Promise<WebhookReceiver> {
  const received: ReceivedMessage[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const json = JSON.parse(bytes.toString('utf8')) as ReceivedMessage['json'];
      const { url: path = '', headers } = request;
      const message = { id: String(headers['webhook-id']), path, headers, bytes, json };
      received.push(message);
      if (typeof receiver.answering === 'number') response.writeHead(receiver.answering).end();
      else receiver.answering(message, response);
    });
  };
  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hook`,
    port,
    received,
    answering: 204,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** Verifies as a receiver does, by the present time, and answers the content; throws when the signature is wrong or old. */
export function verifyMessage(
  { bytes, headers, json }: ReceivedMessage,
  secret: string,
): ReceivedMessage['json'] {
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  new Webhook(secret).verify(bytes, Object.fromEntries(named) as Record<string, string>);
  return json;
}

/** Whether the signature fits bytes, id and the time it claims, however long ago that is. */
export function isSignedWith({ id, bytes, headers }: ReceivedMessage, secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  return headers['webhook-signature'] === new Webhook(secret).sign(id, at, bytes);
}

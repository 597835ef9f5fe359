import type { IncomingMessage } from 'node:http';

import { WebSocket } from 'ws';

import { TransportError } from './http-transport.ts';

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Answer to the upgrade request: a socket after 101, else the plain HTTP refusal. */
export type UpgradeReply<Socket> =
  | { readonly status: 101; readonly socket: Socket }
  | { readonly status: number; readonly body: string; readonly socket?: undefined };

/** Where and as whom the node connects. `key` or `nodeId` undefined leaves the header out. */
export interface SocketTarget {
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly nodeId: string | undefined;
}

/**
 * Opens the command channel like the node: two identity headers, no subprotocol, no extensions, no redirects, no
 * handshake time limit. `prepare` runs before any frame can arrive. Throws TransportError when there is no HTTP answer.
 */
export function openSocket(
  target: SocketTarget,
  prepare: (socket: WebSocket) => void,
): Promise<UpgradeReply<WebSocket>> {
  const url = `${target.baseUrl.replace(/\/+$/, '').replace(/^http/, 'ws')}/ws/node`;
  const headers: Record<string, string> = {};
  if (target.key !== undefined) headers['x-node-api-key'] = target.key;
  if (target.nodeId !== undefined) headers['x-node-id'] = target.nodeId;
  const socket = new WebSocket(url, {
    headers,
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MAX_MESSAGE_BYTES,
    autoPong: false,
  });
  prepare(socket);
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ status: 101, socket }));
    socket.once('unexpected-response', (_request, response) => {
      readBody(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    socket.on('error', (error) => reject(new TransportError(`${url}: ${error.message}`, { cause: error })));
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

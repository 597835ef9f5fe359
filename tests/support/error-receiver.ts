import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** An error report or a timing as it arrived. */
export interface Received {
  readonly type: string;
  readonly item: Record<string, unknown>;
}

/** Plays the part of an error tracker on loopback. */
export interface ErrorReceiver {
  readonly dsn: string;
  readonly received: readonly Received[];
  /** Everything that arrived, as it was on the wire. */
  readonly raw: () => string;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startErrorReceiver(): Promise<ErrorReceiver> {
  const bodies: string[] = [];
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString(
        'utf8',
      );
      bodies.push(`${JSON.stringify(request.headers)}\n${text}`);
      received.push(...itemsOf(text));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    dsn: `http://publickey@127.0.0.1:${(server.address() as AddressInfo).port}/7`,
    received,
    raw: () => bodies.join('\n'),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An envelope is a line about itself, then a header line and a payload line for each item. */
function itemsOf(envelope: string): Received[] {
  const lines = envelope.split('\n').slice(1);
  return lines.flatMap((line, index) => {
    const payload = lines[index + 1];
    if (index % 2 !== 0 || payload === undefined || line === '') return [];
    const { type } = JSON.parse(line) as { type: string };
    return [{ type, item: JSON.parse(payload) as Record<string, unknown> }];
  });
}

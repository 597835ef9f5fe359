// Only for the bench: Node's HTTP server handing out what was PUT to it, with the product's headers and no questions. No
// program on Node answers much faster, so it shows how much of a distance to nginx is Node's own.
import { createServer, type ServerResponse } from 'node:http';
import { SECURITY_HEADERS } from '../../../server/http/guard/security-headers.ts';

interface Stored {
  readonly bytes: Buffer;
  readonly headers: string[];
}

const stored = new Map<string, Stored>();

const NOTHING = storedOf(Buffer.alloc(0));

const server = createServer({ optimizeEmptyRequests: true }, (request, response) => {
  const path = request.url ?? '';
  if (request.method === 'PUT') {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      stored.set(path, storedOf(Buffer.concat(parts)));
      answer(response, NOTHING);
    });
  } else answer(response, stored.get(path) ?? NOTHING);
});

function answer(response: ServerResponse, { bytes, headers }: Stored): void {
  response.writeHead(200, headers);
  response.end(bytes);
}

function storedOf(bytes: Buffer): Stored {
  const own = [
    ['X-Request-Id', '0123456789abcdef'],
    ['Content-Length', String(bytes.length)],
    ['Content-Type', 'video/mp2t'],
    ['Cache-Control', 'private, max-age=300, immutable'],
  ];
  return { bytes, headers: [...SECURITY_HEADERS, ...own].flat() };
}

server.keepAliveTimeout = 120_000;
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

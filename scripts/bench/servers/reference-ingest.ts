// Only for the bench: what an upload costs when nothing is done but take it. The first argument says how.
import { createServer } from 'node:http';
import express from 'express';

const ANSWER = Buffer.from('{"success":true}');
/** As many as the server it is compared with: how much memory is held decides what more of it costs. */
const HELD = Number(process.env['HELD']);
const held: Buffer[] = [];
let next = 0;

function keep(bytes: Buffer): void {
  held[next % HELD] = bytes;
  next += 1;
}

function expressRaw() {
  const application = express();
  application.disable('x-powered-by');
  application.get('/api/health', (_request, response) => response.json({}));
  application.post('/upload', express.raw({ type: () => true, limit: '2mb' }), (request, response) => {
    keep(request.body as Buffer);
    response.json({ success: true });
  });
  return createServer(application);
}

function readAndDiscard() {
  return createServer((request, response) => {
    request.on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': ANSWER.length });
      response.end(ANSWER);
    });
    request.resume();
  });
}

const server = process.argv[2] === 'express-raw' ? expressRaw() : readAndDiscard();
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

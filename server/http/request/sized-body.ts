import type { IncomingMessage } from 'node:http';
import { declaredLength, readBody, refuseLarger } from './json-body.ts';

/**
 * Reads a whole body as `readBody` does, and costs less where its length is declared: the bytes go straight to the one
 * place where they stay. For callers known before: the memory is taken before anything has arrived.
 */
export function readSizedBody(
  request: IncomingMessage,
  maxBytes: number,
  // Not from Node's shared pool: a small body would keep all of it alive.
  take = (length: number): Buffer => Buffer.allocUnsafeSlow(length),
): Promise<Buffer> {
  const declared = declaredLength(request);
  if (declared === undefined) return readBody(request, maxBytes);
  refuseLarger(declared, maxBytes);
  return new Promise((resolve, reject) => {
    const body = take(declared);
    let filled = 0;
    // The parser ends a request after exactly the declared bytes.
    request.on('data', (chunk: Buffer) => {
      body.set(chunk, filled);
      filled += chunk.length;
      // The parser copies every piece for its reader alone: given back now, it is no work for the garbage collector.
      if (chunk.length === chunk.buffer.byteLength && chunk.buffer instanceof ArrayBuffer)
        chunk.buffer.transfer(0);
    });
    request.once('end', () => resolve(body));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('The body ended early.'));
    });
  });
}

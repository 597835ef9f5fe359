import type { IncomingMessage } from 'node:http';
import { AppError } from '../app-error.ts';

export const JSON_BODY_MAX_BYTES = 1_048_576;

/**
 * Reads a whole body of at most `maxBytes`. A declared larger one is refused unread, an undeclared one as soon as it
 * passes the cap. `Content-Length` that is no number is a 400.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const declared = declaredLength(request);
  if (declared !== undefined) refuseLarger(declared, maxBytes);
  const chunks: Buffer[] = [];
  let total = 0;
  // Leaving the loop must not destroy the request: the refusal still has to go out on its connection.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    total += chunk.length;
    if (total > maxBytes) throw AppError.plain(413, `The body is too large: max is ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, total);
}

/** Throws the 413 of a body that says that it is too large. */
export function refuseLarger(declared: number, maxBytes: number): void {
  if (declared > maxBytes)
    throw AppError.plain(413, `The body is too large: declared ${declared} bytes, max is ${maxBytes}.`);
}

/** Length a request declares; throws 400 when that is no number. */
export function declaredLength(request: IncomingMessage): number | undefined {
  const header = request.headers['content-length'];
  if (header === undefined) return undefined;
  if (!/^\d+$/.test(header)) throw AppError.plain(400, 'The Content-Length header is not a number.');
  return Number(header);
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Reads a JSON body. An empty body counts as an empty object, so that routes with all-optional fields need none. */
export async function readJson(request: IncomingMessage): Promise<ParsedJson> {
  const bytes = await readBody(request, JSON_BODY_MAX_BYTES);
  if (bytes.length === 0) return { ok: true, value: {} };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

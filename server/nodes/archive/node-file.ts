import { get, type IncomingMessage } from 'node:http';

export type NodeFileFailure = 'unreachable' | 'not-there' | 'unusable';

/** Why a file could not be fetched from a node. */
export class NodeFileError extends Error {
  readonly reason: NodeFileFailure;

  constructor(reason: NodeFileFailure, cause?: unknown) {
    super(`A file could not be fetched from a node: ${reason}`, { cause });
    this.name = 'NodeFileError';
    this.reason = reason;
  }
}

/** A file on a node's own HTTP server. */
export interface NodeFile {
  /** IP text that passed the address rule; never a name, so nothing is looked up. */
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly maxBytes: number;
}

/**
 * Asks a node for a file and answers its 200 response, whose body is still to be read with `bodyOf`. Redirects are not
 * followed and nothing of the viewer's request is passed on. Rejects with NodeFileError, or when the signal aborts.
 */
export async function openNodeFile(
  file: NodeFile,
  options: { readonly signal: AbortSignal; readonly connectMs: number },
): Promise<IncomingMessage> {
  const response = await responseOf(file, options);
  const declared = Number(response.headers['content-length'] ?? 0);
  if (response.statusCode === 200 && declared <= file.maxBytes) return response;
  response.destroy();
  throw new NodeFileError(response.statusCode === 404 ? 'not-there' : 'unusable');
}

function responseOf(
  file: NodeFile,
  { signal, connectMs }: { readonly signal: AbortSignal; readonly connectMs: number },
): Promise<IncomingMessage> {
  const { address: host, port, path } = file;
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, agent: false, signal });
    const slow = setTimeout(() => request.destroy(new NodeFileError('unreachable')), connectMs);
    request.once('socket', (socket) => socket.once('connect', () => clearTimeout(slow)));
    request.once('response', resolve);
    request.on('error', (error) => {
      clearTimeout(slow);
      reject(error instanceof NodeFileError ? error : new NodeFileError('unreachable', error));
    });
  });
}

/** The body in pieces, as the reader takes them. Rejects when it grows beyond `maxBytes` or breaks off. */
export async function* bodyOf(response: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  const pieces: AsyncIterable<Buffer> = response;
  for await (const piece of pieces) {
    total += piece.length;
    if (total > maxBytes) throw new NodeFileError('unusable');
    yield piece;
  }
}

/** The whole body; for files small enough to hold. */
export async function wholeBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of bodyOf(response, maxBytes)) pieces.push(piece);
  return Buffer.concat(pieces);
}

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** What was written of a file. */
export interface Written {
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

export interface ArchiveFile {
  readonly path: string;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Pictures and video are packed already. */
  readonly isPacked?: boolean;
  /** Called once the whole file was taken, before the next one is asked for. */
  readonly onWritten?: (written: Written) => void;
}

/**
 * A ZIP of files that are made one after the other, each when the one before is complete, as fast as the reader takes
 * them. `signal` is aborted when the reader leaves; the source is closed either way. A failing source destroys the
 * archive, which then ends in the middle.
 */
export function archiveOf(files: (signal: AbortSignal) => AsyncIterable<ArchiveFile>, mtime: Date): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const leaving = new AbortController();
  output.once('close', () => leaving.abort());
  zip.on('error', (error: Error) => output.destroy(error));
  const fill = async (): Promise<void> => {
    for await (const file of files(leaving.signal)) await addFile(zip, file, { mtime, output });
    zip.end();
  };
  fill().catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error('An export failed', { cause: error }));
  });
  return output;
}

async function addFile(
  zip: ZipFile,
  file: ArchiveFile,
  { mtime, output }: { readonly mtime: Date; readonly output: Readable },
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* observed(): AsyncGenerator<Uint8Array> {
    for await (const part of file.body) {
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  }
  const source = Readable.from(observed());
  const stop = (): void => void source.destroy();
  output.once('close', stop);
  if (output.destroyed) stop();
  zip.addReadStream(source, file.path, { mtime, compressionLevel: file.isPacked === true ? 1 : 6 });
  await finished(source);
  output.off('close', stop);
  file.onWritten?.({ bytes, sha256: hash.digest('hex') });
}

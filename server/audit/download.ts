import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface DownloadName {
  readonly prefix: string;
  readonly orgId: string;
  readonly now: Date;
  readonly extension: string;
}

/** `<prefix>-<org>-<YYYYMMDD>.<extension>` with the UTC day; unusual characters become `-`. */
export function downloadName({ prefix, orgId, now, extension }: DownloadName): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  return `${prefix}-${orgId}-${day}.${extension}`.replaceAll(/[^A-Za-z0-9._-]/g, '-');
}

/** Sends a log of an organization as a CSV file to save. */
export function sendCsv(
  response: ServerResponse,
  name: Omit<DownloadName, 'extension'>,
  text: AsyncIterable<string>,
): Promise<void> {
  const file = { name: downloadName({ ...name, extension: 'csv' }), type: 'text/csv; charset=utf-8' };
  return sendDownload(response, file, text);
}

/**
 * Streams a file to save, as fast as the reader takes it. Resolves when everything is sent; rejects when the reader
 * leaves early or the source fails, with the connection closed.
 */
export async function sendDownload(
  response: ServerResponse,
  file: { readonly name: string; readonly type: string },
  body: AsyncIterable<string> | NodeJS.ReadableStream,
): Promise<void> {
  response.statusCode = 200;
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Disposition', `attachment; filename="${file.name}"`);
  response.setHeader('Cache-Control', 'no-store');
  await pipeline('pipe' in body ? body : Readable.from(body), response);
}

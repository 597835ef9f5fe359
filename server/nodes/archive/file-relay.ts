import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJpeg } from '../../cameras/snapshots/jpeg.ts';
import { AppError } from '../../http/app-error.ts';
import { dayPlaylist } from './day-playlist.ts';
import { bodyOf, NodeFileError, openNodeFile, wholeBody, type NodeFile } from './node-file.ts';

/** First byte of every transport stream packet. */
const TS_SYNC = 0x47;

export interface RelayTiming {
  readonly connectMs: number;
  /** From the first byte to the node until the viewer has the last one. */
  readonly totalMs: number;
}

export const RELAY_TIMING: RelayTiming = { connectMs: 3_000, totalMs: 30_000 };

/** Fetches a stored picture and answers it. */
export function relayPicture(
  file: NodeFile,
  viewer: ServerResponse,
  timing: RelayTiming,
): Promise<undefined> {
  return relay(file, viewer, timing, async (found) => {
    const picture = await wholeBody(found, file.maxBytes);
    if (!isJpeg(picture)) throw new NodeFileError('unusable');
    send(viewer, 'image/jpeg', picture);
  });
}

/** Fetches a day's playlist and answers it with names of our own route. */
export function relayPlaylist(
  file: NodeFile,
  viewer: ServerResponse,
  timing: RelayTiming,
): Promise<undefined> {
  return relay(file, viewer, timing, async (found) => {
    const text = (await wholeBody(found, file.maxBytes)).toString('utf8');
    const playlist = dayPlaylist(text);
    if (playlist === undefined) throw new NodeFileError('unusable');
    send(viewer, 'application/vnd.apple.mpegurl', Buffer.from(playlist));
  });
}

/** Passes a recorded segment on as it arrives, no faster than the viewer takes it. */
export function relaySegment(
  file: NodeFile,
  viewer: ServerResponse,
  timing: RelayTiming,
): Promise<undefined> {
  return relay(file, viewer, timing, async (found, signal) => {
    for await (const piece of bodyOf(found, file.maxBytes)) {
      if (!viewer.headersSent) {
        if (piece[0] !== TS_SYNC) throw new NodeFileError('unusable');
        begin(viewer, 'video/mp2t');
      }
      if (!viewer.write(piece)) await once(viewer, 'drain', { signal });
    }
    if (!viewer.headersSent) throw new NodeFileError('unusable');
    viewer.end();
  });
}

/** Fetches within the time, for as long as the viewer stays. Failures before the answer began become refusals. */
async function relay(
  file: NodeFile,
  viewer: ServerResponse,
  timing: RelayTiming,
  pass: (found: IncomingMessage, signal: AbortSignal) => Promise<void>,
): Promise<undefined> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  viewer.once('close', leave);
  const late = AbortSignal.timeout(timing.totalMs);
  const signal = AbortSignal.any([gone.signal, late]);
  try {
    const found = await openNodeFile(file, { signal, connectMs: timing.connectMs });
    await pass(found, signal);
  } catch (error) {
    if (viewer.headersSent) throw error;
    throw late.aborted ? tooSlow() : refusalOf(error);
  } finally {
    viewer.off('close', leave);
    gone.abort();
  }
  return undefined;
}

function begin(viewer: ServerResponse, type: string): void {
  viewer.statusCode = 200;
  viewer.setHeader('Content-Type', type);
  // The same name may hold other video after a restart of the node.
  viewer.setHeader('Cache-Control', 'no-store');
}

function send(viewer: ServerResponse, type: string, body: Buffer): void {
  begin(viewer, type);
  viewer.setHeader('Content-Length', body.length);
  viewer.end(body);
}

function tooSlow(): AppError {
  return AppError.coded(504, 'node_too_slow', 'The node took too long to send the file. Try again.');
}

function refusalOf(error: unknown): unknown {
  const reason = error instanceof NodeFileError ? error.reason : 'unreachable';
  switch (reason) {
    case 'not-there':
      return AppError.plain(404, 'The node does not have this file any more.');
    case 'unusable':
      return AppError.coded(502, 'node_file_unusable', 'The node sent something that cannot be used.');
    case 'unreachable':
      return AppError.coded(
        502,
        'node_unreachable',
        'The node could not be reached on the network. Check that it and this server share a network.',
      );
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const TIMEOUT_MS = 60_000;

/**
 * - `done`: the file is there.
 * - `absent`: this computer has no ffmpeg.
 * - `failed`: ffmpeg could make nothing of the video, or took longer than a minute.
 */
export type RemuxOutcome = 'done' | 'absent' | 'failed';

/** Repacks MPEG-TS as MP4 without touching the pictures. Rejects only when `signal` is aborted. */
export async function remuxClip(
  ffmpeg: string,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<RemuxOutcome> {
  // The bytes come from a camera node: nothing in them may choose another format or open anything else.
  const input = ['-protocol_whitelist', 'file', '-f', 'mpegts', '-i', `file:${from}`];
  const streams = ['-map', '0:v?', '-map', '0:a?', '-c', 'copy'];
  const output = ['-movflags', '+faststart', '-f', 'mp4', '-y', `file:${to}`];
  try {
    await run(ffmpeg, ['-nostdin', '-v', 'error', ...input, ...streams, ...output], {
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      signal,
    });
    return 'done';
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'failed';
  }
}

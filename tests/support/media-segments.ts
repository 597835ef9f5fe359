import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const FRAMES_PER_SECOND = 30;

/** One run of a node's encoder: its segments in order, and what each decoded picture looks like. */
export interface RecordedRun {
  readonly segments: readonly Buffer[];
  /** MD5 of every decoded frame. */
  readonly frames: readonly string[];
}

/**
 * Encodes a test picture the way nodes deliver video: H.264 without B-frames in one-second MPEG-TS segments, each
 * beginning with a keyframe, named `segment_00000.ts` and on. `picture` is a lavfi source without its options.
 */
export async function recordRun(folder: string, picture: string, seconds: number): Promise<RecordedRun> {
  const source = `${picture}=size=640x360:rate=${FRAMES_PER_SECOND}:duration=${seconds}`;
  const input = ['-v', 'error', '-f', 'lavfi', '-i', source];
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-profile:v',
    'baseline',
    '-pix_fmt',
    'yuv420p',
  ];
  const interval = String(FRAMES_PER_SECOND);
  const keyframes = ['-g', interval, '-keyint_min', interval, '-sc_threshold', '0'];
  const pattern = join(folder, 'segment_%05d.ts');
  const hls = ['-f', 'hls', '-hls_time', '1', '-hls_list_size', '0', '-hls_segment_filename', pattern];
  const list = join(folder, 'stream.m3u8');
  await run('ffmpeg', [...input, ...encoder, ...keyframes, ...hls, list]);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .toSorted();
  const decoded = await run('ffmpeg', ['-v', 'error', '-i', list, ...FRAME_HASHES]);
  return {
    segments: names.map((name) => readFileSync(join(folder, name))),
    frames: hashesOf(decoded.stdout),
  };
}

/** Output options that print one hash for each decoded picture, none doubled and none dropped. */
export const FRAME_HASHES = ['-an', '-fps_mode', 'passthrough', '-f', 'framemd5', '-'] as const;

/** The hashes in the output of FRAME_HASHES. */
export function hashesOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}

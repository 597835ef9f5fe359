import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { segmentName } from '../wire/playlist-text.ts';
import type { Segment, SegmentSource } from './segment-source.ts';

/** How often the playlist on disk is read, ms. */
const WATCH_MS = 100;
const PLAYLIST = 'stream.m3u8';

export interface LiveRun {
  readonly firstNumber: number;
  readonly segmentSeconds: number;
  readonly bitrateKbps: number;
  readonly audio: boolean;
}

/** True when an ffmpeg program can be run. */
export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
}

/** Encodes a test picture with burnt-in wall clock and frame number, and hands out each file FFmpeg has closed. */
export function startLiveEncoder(run: LiveRun, onSegment: (segment: Segment) => void): SegmentSource {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-camera-'));
  const child = spawn('ffmpeg', encoderArguments(run, folder), { stdio: 'ignore' });
  child.on('error', (error) => console.error(`live encoder: ${error.message}`));
  let next = run.firstNumber;
  const watch = setInterval(() => {
    for (const { number, seconds } of closedSegments(folder)) {
      if (number < next) continue;
      next = number + 1;
      const name = segmentName(number);
      onSegment({ number, name, seconds, bytes: readFileSync(join(folder, name)) });
    }
  }, WATCH_MS);
  return {
    stop: () => {
      clearInterval(watch);
      endEncoder(child, folder);
    },
  };
}

function endEncoder(child: ChildProcess, folder: string): void {
  const cleanUp = (): void => rmSync(folder, { recursive: true, force: true });
  if (child.exitCode !== null || child.pid === undefined) return cleanUp();
  child.once('exit', cleanUp);
  child.kill('SIGKILL');
}

function encoderArguments(run: LiveRun, folder: string): string[] {
  const rate = String(run.bitrateKbps * 1_000);
  const gop = String(30 * run.segmentSeconds);
  const clock =
    "drawtext=fontsize=44:fontcolor=white:box=1:boxcolor=black@0.6:x=24:y=24:text='%{localtime} #%{n}'";
  const input = '-hide_banner -loglevel error -nostdin -re -f lavfi -i testsrc2=size=1280x720:rate=30';
  const sound = run.audio
    ? '-re -f lavfi -i sine=frequency=330:sample_rate=32000 -c:a aac -b:a 64000'
    : '-an';
  const picture = '-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p';
  const rates = `-b:v ${rate} -maxrate ${rate} -bufsize ${rate} -g ${gop} -keyint_min ${gop}`;
  const hls = `-f hls -hls_time ${run.segmentSeconds} -hls_list_size 15 -start_number ${run.firstNumber}`;
  const files = '-hls_flags delete_segments+temp_file -hls_delete_threshold 50 -hls_segment_filename';
  const words = (text: string): string[] => text.split(' ');
  const names = [join(folder, 'segment_%05d.ts'), join(folder, PLAYLIST)];
  return [input, sound, picture, rates].flatMap(words).concat('-vf', clock, words(`${hls} ${files}`), names);
}

function closedSegments(folder: string): { number: number; seconds: number }[] {
  let text: string;
  try {
    text = readFileSync(join(folder, PLAYLIST), 'utf8');
  } catch {
    // FFmpeg has not written its first playlist yet.
    return [];
  }
  return [...text.matchAll(/#EXTINF:([\d.]+),\n\D*(\d+)\.ts/g)].map(([, seconds, number]) => ({
    number: Number(number),
    seconds: Number(seconds),
  }));
}

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import {
  FRAME_HASHES,
  FRAMES_PER_SECOND,
  hashesOf,
  recordRun,
  type RecordedRun,
} from '../support/media-segments.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { startScene, type Camera, type Scene } from './scene.ts';

const RUN_SECONDS = 18;

const folder = temporaryFolder();
let scene: Scene;
let first: RecordedRun;
let second: RecordedRun;
beforeAll(async () => {
  scene = await startScene({ clock: systemClock });
  first = await record('testsrc2');
  second = await record('testsrc');
  expect(first.segments).toHaveLength(RUN_SECONDS);
  expect(first.frames).toHaveLength(RUN_SECONDS * FRAMES_PER_SECOND);
}, 60_000);
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function record(picture: string): Promise<RecordedRun> {
  const path = join(folder.path, picture);
  mkdirSync(path);
  return recordRun(path, picture, RUN_SECONDS);
}

/** A node's upload loop: each second the next segment and then the playlist, until `signal` ends it. */
async function upload(
  camera: Camera,
  runs: readonly (readonly Buffer[])[],
  signal: AbortSignal,
): Promise<void> {
  let due = performance.now();
  for (const segments of runs) {
    for (const [number, bytes] of segments.entries()) {
      await pause(Math.max(0, due - performance.now()));
      if (signal.aborted) return;
      // A late second shifts all others: a burst would be over before the player begins.
      due = Math.max(due, performance.now()) + 1_000;
      const pushed = await camera.node.push(camera.id, number, bytes);
      const announced = await camera.announce(number);
      if (pushed.status !== 200 || announced.status !== 200)
        throw new Error(`segment ${number}: ${pushed.status}, ${announced.status}`);
    }
  }
}

interface Watched {
  readonly frames: readonly string[];
  readonly complaints: string;
}

/** Plays the camera with ffmpeg until that many pictures are decoded. */
async function play(camera: Camera, header: string, frames: number): Promise<Watched> {
  const url = `${scene.server.url}/api/cameras/${camera.id}/stream.m3u8`;
  const input = ['-v', 'error', '-headers', `${header}\r\n`, '-i', url];
  const player = spawn('ffmpeg', [...input, '-frames:v', String(frames), ...FRAME_HASHES], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  player.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  player.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const timer = setTimeout(() => player.kill('SIGKILL'), 40_000);
  await new Promise((resolve) => {
    player.once('close', resolve);
  });
  clearTimeout(timer);
  return { frames: hashesOf(output), complaints };
}

async function playWhileUploading(
  camera: Camera,
  runs: readonly (readonly Buffer[])[],
  watch: { readonly header: string; readonly seconds: number },
): Promise<Watched> {
  const stop = new AbortController();
  const uploading = upload(camera, runs, stop.signal);
  try {
    await eventually('three segments are on the air', async () => {
      const answer = await camera.view();
      return answer.status === 200 && answer.text.split('.ts?').length > 3;
    });
    return await play(camera, watch.header, watch.seconds * FRAMES_PER_SECOND);
  } finally {
    stop.abort();
    await uploading;
  }
}

function cookieHeader(): string {
  return `Cookie: ${scene.owner.headers['cookie'] ?? ''}`;
}

function bearerHeader(): string {
  return `Authorization: Bearer ${scene.owner.headers['cookie']?.split('=')[1] ?? ''}`;
}

describe.concurrent('ffmpeg as a viewer', () => {
  it('10 s of live video with a session cookie: every picture, in order, no complaint', async () => {
    const camera = await scene.camera();
    const watched = await playWhileUploading(camera, [first.segments], {
      header: cookieHeader(),
      seconds: 10,
    });
    expect(watched.complaints).toBe('');
    const start = first.frames.indexOf(watched.frames[0] ?? '');
    expect(start % FRAMES_PER_SECOND).toBe(0);
    expect(watched.frames).toEqual(first.frames.slice(start, start + 10 * FRAMES_PER_SECOND));
  });

  it('cloudnode 27: across an encoder restart with a token: the end of one run, then all of the next', async () => {
    const camera = await scene.camera();
    const before = first.segments.slice(0, 9);
    const watched = await playWhileUploading(camera, [before, second.segments], {
      header: bearerHeader(),
      seconds: 10,
    });
    expect(watched.complaints).toBe('');
    const lastOfFirst = 9 * FRAMES_PER_SECOND;
    const start = first.frames.indexOf(watched.frames[0] ?? '');
    const ofFirst = first.frames.slice(start, lastOfFirst);
    expect(ofFirst.length).toBeGreaterThan(0);
    const ofSecond = second.frames.slice(0, 10 * FRAMES_PER_SECOND - ofFirst.length);
    expect(ofSecond.length).toBeGreaterThan(0);
    expect(watched.frames).toEqual([...ofFirst, ...ofSecond]);
  });
});

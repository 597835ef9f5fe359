import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { nodePlaylist } from '../server/streaming/live-camera.ts';
import { newNodeClient, usbCameras, type NodeClient } from '../support/node-client.ts';
import { setUpOwner } from '../support/people.ts';
import type { TestClient } from '../support/test-client.ts';
import type { ServerProcess } from '../support/server-process.ts';

const SEGMENT_BYTES = 300_000;

export interface ShopLoad {
  readonly cameras: number;
  readonly viewersPerCamera: number;
  readonly seconds: number;
  /** Memory is judged from this second on, when every cache is full. */
  readonly warmUpSeconds: number;
}

export interface LoadReport {
  /** Answers by what was asked and status, such as `push 200`. */
  readonly answers: ReadonlyMap<string, number>;
  readonly failures: number;
  /** Resident memory in bytes: highest in the first and in the last third after warm-up. */
  readonly earlyRss: number;
  readonly lateRss: number;
  readonly segmentsViewed: number;
}

class Tally {
  readonly answers = new Map<string, number>();
  failures = 0;

  async count<T extends { readonly status: number }>(
    what: string,
    asked: Promise<T>,
  ): Promise<T | undefined> {
    try {
      const answer = await asked;
      const key = `${what} ${answer.status}`;
      this.answers.set(key, (this.answers.get(key) ?? 0) + 1);
      return answer;
    } catch {
      this.failures += 1;
      return undefined;
    }
  }
}

function residentBytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) * 1024;
}

interface Stage {
  readonly tally: Tally;
  /** The camera has sent its first playlist. */
  readonly onAir: PromiseWithResolvers<void>;
}

/** Pushes one segment and its playlist a second until `until`, keeping the second even when an answer is late. */
async function runCamera(node: NodeClient, cameraId: string, until: number, stage: Stage): Promise<void> {
  const { tally } = stage;
  const bytes = Buffer.alloc(SEGMENT_BYTES, cameraId);
  for (let number = 0; Date.now() < until; number += 1) {
    const due = Date.now() + 1_000;
    bytes.writeUInt32BE(number, 0);
    const pushed = await tally.count('push', node.push(cameraId, number, bytes));
    if (pushed?.status === 200) {
      const text = nodePlaylist(number);
      await tally.count('playlist', node.playlist(cameraId, text));
      stage.onAir.resolve();
    }
    await pause(Math.max(0, due - Date.now()));
  }
  stage.onAir.resolve();
}

/** Polls the playlist once a second and fetches every segment that is new. */
async function runViewer(viewer: TestClient, cameraId: string, until: number, tally: Tally): Promise<void> {
  const seen = new Set<string>();
  while (Date.now() < until) {
    const due = Date.now() + 1_000;
    const playlist = await tally.count('stream', viewer.get(`/api/cameras/${cameraId}/stream.m3u8`));
    const listed = playlist?.status === 200 ? (playlist.text.match(/^segment\/.*$/gm) ?? []) : [];
    for (const uri of listed.slice(seen.size === 0 ? -1 : -3).filter((name) => !seen.has(name))) {
      seen.add(uri);
      await tally.count('segment', viewer.get(`/api/cameras/${cameraId}/${uri}`));
    }
    await pause(Math.max(0, due - Date.now()));
  }
}

/** One busy shop against a fresh server process: every camera pushes, every viewer watches, all by polling. */
export async function runShop(server: ServerProcess, load: ShopLoad): Promise<LoadReport> {
  const owner = await setUpOwner(server.url);
  using node = await newNodeClient(owner);
  const devices = usbCameras(load.cameras);
  const registered = await node.register(devices);
  const ids = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
  const tally = new Tally();
  const begun = Date.now();
  const until = begun + load.seconds * 1_000;
  const work = ids.flatMap((id, index) => {
    const onAir = Promise.withResolvers<void>();
    return [
      pause(index * 50).then(() => runCamera(node, id, until, { tally, onAir })),
      ...Array.from({ length: load.viewersPerCamera }, async (_, n) => {
        // A viewer comes when there is something to see.
        await Promise.all([pause(2_500 + index * 50 + n * 200), onAir.promise]);
        await runViewer(owner, id, until, tally);
      }),
    ];
  });
  const samples: number[] = [];
  while (Date.now() < until) {
    await pause(1_000);
    if (Date.now() - begun > load.warmUpSeconds * 1_000) samples.push(residentBytes(server.child.pid ?? 0));
  }
  await Promise.all(work);
  const third = Math.max(1, Math.floor(samples.length / 3));
  return {
    answers: tally.answers,
    failures: tally.failures,
    earlyRss: Math.max(...samples.slice(0, third)),
    lateRss: Math.max(...samples.slice(-third)),
    segmentsViewed: tally.answers.get('segment 200') ?? 0,
  };
}

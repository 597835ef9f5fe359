import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { nodePlaylist, range } from '../server/streaming/live-camera.ts';
import type { Camera, Fleet } from './scene.ts';

/** About what a node's encoder makes of one second at its default settings. */
const SEGMENT_BYTES = 300_000;

export interface LoadReport {
  /** How often each status came. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Longest answer time in ms, of any call. */
  readonly slowestMs: number;
}

/** Every camera of one node delivers a segment and a playlist a second, and the node its heartbeat, for that long. */
export async function runNodeLoad(fleet: Fleet, seconds: number): Promise<LoadReport> {
  const statuses: Record<number, number> = {};
  let slowestMs = 0;
  const timed = async (call: Promise<{ readonly status: number }>): Promise<void> => {
    const start = performance.now();
    const { status } = await call;
    slowestMs = Math.max(slowestMs, performance.now() - start);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const start = performance.now();
  const bytes = randomBytes(SEGMENT_BYTES);
  const deliver = async (camera: Camera, index: number): Promise<void> => {
    for (const number of range(0, seconds - 1)) {
      const due = start + number * 1_000 + (index * 1_000) / fleet.cameras.length;
      await pause(Math.max(0, due - performance.now()));
      await timed(camera.node.push(camera.id, number, bytes));
      await timed(camera.node.playlist(camera.id, nodePlaylist(number)));
      if (number === 0) await timed(camera.node.codec(camera.id, 'avc1.42e01f'));
    }
  };
  const report = async (): Promise<void> => {
    for (let second = 0; second < seconds; second += 5) {
      await pause(Math.max(0, start + second * 1_000 - performance.now()));
      const cameras = fleet.cameras.map(({ id }) => ({ camera_id: id, status: 'streaming' }));
      await timed(fleet.node.heartbeat({ cameras }));
      await timed(fleet.node.health());
    }
  };
  await Promise.all([...fleet.cameras.map(deliver), report()]);
  return { statuses, slowestMs };
}

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import pino from 'pino';
import { expect, it } from 'vitest';
import { cleanUpLogs } from '../../../server/background/log-cleanup.ts';
import { systemClock } from '../../../server/clock.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { cameraOf, startScene, type Camera, type Scene } from '../../conformance/scene.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { eventually } from '../../support/wait.ts';

const OLD_ROWS = 500_000;
/** Longest time a video request may take while old rows are deleted. */
const VIDEO_WITHIN_MS = 50;
const ROUNDS = 4;
/** So many requests in time, one after the other, show that nothing else is in their way. */
const QUIET_REQUESTS = 200;

/** Rows two months old: too old for this cleanup, not for the server's own, a minute after its start. */
function fillLog(file: string): void {
  const connection = new BetterSqlite3(file, { timeout: 10_000 });
  connection
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO stream_access_logs (user_id, user_email, org_id, camera_id, node_id, ip_address, accessed_at)
       SELECT 'user_' || i % 7, 'mia@example.com', (SELECT org_id FROM users), 'camera_' || i % 40, 'aaaaaaaa',
              '192.168.1.' || i % 200, strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', '+' || i || ' seconds')
       FROM n`,
    )
    .run(OLD_ROWS);
  // Else the disk would still be taking in these rows while the cleanup is measured.
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
}

/** How long one video request takes, in ms. */
async function videoRequest(camera: Camera): Promise<number> {
  const begun = performance.now();
  const answer = await camera.fetch('segment/segment_00003.ts');
  const took = performance.now() - begun;
  expect(answer.status).toBe(200);
  return took;
}

/** No request is late while nothing is deleted either. */
async function isQuiet(camera: Camera): Promise<boolean> {
  for (let count = 0; count < QUIET_REQUESTS; count += 1) {
    if ((await videoRequest(camera)) >= VIDEO_WITHIN_MS) return false;
    await pause(5);
  }
  return true;
}

/** One cleanup of half a million rows in the server's own process, with a viewer; answers every request's time in ms. */
async function cleanUpBeside(scene: Scene, camera: Camera): Promise<number[]> {
  const file = join(scene.server.dataDir, 'sentinel.db');
  fillLog(file);
  // The browsers of the test before may still be ending, and the disk still be at work.
  await eventually('the machine is quiet', () => isQuiet(camera), 30_000);
  // A second connection in this process: it holds up the same thread, and the same file, as the server's own loop.
  const db = await openDatabase({ file, log: pino({ level: 'silent' }), clock: systemClock });
  const state = { done: false };
  const cleanup = cleanUpLogs({ db, clock: new FakeClock(), retentionDays: async () => 30 }).finally(() => {
    state.done = true;
  });
  const took: number[] = [];
  while (!state.done) {
    took.push(await videoRequest(camera));
    await pause(5);
  }
  expect((await cleanup).totals.stream).toBe(OLD_ROWS);
  await db.close();
  return took.toSorted((a, b) => a - b);
}

/**
 * A stall of the cleanup's own would show in every round; one of a machine whose disk or cores are busy elsewhere does
 * not. So one round in which no request at all was late is asked for, and nearly none in any. Among the browser tests,
 * because those run one file at a time.
 */
it('a video request is answered within 50 ms while half a million old rows are deleted', async () => {
  await using scene = await startScene();
  const camera = cameraOf(await scene.fleet());
  await camera.stream(0, 4);
  const worst: number[] = [];
  while (worst.length < ROUNDS && !worst.some((ms) => ms < VIDEO_WITHIN_MS)) {
    const took = await cleanUpBeside(scene, camera);
    expect(took.length).toBeGreaterThan(200);
    expect(took[Math.floor(took.length * 0.98)]).toBeLessThan(VIDEO_WITHIN_MS);
    worst.push(took.at(-1) ?? Infinity);
  }
  expect(Math.min(...worst)).toBeLessThan(VIDEO_WITHIN_MS);
}, 180_000);

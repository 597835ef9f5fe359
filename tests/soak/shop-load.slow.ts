import { expect, it } from 'vitest';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { spawnServer } from '../support/server-process.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { runShop } from './shop-load.ts';

const MEGABYTE = 1_048_576;
const SECONDS = 75;

// Longer than any limiter's window; the soak goes on for half an hour.
it('cloudnode 29: 20 cameras with 4 viewers each: no 429, no listed segment missing, memory flat', async () => {
  using folder = temporaryFolder();
  const port = await anyFreePort();
  const env = { SEGMENT_CACHE_MAX_PER_CAMERA: '30', LOG_LEVEL: 'warn' };
  const server = await spawnServer({ dataDir: folder.path, port, env });
  try {
    const load = { cameras: 20, viewersPerCamera: 4, seconds: SECONDS, warmUpSeconds: 30 };
    const report = await runShop(server, load);
    const kinds = [...report.answers.keys()].toSorted();
    expect(kinds).toEqual(['playlist 200', 'push 200', 'segment 200', 'stream 200']);
    expect(report.failures).toBe(0);
    const pushed = report.answers.get('push 200') ?? 0;
    expect(pushed, 'the load was there').toBeGreaterThan(20 * SECONDS * 0.5);
    // At least nine of ten segments of every camera reached each of its viewers, who come five seconds later.
    expect(report.segmentsViewed).toBeGreaterThan(4 * (pushed - 20 * 5) * 0.9);
    expect(report.lateRss - report.earlyRss).toBeLessThan(60 * MEGABYTE);
  } finally {
    await server.stop();
  }
}, 120_000);

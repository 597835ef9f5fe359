import { expect, it } from 'vitest';
import { freePort, spawnServer } from '../support/server-process.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { runShop } from './shop-load.ts';

const MEGABYTE = 1_048_576;

it('cloudnode 29: 20 cameras with 4 viewers each for 2 minutes: no 429, no listed segment missing, memory flat', async () => {
  using folder = temporaryFolder();
  const port = await freePort();
  const env = { SEGMENT_CACHE_MAX_PER_CAMERA: '30', LOG_LEVEL: 'warn' };
  const server = await spawnServer({ dataDir: folder.path, port, env });
  try {
    const load = { cameras: 20, viewersPerCamera: 4, seconds: 120, warmUpSeconds: 45 };
    const report = await runShop(server, load);
    const kinds = [...report.answers.keys()].toSorted();
    expect(kinds).toEqual(['playlist 200', 'push 200', 'segment 200', 'stream 200']);
    expect(report.failures).toBe(0);
    // At least nine of ten segments of every camera reached each of its viewers.
    expect(report.segmentsViewed).toBeGreaterThan(20 * 4 * 115 * 0.9);
    expect(report.lateRss - report.earlyRss).toBeLessThan(60 * MEGABYTE);
  } finally {
    await server.stop();
  }
}, 180_000);

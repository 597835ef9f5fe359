import { expect, it } from 'vitest';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { spawnServer } from '../support/server-process.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { runShop } from './shop-load.ts';

it('serves a busy shop for half an hour with flat memory', async () => {
  using folder = temporaryFolder();
  const server = await spawnServer({
    dataDir: folder.path,
    port: await anyFreePort(),
    env: { LOG_LEVEL: 'warn' },
  });
  try {
    const load = { cameras: 20, viewersPerCamera: 4, seconds: 1_800, warmUpSeconds: 120 };
    const report = await runShop(server, load);
    expect([...report.answers.keys()].toSorted()).toEqual([
      'playlist 200',
      'push 200',
      'segment 200',
      'stream 200',
    ]);
    expect(report.failures).toBe(0);
    expect(report.lateRss / report.earlyRss).toBeLessThan(1.1);
  } finally {
    await server.stop();
  }
}, 2_400_000);

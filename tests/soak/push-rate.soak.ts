import { expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { runNodeLoad } from '../conformance/node-load.ts';
import { startScene } from '../conformance/scene.ts';
import { windowsUntil } from '../support/best-window.ts';

it('cloudnode 29: 20 cameras × (1 segment + 1 playlist) a second on one key for 2 minutes: no refusal', async () => {
  await using scene = await startScene({ clock: systemClock });
  const slowest = await windowsUntil({ limitMs: 1_000, windows: 3 }, async () => {
    const { statuses, slowestMs } = await runNodeLoad(await scene.fleet(20), 120);
    expect(Object.keys(statuses)).toEqual(['200']);
    return slowestMs;
  });
  expect(Math.min(...slowest)).toBeLessThan(1_000);
}, 420_000);

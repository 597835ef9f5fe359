import { expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { runNodeLoad } from '../conformance/node-load.ts';
import { startScene } from '../conformance/scene.ts';

it('cloudnode 29: 20 cameras × (1 segment + 1 playlist) a second on one key for 2 minutes: no refusal', async () => {
  await using scene = await startScene({ clock: systemClock });
  const { statuses, slowestMs } = await runNodeLoad(await scene.fleet(20), 120);
  expect(Object.keys(statuses)).toEqual(['200']);
  expect(slowestMs).toBeLessThan(1_000);
}, 180_000);

import { expect, it } from 'vitest';
import { AwakeTime } from '../../support/awake-time.ts';
import { ControlBench, GATE } from './control-bench.ts';

it('cloudnode 42: a node that never answers a snapshot is a 504 after 15 s, and the next command works', async () => {
  await using bench = await ControlBench.start();
  const end = await bench.connect();
  const begun = performance.now();
  using awake = new AwakeTime();
  const lost = await bench.admin.post(`/api/cameras/${GATE}/snapshot`);
  const seconds = (performance.now() - begun) / 1000;
  const waitedMs = awake.ms;
  expect(lost.status).toBe(504);
  expect(seconds).toBeGreaterThan(14.5);
  expect(waitedMs).toBeLessThan(18_000);
  const next = bench.admin.post(`/api/cameras/${GATE}/snapshot`);
  end.answer(await end.frame('command', 2), 'in time');
  expect((await next).json()).toMatchObject({ data: 'in time' });
});

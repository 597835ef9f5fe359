import { expect, it } from 'vitest';
import { LoopHealth } from '../../../server/background/loop-health.ts';
import { runLoops } from '../../../server/background/loop-runner.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { eventually } from '../../support/wait.ts';
import { UpkeepBench } from './upkeep-bench.ts';

it('a loop runs first after its own delay, then every interval, and goes on after a failure', async () => {
  await using bench = await UpkeepBench.start();
  const stop = new AbortController();
  let runs = 0;
  let later = 0;
  const ended = runLoops(
    [
      {
        name: 'eager',
        everyMs: 5,
        firstAfterMs: 0,
        tick: async () => {
          runs += 1;
          if (runs === 1) throw new RangeError('the first run fails');
        },
      },
      { name: 'patient', everyMs: 3_600_000, tick: async () => void (later += 1) },
    ],
    stop.signal,
    bench.log,
  );
  await eventually('three runs', () => runs >= 3);
  stop.abort();
  await ended;
  expect(later).toBe(0);
  expect(bench.lines).toEqual([expect.objectContaining({ level: 50, loop: 'eager' })]);
});

it('a stopping server tells a running loop and waits for it', async () => {
  await using bench = await UpkeepBench.start();
  const stop = new AbortController();
  let state = 'idle';
  const tick = async (signal: AbortSignal): Promise<void> => {
    state = 'running';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    state = 'stopped';
  };
  const ended = runLoops([{ name: 'long', everyMs: 1, firstAfterMs: 0, tick }], stop.signal, bench.log);
  await eventually('running', () => state === 'running');
  stop.abort();
  await ended;
  expect(state).toBe('stopped');
});

it('every run is noted with its time and duration, a failure with its type only', async () => {
  const clock = new FakeClock();
  const health = new LoopHealth(clock);
  const { signal } = new AbortController();
  let failing = false;
  const [loop] = health.watch([
    {
      name: 'sweep',
      everyMs: 30_000,
      tick: async () => {
        expect(health.report()).toMatchObject([{ running: true }]);
        clock.advance(250);
        if (failing) throw new TypeError('camera org_secret at /home/olga');
      },
    },
  ]);
  const untouched = {
    name: 'sweep',
    every_seconds: 30,
    running: false,
    runs: 0,
    failures: 0,
    last_run_at: null,
    last_duration_ms: null,
    last_error_class: null,
    last_error_at: null,
  };
  expect(health.report()).toEqual([untouched]);
  await loop?.tick(signal);
  const good = { ...untouched, runs: 1, last_run_at: '2026-03-01T12:00:00.000Z', last_duration_ms: 250 };
  expect(health.report()).toEqual([good]);
  failing = true;
  await expect(loop?.tick(signal)).rejects.toThrow(TypeError);
  const bad = {
    ...good,
    runs: 2,
    failures: 1,
    last_run_at: '2026-03-01T12:00:00.250Z',
    last_error_class: 'TypeError',
    last_error_at: '2026-03-01T12:00:00.500Z',
  };
  expect(health.report()).toEqual([bad]);
  failing = false;
  await loop?.tick(signal);
  expect(health.report()).toMatchObject([
    { runs: 3, failures: 1, last_error_class: null, last_error_at: bad.last_error_at },
  ]);
});

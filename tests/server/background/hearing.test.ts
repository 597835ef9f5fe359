import { expect, it } from 'vitest';
import { hearingSince } from '../../../server/background/hearing.ts';
import { FakeClock } from '../../support/fake-clock.ts';

it('begins anew after a gap that only sleep or a moved clock explains', () => {
  const clock = new FakeClock();
  const start = clock.monotonicMs();
  const since = hearingSince(clock, 30_000);
  clock.advance(30_000);
  expect(since()).toBe(start);
  clock.advance(60_000);
  expect(since()).toBe(start);
  clock.advance(60_001);
  expect(since()).toBe(clock.monotonicMs());
  const woken = clock.monotonicMs();
  clock.advance(30_000);
  expect(since()).toBe(woken);
});

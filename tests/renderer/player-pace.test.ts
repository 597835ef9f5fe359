import { describe, expect, it } from 'vitest';
import { LatencyController } from '../../renderer/features/player/pace/latency-controller.ts';

/** Plays `seconds` of a camera with segments of `segmentS`: a segment's worth of buffer arrives each `segmentS`. */
function play(segmentS: number, seconds: number): { stalledS: number; skippedS: number } {
  const controller = new LatencyController();
  controller.segmentLength(segmentS * 1000);
  let buffer = 0;
  let stalledS = 0;
  let skippedS = 0;
  for (let ms = 0; ms < seconds * 1000; ms += 50) {
    if (ms % (segmentS * 1000) === 0) buffer += segmentS;
    const { rate, skip } = controller.sample(ms, buffer);
    const settled = ms > 20_000;
    if (settled) skippedS += skip;
    buffer -= skip;
    const step = 0.05 * rate;
    if (buffer < step && settled) stalledS += 0.05;
    buffer = Math.max(0, buffer - step);
  }
  return { stalledS, skippedS };
}

describe('latency controller', () => {
  /** Feeds a steady sawtooth of one segment above `least` for `ms`; answers the last advice. */
  function feed(controller: LatencyController, least: number, ms: number, from = 0) {
    let advice = controller.sample(from, least);
    for (let t = 0; t <= ms; t += 50) advice = controller.sample(from + t, least + 1 - (t % 1000) / 1000);
    return advice;
  }

  it('plays at normal speed at the margin', () => {
    expect(feed(new LatencyController(), 0.3, 3000).rate).toBeCloseTo(1, 1);
  });

  it('catches up gently, never above 1.25', () => {
    expect(feed(new LatencyController(), 1.3, 3000).rate).toBeCloseTo(1.25, 1);
    expect(feed(new LatencyController(), 2.9, 3000).rate).toBeLessThanOrEqual(1.25);
  });

  it('slows down when the buffer is short', () => {
    expect(feed(new LatencyController(), 0.05, 3000).rate).toBe(0.96);
  });

  it('jumps when more than three seconds can be skipped', () => {
    expect(feed(new LatencyController(), 5, 0).skip).toBeGreaterThan(3);
  });

  it('widens its margin with each stall up to one second and forgives after five minutes', () => {
    const controller = new LatencyController();
    for (let i = 0; i < 20; i += 1) controller.stalled(i);
    expect(controller.margin).toBe(1);
    controller.sample(301_000, 1);
    expect(controller.margin).toBeCloseTo(0.9);
  });

  it.each([2, 4, 10, 30])(
    '%i s segments: plays on without stalls and skips nothing once settled',
    (segmentS) => {
      const { stalledS, skippedS } = play(segmentS, 20 + segmentS * 20);
      expect(skippedS).toBeLessThan(0.5);
      expect(stalledS).toBeLessThan(segmentS);
    },
  );

  it.each([4, 10, 30])('%i s segments: the buffer of the first one is not played faster', (segmentS) => {
    const controller = new LatencyController();
    controller.segmentLength(segmentS * 1000);
    for (let ms = 0; ms < segmentS * 1000; ms += 50) {
      expect(controller.sample(ms, segmentS - ms / 1000)).toMatchObject({ skip: 0 });
      expect(controller.sample(ms, segmentS - ms / 1000).rate).toBeLessThanOrEqual(1);
    }
  });

  it('10 s segments: catches up on a segment by speed, on more by a jump', () => {
    const controller = new LatencyController();
    controller.segmentLength(10_000);
    expect(controller.sample(0, 20.5).skip).toBe(0);
    controller.clear();
    expect(controller.sample(0, 21).skip).toBeGreaterThan(10);
  });
});

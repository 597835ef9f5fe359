import { describe, expect, it, vi } from 'vitest';
import { LatencyController } from '../../renderer/features/player/pace/latency-controller.ts';
import { PaceKeeper } from '../../renderer/features/player/pace/pace-keeper.ts';

interface Outcome {
  /** After it settled, s. */
  readonly stalledS: number;
  readonly skippedS: number;
  /** Smallest buffer of the last two segments, s. */
  readonly least: number;
}

/** Beginning `ahead` seconds too late, plays 40 segments of `segmentS` seconds, each arriving in one piece. */
function play(segmentS: number, ahead = 0): Outcome {
  const controller = new LatencyController();
  controller.arrivals(segmentS * 1000, 'polling');
  const endMs = segmentS * 40_000;
  let buffer = ahead;
  let stalledS = 0;
  let skippedS = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let ms = 0; ms < endMs; ms += 50) {
    if (ms % (segmentS * 1000) === 0) buffer += segmentS;
    const { rate, skip } = controller.sample(ms, buffer);
    skippedS += skip;
    buffer -= skip;
    const step = 0.05 * rate;
    if (buffer < step && ms > segmentS * 2500) stalledS += 0.05;
    buffer = Math.max(0, buffer - step);
    if (ms > endMs - segmentS * 2000) least = Math.min(least, buffer);
  }
  return { stalledS, skippedS, least };
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

  it('changes speed in steps of 2 % at most', () => {
    const controller = new LatencyController();
    let before = 1;
    for (let ms = 0; ms < 6000; ms += 50) {
      const buffer = (ms < 3000 ? 2.9 : 0) + 1 - (ms % 1000) / 1000;
      const { rate } = controller.sample(ms, buffer);
      expect(Math.abs(rate - before)).toBeLessThanOrEqual(0.0201);
      before = rate;
    }
    expect(before).toBe(0.96);
  });

  it('narrows its margin a step below the first after five calm minutes, and back when that was too little', () => {
    const controller = new LatencyController();
    controller.sample(1000, 1);
    controller.sample(300_000, 1);
    expect(controller.margin).toBe(0.3);
    controller.sample(301_000, 1);
    expect(controller.margin).toBeCloseTo(0.2);
    controller.sample(700_000, 1);
    expect(controller.margin).toBeCloseTo(0.2);
    controller.stalled(700_000);
    expect(controller.margin).toBeCloseTo(0.3);
    controller.sample(1_100_000, 1);
    expect(controller.margin).toBeCloseTo(0.3);
  });

  it('by notices looks back 2.2 s at 1 s segments, and less far than by polling at longer ones', () => {
    const least = (origin: 'notice' | 'polling') => {
      const controller = new LatencyController();
      controller.arrivals(4000, origin);
      // One deep dip, and then a buffer far above the margin: how long is the dip remembered?
      controller.sample(0, 0.3);
      for (let ms = 50; ; ms += 50) if (controller.sample(ms, 3).rate > 1) return ms;
    };
    expect(least('notice')).toBe(5250);
    expect(least('polling')).toBe(6750);
  });

  it.each([1, 2, 4, 10, 30])('%i s segments: plays on without stalls, skips nothing', (segmentS) => {
    const { stalledS, skippedS, least } = play(segmentS);
    expect(skippedS).toBe(0);
    expect(stalledS).toBe(0);
    expect(least).toBeLessThan(1.5);
  });

  it.each([1, 2, 4, 10, 30])('%i s segments: plays off 2 s too many and never runs dry', (segmentS) => {
    const { stalledS, skippedS, least } = play(segmentS, 2);
    expect(skippedS).toBe(0);
    expect(stalledS).toBe(0);
    expect(least).toBeLessThan(0.6);
  });

  it.each([4, 10, 30])('%i s segments: the buffer of the first one is not played faster', (segmentS) => {
    const controller = new LatencyController();
    controller.arrivals(segmentS * 1000, 'polling');
    for (let ms = 0; ms < segmentS * 1000; ms += 50) {
      expect(controller.sample(ms, segmentS - ms / 1000)).toMatchObject({ skip: 0 });
      expect(controller.sample(ms, segmentS - ms / 1000).rate).toBeLessThanOrEqual(1);
    }
  });

  it('10 s segments: catches up on a segment by speed, on more by a jump', () => {
    const controller = new LatencyController();
    controller.arrivals(10_000, 'polling');
    expect(controller.sample(0, 20.5).skip).toBe(0);
    controller.clear();
    expect(controller.sample(0, 21).skip).toBeGreaterThan(10);
  });
});

describe('pace keeper', () => {
  class StandInVideo extends EventTarget {
    readonly buffered = { length: 1, end: () => 3 };
    currentTime = 0;
    playbackRate = 1;
    seeking = false;
    readyState = 4;
  }

  it('a wait for the first picture, or for the place of a jump, is no stall', () => {
    vi.useFakeTimers();
    const video = new StandInVideo();
    const stalls = vi.spyOn(LatencyController.prototype, 'stalled');
    const pace = new PaceKeeper(video as unknown as HTMLVideoElement);
    const waits = () => {
      for (const event of ['waiting', 'playing']) video.dispatchEvent(new Event(event));
    };
    waits();
    video.seeking = true;
    waits();
    expect(stalls).not.toHaveBeenCalled();
    video.seeking = false;
    waits();
    expect(stalls).toHaveBeenCalledTimes(1);
    video.dispatchEvent(new Event('emptied'));
    waits();
    expect(stalls).toHaveBeenCalledTimes(1);
    pace.dispose();
    waits();
    waits();
    expect(stalls).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
});

import { describe, expect, it } from 'vitest';
import { Backoff } from '../../renderer/features/player/backoff.ts';
import { DelayEstimate } from '../../renderer/features/player/delay-estimate.ts';
import { Freshness } from '../../renderer/features/player/freshness.ts';
import { LatencyController } from '../../renderer/features/player/latency-controller.ts';
import { judge, type PlayerFacts, type PlayerPhase } from '../../renderer/features/player/player-state.ts';

/** One camera that pushes a segment a second and shows 10 pictures a second, on a clock we own. */
class Scene {
  readonly fresh = new Freshness();
  now = 1_000_000;
  #sequence = 100;
  #frames = 0;

  /** Lets time pass in steps of 100 ms. */
  run(ms: number, { pushes, pictures }: { pushes: boolean; pictures: boolean }): void {
    for (let passed = 0; passed < ms; passed += 100) {
      this.now += 100;
      if (pushes && this.now % 1000 === 0) this.#sequence += 1;
      if (this.now % 1000 === 0) this.fresh.playlist(this.#sequence, this.now);
      if (pictures) this.#frames += 1;
      this.fresh.shown(this.#frames, this.now);
    }
  }

  phase(changes: Partial<PlayerFacts> = {}): PlayerPhase {
    const { lastFrameAt, lastAdvanceAt } = this.fresh;
    return judge(
      { running: true, paused: false, blocked: null, lastFrameAt, lastAdvanceAt, delayMs: 1800, ...changes },
      this.now,
    );
  }
}

const FLOWING = { pushes: true, pictures: true };
const STOPPED = { pushes: false, pictures: false };

describe('a tile is green only on proof', () => {
  it('starts, and is live once pictures move and the stream grew', () => {
    const scene = new Scene();
    expect(scene.phase()).toBe('starting');
    scene.run(3000, FLOWING);
    expect(scene.phase()).toBe('live');
  });

  it('is never green on the leftovers of a stopped stream', () => {
    const scene = new Scene();
    for (let i = 0; i < 20; i += 1) {
      scene.run(100, { pushes: false, pictures: true });
      expect(scene.phase()).toBe('starting');
    }
    scene.run(8000, STOPPED);
    expect(scene.phase()).toBe('frozen');
  });

  it('leaves green within 4 s after pushes stop, however much was buffered', () => {
    const scene = new Scene();
    scene.run(5000, FLOWING);
    const stopped = scene.now;
    while (scene.phase() === 'live') scene.run(100, { pushes: false, pictures: true });
    expect(scene.now - stopped).toBeLessThanOrEqual(4000);
    expect(scene.phase()).toBe('reconnecting');
  });

  it('leaves green within 2 s when the picture stands still', () => {
    const scene = new Scene();
    scene.run(5000, FLOWING);
    scene.run(2000, { pushes: true, pictures: false });
    expect(scene.phase()).toBe('reconnecting');
  });

  it('says frozen after 6 s without a picture and live again with new ones', () => {
    const scene = new Scene();
    scene.run(5000, FLOWING);
    const lastPicture = scene.now;
    scene.run(6100, STOPPED);
    expect(scene.phase()).toBe('frozen');
    expect(scene.fresh.lastFrameAt).toBe(lastPicture);
    scene.run(2000, FLOWING);
    expect(scene.phase()).toBe('live');
  });

  it('a rebuilt session must prove itself again and keeps the time of the last picture', () => {
    const scene = new Scene();
    scene.run(5000, FLOWING);
    const lastPicture = scene.now;
    scene.fresh.rebuilt();
    expect(scene.phase()).not.toBe('live');
    scene.run(7000, STOPPED);
    expect(scene.fresh.lastFrameAt).toBe(lastPicture);
    expect(scene.phase()).toBe('frozen');
  });

  it('an old picture is not live, and a pause or a block is said as such', () => {
    const scene = new Scene();
    scene.run(3000, FLOWING);
    expect(scene.phase({ delayMs: 12_000 })).toBe('reconnecting');
    expect(scene.phase({ paused: true })).toBe('paused');
    expect(scene.phase({ running: false })).toBe('idle');
    expect(scene.phase({ running: false, blocked: 'viewer-hours' })).toBe('blocked');
  });
});

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
});

describe('delay estimate', () => {
  it('is unknown until a segment arrived, then grows while the picture stands still', () => {
    const delay = new DelayEstimate();
    expect(delay.at(10_000, 5)).toBeNull();
    delay.segmentArrived(10_000, 6, 1);
    expect(delay.at(10_000, 5)).toBe(1500);
    expect(delay.at(12_000, 5)).toBe(3500);
  });

  it('waiting for a poll does not count as delay of the picture', () => {
    const delay = new DelayEstimate();
    for (let i = 0; i < 10; i += 1) delay.segmentArrived(10_000 + i * 1000 + (i % 3) * 300, 6 + i, 1);
    expect(delay.at(19_000, 14)).toBe(1500);
  });

  it('media time that skipped an outage does not make new pictures look old', () => {
    const delay = new DelayEstimate();
    delay.segmentArrived(10_000, 6, 1);
    delay.segmentArrived(20_000, 7, 1);
    expect(delay.at(20_000, 6)).toBe(1500);
  });
});

it('pauses between attempts grow from 400 ms to 5 s and never end', () => {
  const backoff = new Backoff();
  const pauses = Array.from({ length: 40 }, () => backoff.next());
  expect(pauses.slice(0, 5)).toEqual([400, 800, 1600, 3200, 5000]);
  expect(Math.max(...pauses)).toBe(5000);
  backoff.reset();
  expect(backoff.next()).toBe(400);
});

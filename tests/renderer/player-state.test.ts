import { describe, expect, it } from 'vitest';
import { Backoff } from '../../renderer/features/player/recovery/backoff.ts';
import { judge, type PlayerFacts, type PlayerPhase } from '../../renderer/features/player/player-state.ts';
import { ClockWatch } from '../../renderer/features/player/proof/clock-watch.ts';
import { DelayEstimate } from '../../renderer/features/player/proof/delay-estimate.ts';
import { Freshness } from '../../renderer/features/player/proof/freshness.ts';

const START = 1_000_000;
const PLAYING = { running: true, paused: false, blocked: null, startedAt: START, delayMs: 1800 };

/** One camera that pushes a segment every `segmentMs` and shows 10 pictures a second, on a clock we own. */
class Scene {
  readonly fresh = new Freshness();
  readonly segmentMs: number;
  now = START;
  #sequence = 100;
  #frames = 0;

  constructor(segmentMs = 1000) {
    this.segmentMs = segmentMs;
  }

  /** Lets time pass in steps of 100 ms. */
  run(ms: number, { pushes, pictures }: { pushes: boolean; pictures: boolean }): void {
    for (let passed = 0; passed < ms; passed += 100) {
      this.now += 100;
      const due = (this.now - START) % this.segmentMs === 0;
      if (pushes && due) this.#sequence += 1;
      if (due) this.fresh.playlist(this.#sequence, this.now);
      if (pictures) this.#frames += 1;
      this.fresh.shown(this.#frames, this.now);
    }
  }

  phase(changes: Partial<PlayerFacts> = {}): PlayerPhase {
    const { fresh, segmentMs } = this;
    const { lastFrameAt, lastAdvanceAt } = fresh;
    return judge({ ...PLAYING, lastFrameAt, lastAdvanceAt, segmentMs, ...changes }, this.now);
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

  it.each([4, 10, 30])('%i s segments: a flowing stream stays green between two segments', (segmentS) => {
    const scene = new Scene(segmentS * 1000);
    scene.run(segmentS * 3000, FLOWING);
    for (let ms = 0; ms < segmentS * 7000; ms += 100) {
      scene.run(100, FLOWING);
      expect(scene.phase({ delayMs: segmentS * 1600 })).toBe('live');
    }
  });

  it.each([4, 10, 30])('%i s segments: leaves green when two segments are missing', (segmentS) => {
    const scene = new Scene(segmentS * 1000);
    scene.run(segmentS * 5000, FLOWING);
    scene.run(segmentS * 2000 + 900, { pushes: false, pictures: true });
    expect(scene.phase()).toBe('reconnecting');
  });

  it('old pictures are not live, longer segments make them older', () => {
    const scene = new Scene(10_000);
    scene.run(30_000, FLOWING);
    expect(scene.phase({ delayMs: 34_000 })).toBe('live');
    expect(scene.phase({ delayMs: 34_001 })).toBe('reconnecting');
  });

  it('says after 15 s that there is no picture, however often the session was rebuilt', () => {
    const scene = new Scene();
    scene.run(15_000, STOPPED);
    expect(scene.phase()).toBe('starting');
    scene.fresh.rebuilt();
    scene.run(100, { pushes: true, pictures: false });
    expect(scene.phase()).toBe('no-picture');
    scene.run(2000, FLOWING);
    expect(scene.phase()).toBe('live');
  });

  it('a clock that was set back is no proof', () => {
    const scene = new Scene();
    scene.run(5000, FLOWING);
    const future = scene.now + 3_600_000;
    expect(scene.phase({ lastFrameAt: future })).not.toBe('live');
    expect(scene.phase({ lastAdvanceAt: future })).not.toBe('live');
  });

  it('after a doubt, as when the computer slept, the stream must grow once more', () => {
    const scene = new Scene();
    scene.run(5000, FLOWING);
    scene.fresh.doubted();
    expect(scene.phase()).not.toBe('live');
    scene.run(1000, FLOWING);
    expect(scene.phase()).toBe('live');
  });
});

describe('a stream whose numbering fell, as after a restored backup', () => {
  it('is not green at first and green again with new growth', () => {
    const fresh = new Freshness();
    for (let n = 0; n < 5; n += 1) fresh.playlist(9000 + n, n * 1000);
    expect(fresh.lastAdvanceAt).toBe(4000);
    expect(fresh.playlist(4000, 10_000)).toBe(false);
    expect(fresh.lastAdvanceAt).toBeNull();
    for (let n = 1; n < 5; n += 1) expect(fresh.playlist(4000 + n, 10_000 + n * 1000)).toBe(true);
    expect(fresh.lastAdvanceAt).toBe(14_000);
  });
});

describe('a computer that slept or whose clock was set', () => {
  it('is noticed once, in both directions, and not for small corrections', () => {
    const clocks = new ClockWatch();
    expect(clocks.jumped(1000, 50_000)).toBe(false);
    expect(clocks.jumped(1250, 50_250)).toBe(false);
    expect(clocks.jumped(1500, 51_500)).toBe(false);
    expect(clocks.jumped(1750, 3_600_000)).toBe(true);
    expect(clocks.jumped(2000, 3_600_250)).toBe(false);
    expect(clocks.jumped(2250, 50_000)).toBe(true);
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

  it('asking half a segment late does not hide delay when segments are long', () => {
    const delay = new DelayEstimate();
    delay.segmentArrived(10_000, 10, 10);
    delay.segmentArrived(25_000, 20, 10);
    expect(delay.at(25_000, 10)).toBe(20_000);
  });
});

it('pauses between attempts grow from 400 ms to 5 s and never end', () => {
  const backoff = new Backoff(400, 5000, () => 0.5);
  const pauses = Array.from({ length: 40 }, () => backoff.next());
  expect(pauses.slice(0, 5)).toEqual([400, 800, 1600, 3200, 5000]);
  expect(Math.max(...pauses)).toBe(5000);
  backoff.reset();
  expect(backoff.next()).toBe(400);
});

it('many players do not ask in step: each pause is up to a quarter shorter or longer', () => {
  expect([0, 0.5, 1].map((draw) => new Backoff(400, 5000, () => draw).next())).toEqual([300, 400, 500]);
});

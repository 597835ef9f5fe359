import { describe, expect, it } from 'vitest';
import { judge, type PlayerFacts } from '../../renderer/features/player/player-state.ts';
import { IDLE } from '../../renderer/features/player/player-snapshot.ts';
import { Rewind } from '../../renderer/features/player/rewind/rewind.ts';
import { describeTile } from '../../renderer/features/wall/tile/tile-state.ts';
import type { Camera } from '../../server/contract/fleet/cameras.ts';

/** What rewinding touches of a video element, holding the media times from `startS` to `endS`. */
class StandInVideo {
  currentTime = 0;
  playbackRate = 1.2;
  seeking = false;
  startS = 0;
  endS = 0;
  stretches = 1;

  get buffered() {
    return { length: this.stretches, start: () => this.startS, end: () => this.endS };
  }
}

function stage(startS: number, endS: number) {
  const video = new StandInVideo();
  Object.assign(video, { startS, endS, currentTime: endS - 0.5 });
  const rewind = new Rewind(video as unknown as HTMLVideoElement);
  /** Plays on for a while with segments arriving, in steps of 50 ms. */
  const play = (fromMs: number, seconds: number) => {
    for (let step = 1; step <= seconds * 20; step += 1) {
      video.currentTime += 0.05;
      video.endS += 0.05;
      rewind.keep(fromMs + step * 50);
    }
  };
  return { video, rewind, play };
}

describe('rewinding', () => {
  it('goes back the seconds asked for, at normal speed, and keeps that distance while playing on', () => {
    const { video, rewind, play } = stage(100, 160);
    rewind.to(30, 0);
    expect(video.currentTime).toBe(130);
    expect(video.playbackRate).toBe(1);
    play(0, 10);
    expect(rewind.state().behindS).toBeCloseTo(30, 5);
  });

  it('goes no further than what is held, nor than a minute', () => {
    const short = stage(100, 112);
    short.rewind.to(30, 0);
    expect(short.video.currentTime).toBeCloseTo(100.1);
    expect(short.rewind.state().heldS).toBe(12);
    const long = stage(0, 200);
    long.rewind.to(90, 0);
    expect(long.video.currentTime).toBe(140);
    expect(long.rewind.state().heldS).toBe(60);
  });

  it('0 is live: close to the newest picture', () => {
    const { video, rewind } = stage(100, 160);
    rewind.to(30, 0);
    rewind.to(0, 1000);
    expect(rewind.active).toBe(false);
    expect(rewind.state().behindS).toBeNull();
    expect(video.currentTime).toBeCloseTo(159.4);
  });

  it('takes the place back when the library jumps to the live edge', () => {
    const { video, rewind } = stage(100, 160);
    rewind.to(30, 0);
    video.currentTime = 159;
    rewind.keep(50);
    expect(video.currentTime).toBeCloseTo(130.05);
    expect(rewind.active).toBe(true);
  });

  it('ends by itself where nothing newer arrives and the newest picture is reached', () => {
    const { video, rewind } = stage(100, 160);
    rewind.to(2, 0);
    for (let now = 50; now <= 1000; now += 50) {
      video.currentTime += 0.05;
      rewind.keep(now);
    }
    expect(rewind.active).toBe(false);
  });

  it('with nothing held there is nothing to rewind', () => {
    const { video, rewind } = stage(0, 0);
    video.stretches = 0;
    rewind.to(30, 0);
    expect(rewind.active).toBe(false);
    expect(rewind.state()).toEqual({ behindS: null, heldS: 0 });
  });
});

describe('honesty while rewound', () => {
  const facts: PlayerFacts = {
    running: true,
    paused: false,
    blocked: null,
    startedAt: 0,
    lastFrameAt: 10_000,
    lastAdvanceAt: 10_000,
    delayMs: 1800,
    segmentMs: 1000,
  };

  it('is never live, and frozen when the old pictures stop moving', () => {
    expect(judge(facts, 10_000)).toBe('live');
    expect(judge(facts, 10_000, true)).toBe('rewound');
    expect(judge(facts, 16_100, true)).toBe('frozen');
    expect(judge({ ...facts, paused: true }, 10_000, true)).toBe('paused');
    expect(judge({ ...facts, blocked: 'plan' }, 10_000, true)).toBe('blocked');
  });

  it('says how old the picture is, by its measured age, and not in green', () => {
    const camera = { disabled_by_plan: false, status: 'streaming' } as Camera;
    const snapshot = { ...IDLE, phase: 'rewound' as const, delayMs: 28_400 };
    const words = describeTile(camera, { ...snapshot, rewind: { behindS: 26.6, heldS: 60 } }, 0);
    expect(words).toMatchObject({ state: 'rewound', tone: 'warn', label: '28 s behind live' });
    const unknown = { ...snapshot, delayMs: null, rewind: { behindS: 26.6, heldS: 60 } };
    expect(describeTile(camera, unknown, 0).label).toBe('27 s behind live');
  });
});

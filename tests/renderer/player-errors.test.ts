import { ErrorDetails, ErrorTypes, Events, LoadStats } from 'hls.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from '../../renderer/api/events.ts';
import { loadHls } from '../../renderer/features/player/hls-session.ts';
import { LiveNotices } from '../../renderer/features/player/notices/live-notices.ts';
import type { HlsModule } from '../../renderer/features/player/notices/notice-source.ts';
import { StreamPlayer } from '../../renderer/features/player/stream-player.ts';
import { StandInVideo } from './stand-in-video.ts';

/** The library's instances, as the player made them; each notes what is asked of it. */
const made: StandInHls[] = [];

class StandInHls {
  static readonly Events = Events;
  static readonly ErrorTypes = ErrorTypes;
  static readonly ErrorDetails = ErrorDetails;
  readonly calls: string[] = [];
  readonly #listeners = new Map<string, (name: string, data: unknown) => void>();

  constructor() {
    made.push(this);
  }

  on(name: string, listener: (name: string, data: unknown) => void): void {
    this.#listeners.set(name, listener);
  }

  trigger(name: string, data: unknown): void {
    if (!this.calls.includes('destroy')) this.#listeners.get(name)?.(name, data);
  }

  loadSource = () => this.calls.push('loadSource');
  attachMedia = () => this.calls.push('attachMedia');
  startLoad = () => this.calls.push('startLoad');
  stopLoad = () => this.calls.push('stopLoad');
  recoverMediaError = () => this.calls.push('recoverMediaError');
  destroy = () => this.calls.push('destroy');
}

let video: StandInVideo;
let player: StreamPlayer;
let sequence: number;

const library = { default: StandInHls, LoadStats } as unknown as HlsModule;
const latest = () => made.at(-1) ?? new StandInHls();
const calls = () => made.flatMap((one) => one.calls);

/** Seconds in which the newest instance gets a stream, and shows it. */
async function flow(seconds: number): Promise<void> {
  for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
    if (tenth % 10 === 0) {
      sequence += 1;
      const hls = latest();
      hls.trigger(Events.LEVEL_LOADED, { details: { endSN: sequence, targetduration: 1 } });
      hls.trigger(Events.FRAG_BUFFERED, { frag: { sn: sequence, end: sequence, duration: 1 } });
    }
    video.frames += 1;
    video.currentTime = sequence - 1 + (tenth % 10) / 10;
    await vi.advanceTimersByTimeAsync(100);
  }
}

beforeEach(async () => {
  vi.useFakeTimers();
  made.length = 0;
  sequence = 100;
  video = new StandInVideo();
  Object.assign(video, { readyState: 4, paused: false });
  const poster = { getContext: () => null } as unknown as HTMLCanvasElement;
  const notices = new LiveNotices(new EventStream());
  player = new StreamPlayer(video as unknown as HTMLVideoElement, poster, '/a.m3u8', () =>
    loadHls('a', { module: library, notices }),
  );
  player.start();
  await vi.advanceTimersByTimeAsync(100);
  await flow(4);
  expect(player.getSnapshot().phase).toBe('live');
});

afterEach(() => {
  player.dispose();
  vi.useRealTimers();
});

/** Kinds of errors as the library gives them; details are many, and one player stands for all. */
const KINDS = Object.values(ErrorTypes);
const DETAILS = Object.values(ErrorDetails);
const error = (type: ErrorTypes, details: ErrorDetails, fatal: boolean) => ({
  type,
  details,
  fatal,
  error: new Error(details),
});

it('knows all kinds of errors the library has', () => {
  expect(KINDS).toHaveLength(5);
  expect(DETAILS.length).toBeGreaterThan(45);
});

describe('every class of error ends in live pictures without a reload', () => {
  it.each(DETAILS)('%s, fatal: the player tries again by itself', async (details) => {
    for (const type of KINDS) {
      const before = calls().length;
      latest().trigger(Events.ERROR, error(type, details, true));
      await vi.advanceTimersByTimeAsync(1000);
      expect([type, calls().length > before]).toEqual([type, true]);
      await flow(4);
      expect([type, player.getSnapshot().phase]).toEqual([type, 'live']);
    }
  });

  it.each(DETAILS)(
    '%s, not fatal: nothing is torn down, unless the library stays silent',
    async (details) => {
      for (const type of KINDS) {
        const before = made.length;
        latest().trigger(Events.ERROR, error(type, details, false));
        await flow(2);
        expect([type, made.length]).toEqual([type, before]);
        await vi.advanceTimersByTimeAsync(16_000);
        expect([type, made.length]).toEqual([type, before + 1]);
        await flow(4);
        expect([type, player.getSnapshot().phase]).toEqual([type, 'live']);
      }
    },
  );
});

it('errors of the network that last are tried for ever, with bounded pauses', async () => {
  for (let minute = 0; minute < 10; minute += 1) {
    const before = calls().length;
    for (let second = 0; second < 60; second += 1) {
      latest().trigger(Events.ERROR, error(ErrorTypes.NETWORK_ERROR, ErrorDetails.LEVEL_LOAD_ERROR, true));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(calls().length - before).toBeGreaterThanOrEqual(9);
    expect(calls().length - before).toBeLessThan(60);
  }
  await flow(4);
  expect(player.getSnapshot().phase).toBe('live');
});

it('a failed decoder is rebuilt first, and the session when that did not help', async () => {
  const decode = () =>
    latest().trigger(Events.ERROR, error(ErrorTypes.MEDIA_ERROR, ErrorDetails.BUFFER_APPEND_ERROR, true));
  decode();
  expect(latest().calls).toContain('recoverMediaError');
  await flow(1);
  decode();
  await vi.advanceTimersByTimeAsync(1000);
  expect(made).toHaveLength(2);
  await flow(4);
  expect(player.getSnapshot().phase).toBe('live');
});

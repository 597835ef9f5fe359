import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenSession, SessionEvents } from '../../renderer/features/player/hls-session.ts';
import type { SessionFailure } from '../../renderer/features/player/trouble.ts';
import { StreamPlayer } from '../../renderer/features/player/stream-player.ts';
import { StandInVideo } from './stand-in-video.ts';

/** A player whose sessions are scripted, on a clock we own. */
class Stage {
  readonly video = new StandInVideo();
  readonly player: StreamPlayer;
  /** Calls on the sessions, in order. */
  readonly calls: string[] = [];
  /** The library cannot be fetched, as when the server is gone. */
  unreachable = false;
  #events: SessionEvents | null = null;
  #sequence = 100;

  constructor() {
    const open: OpenSession = (_video, _url, events) => {
      this.calls.push('open');
      this.#events = events;
      return {
        retryLoad: () => this.calls.push('retryLoad'),
        recoverMedia: () => false,
        stopLoad: () => this.calls.push('stopLoad'),
        destroy: () => {
          this.calls.push('destroy');
          this.#events = null;
        },
      };
    };
    const load = () => (this.unreachable ? Promise.reject(new Error('no answer')) : Promise.resolve(open));
    const video = this.video as unknown as HTMLVideoElement;
    const poster = { getContext: () => null } as unknown as HTMLCanvasElement;
    this.player = new StreamPlayer(video, poster, '/stream.m3u8', load);
  }

  get phase(): string {
    return this.player.getSnapshot().phase;
  }

  opened(): number {
    return this.calls.filter((call) => call === 'open').length;
  }

  fail(failure: Partial<SessionFailure>): void {
    this.#events?.failed({ kind: 'network', status: null, segment: false, ...failure });
  }

  playlist(endSequence: number): void {
    this.#events?.playlist(endSequence, 1000, 'polling');
  }

  comesBack(): void {
    this.#events?.cameBack();
  }

  refuseFormat(): void {
    this.#events?.undecodable();
  }

  /** Seconds of a stream that grows and, with `pictures`, is shown. */
  async flow(seconds: number, pictures = true): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.#sequence += 1;
      this.playlist(this.#sequence);
      this.#events?.segment(this.#sequence, 1);
      if (pictures) this.video.readyState = 4;
      for (let tenth = 0; tenth < 10; tenth += 1) {
        if (pictures && !this.video.paused) {
          this.video.frames += 1;
          this.video.currentTime = this.#sequence - 1 + tenth / 10;
        }
        await vi.advanceTimersByTimeAsync(100);
      }
    }
  }
}

let stage: Stage;

beforeEach(() => {
  vi.useFakeTimers();
  // Pauses are exact.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  stage = new Stage();
});

afterEach(() => {
  stage.player.dispose();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function live(): Promise<void> {
  stage.player.start();
  await vi.advanceTimersByTimeAsync(100);
  await stage.flow(4);
  expect(stage.phase).toBe('live');
}

describe('a pause', () => {
  it('stops fetching and shows Paused', async () => {
    await live();
    stage.player.setPaused(true);
    expect(stage.calls.at(-1)).toBe('stopLoad');
    expect(stage.video.paused).toBe(true);
    expect(stage.phase).toBe('paused');
  });

  it('lasts when the tile is hidden and shown: nothing is opened, nothing plays', async () => {
    await live();
    stage.player.setPaused(true);
    stage.player.stop();
    stage.player.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stage.opened()).toBe(1);
    expect(stage.video.paused).toBe(true);
    expect(stage.phase).toBe('paused');
  });

  it('is not undone by an attempt that was already planned', async () => {
    await live();
    stage.fail({ status: 500 });
    stage.player.setPaused(true);
    stage.fail({ status: 500 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stage.calls).toEqual(['open', 'stopLoad']);
  });

  it('closes a session that has shown nothing yet, because it would start loading by itself', async () => {
    stage.player.start();
    await vi.advanceTimersByTimeAsync(100);
    stage.player.setPaused(true);
    expect(stage.calls).toEqual(['open', 'destroy']);
  });

  it('of more than 6 s ends in Starting, never in Frozen', async () => {
    await live();
    stage.player.setPaused(true);
    await vi.advanceTimersByTimeAsync(60_000);
    const seen = new Set<string>();
    stage.player.subscribe(() => seen.add(stage.phase));
    stage.player.setPaused(false);
    await vi.advanceTimersByTimeAsync(100);
    await stage.flow(4);
    expect([...seen]).toEqual(['starting', 'live']);
  });
});

describe('no picture at all', () => {
  it('after 15 s tells that the format is refused, and tries again ever more rarely', async () => {
    stage.player.start();
    await vi.advanceTimersByTimeAsync(100);
    let opened = 0;
    for (let second = 0; second < 300; second += 1) {
      if (stage.opened() > opened) {
        opened = stage.opened();
        stage.playlist(100);
        stage.refuseFormat();
        stage.fail({ kind: 'media' });
      }
      await vi.advanceTimersByTimeAsync(1000);
      expect(stage.phase).toBe(second < 15 ? 'starting' : 'no-picture');
    }
    expect(stage.player.getSnapshot().trouble).toBe('format');
    // Pauses of 5, 10, 20, 40, 60, 60, 60 s.
    expect(opened).toBe(8);
  });

  it('of a stream that arrives but never decodes counts as a format we cannot show', async () => {
    stage.player.start();
    await vi.advanceTimersByTimeAsync(100);
    await stage.flow(120, false);
    expect(stage.player.getSnapshot()).toMatchObject({ phase: 'no-picture', trouble: 'format' });
    // Rebuilt after 5, 5, 10, 20, 40 s, and then each minute.
    expect(stage.opened()).toBeGreaterThanOrEqual(5);
    expect(stage.opened()).toBeLessThanOrEqual(7);
  });

  it('tells that the server does not answer, and shows the picture once it does', async () => {
    stage.unreachable = true;
    stage.player.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(stage.player.getSnapshot()).toMatchObject({ phase: 'no-picture', trouble: 'unreachable' });
    stage.unreachable = false;
    await vi.advanceTimersByTimeAsync(5000);
    await stage.flow(4);
    expect(stage.player.getSnapshot()).toMatchObject({ phase: 'live', trouble: null });
  });

  it('tells that there is no stream', async () => {
    stage.player.start();
    await vi.advanceTimersByTimeAsync(100);
    stage.fail({ status: 404 });
    expect(stage.player.getSnapshot().trouble).toBeNull();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(stage.player.getSnapshot()).toMatchObject({ phase: 'no-picture', trouble: 'no-stream' });
  });
});

describe('a camera that is told to be live again', () => {
  it('is tried at once, not after the rest of a pause', async () => {
    stage.player.start();
    await vi.advanceTimersByTimeAsync(100);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      stage.fail({ status: 404 });
      await vi.advanceTimersByTimeAsync(5000);
    }
    stage.fail({ status: 404 });
    const before = stage.calls.length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(stage.calls).toHaveLength(before);
    stage.comesBack();
    await vi.advanceTimersByTimeAsync(0);
    expect(stage.calls.length).toBeGreaterThan(before);
    const after = stage.calls.length;
    stage.comesBack();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stage.calls).toHaveLength(after);
  });

  it('is not tried in a format that this browser refused', async () => {
    stage.player.start();
    await vi.advanceTimersByTimeAsync(100);
    stage.refuseFormat();
    stage.fail({ kind: 'media' });
    stage.comesBack();
    expect(stage.calls).toEqual(['open']);
  });
});

describe('used-up viewing hours', () => {
  const usedUp = { status: 429, segment: true };

  it('are asked for again after 10 minutes, each time', async () => {
    await live();
    for (let opened = 1; opened <= 3; opened += 1) {
      stage.fail(usedUp);
      expect(stage.phase).toBe('blocked');
      await vi.advanceTimersByTimeAsync(599_000);
      expect(stage.opened()).toBe(opened);
      await vi.advanceTimersByTimeAsync(2000);
      expect(stage.opened()).toBe(opened + 1);
    }
    await stage.flow(4);
    expect(stage.phase).toBe('live');
  });

  it('are not asked for while nobody looks, nor is a refusal by sign-in or plan', async () => {
    await live();
    stage.fail(usedUp);
    stage.player.stop();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(stage.opened()).toBe(1);
    for (const [index, status] of [401, 402].entries()) {
      stage.player.start();
      await vi.advanceTimersByTimeAsync(100);
      stage.fail({ status });
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(stage.opened()).toBe(index + 2);
      expect(stage.phase).toBe('blocked');
    }
  });
});

describe('clocks', () => {
  it('the wall clock set back by an hour leaves no green tile on a frozen picture', async () => {
    await live();
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.advanceTimersByTimeAsync(3000);
    expect(stage.phase).not.toBe('live');
    await vi.advanceTimersByTimeAsync(4000);
    expect(stage.phase).toBe('frozen');
  });

  it('after the computer slept an old picture is not green, and the time shown is that of the picture', async () => {
    await live();
    await vi.advanceTimersByTimeAsync(300);
    const pictureTime = stage.player.getSnapshot().lastFrameAt;
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(300);
    expect(stage.phase).not.toBe('live');
    expect(stage.player.getSnapshot().lastFrameAt).toBe(pictureTime);
    await stage.flow(3);
    expect(stage.phase).toBe('live');
  });
});

it('a stream whose numbering fell is opened anew', async () => {
  await live();
  stage.playlist(7);
  await vi.advanceTimersByTimeAsync(500);
  expect(stage.calls).toEqual(['open', 'destroy', 'open']);
});

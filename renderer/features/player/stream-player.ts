import { unauthorized } from '../../api/signals.ts';
import type { OpenSession, Session } from './hls-session.ts';
import type { PlaylistOrigin } from './notices/notice-loader.ts';
import { PaceKeeper } from './pace/pace-keeper.ts';
import { describeMedia, ToldSnapshot } from './player-snapshot.ts';
import { type BlockReason, judge, USUAL_SEGMENT_MS } from './player-state.ts';
import { ClockWatch } from './proof/clock-watch.ts';
import { DelayEstimate } from './proof/delay-estimate.ts';
import { FrameCounter } from './proof/frame-counter.ts';
import { Freshness } from './proof/freshness.ts';
import { Backoff } from './recovery/backoff.ts';
import { NextAttempt } from './recovery/next-attempt.ts';
import { RebuildPatience } from './recovery/rebuild-patience.ts';
import { Rewind } from './rewind/rewind.ts';
import { keepPicture } from './still-picture.ts';
import { blockOf, type SessionFailure, TroubleLog } from './trouble.ts';

const SAMPLE_MS = 50;
const JUDGE_EVERY = 5;
/** The viewing hours may have been raised, or a new month begun. */
const ASK_AGAIN_MS = 600_000;

/**
 * Plays one live camera in one video element and says honestly how it goes. Owns the session, its recovery
 * (for ever, with bounded pauses), pace and proofs. Ages use the steady clock: the wall clock may be set.
 */
export class StreamPlayer {
  readonly #video: HTMLVideoElement;
  readonly #poster: HTMLCanvasElement;
  readonly #url: string;
  readonly #load: () => Promise<OpenSession>;
  readonly #frames: FrameCounter;
  readonly #pace: PaceKeeper;
  readonly #rewind: Rewind;
  readonly #clocks = new ClockWatch();
  readonly #fresh = new Freshness();
  readonly #delay = new DelayEstimate();
  readonly #backoff = new Backoff(400, 5000);
  readonly #next = new NextAttempt();
  readonly #patience = new RebuildPatience();
  readonly #trouble = new TroubleLog();
  readonly #told = new ToldSnapshot();
  #session: Session | null = null;
  #running = false;
  #paused = false;
  #blocked: BlockReason | null = null;
  #codec: string | null = null;
  #origin: PlaylistOrigin | null = null;
  #segmentMs = USUAL_SEGMENT_MS;
  #startedAt = 0;
  /** Wall-clock time of the newest picture, for people. */
  #pictureTime: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #askAgain: ReturnType<typeof setTimeout> | undefined;
  #ticks = 0;

  constructor(
    video: HTMLVideoElement,
    poster: HTMLCanvasElement,
    url: string,
    load: () => Promise<OpenSession>,
  ) {
    this.#video = video;
    this.#poster = poster;
    this.#url = url;
    this.#load = load;
    this.#frames = new FrameCounter(video);
    this.#pace = new PaceKeeper(video);
    this.#rewind = new Rewind(video);
  }

  readonly subscribe = this.#told.subscribe;
  readonly getSnapshot = this.#told.get;

  /** Starts or goes on; also leaves a block, because somebody asked. */
  start(): void {
    clearTimeout(this.#askAgain);
    this.#blocked = null;
    if (!this.#running) {
      this.#running = true;
      this.#timer = setInterval(this.#tick, SAMPLE_MS);
      this.#begin();
    }
    this.#publish(true);
  }

  /** Releases decoder, buffers and timers; the last picture stays as a still. */
  stop(): void {
    clearTimeout(this.#askAgain);
    this.#halt();
  }

  /** Holds the picture and fetches nothing more; going on starts at the live edge. */
  setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.#hold();
    else if (this.#running) this.#begin();
    this.#publish(true);
  }

  /** Shows pictures so many seconds older than the newest, from memory, and plays on from there; 0 is live. */
  rewindTo(behindS: number): void {
    if (this.#paused || !this.#running) return;
    this.#rewind.to(behindS, performance.now());
    this.#pace.clear();
    this.#publish(true);
  }

  dispose(): void {
    this.stop();
    this.#frames.stop();
    this.#pace.dispose();
    this.#told.forgetListeners();
  }

  #halt(): void {
    this.#running = false;
    clearInterval(this.#timer);
    this.#close();
    this.#publish(true);
  }

  #hold(): void {
    this.#next.cancel();
    this.#video.pause();
    // A session that has shown nothing yet would start loading by itself.
    if (this.#video.readyState < 2) this.#close();
    else this.#session?.stopLoad();
  }

  /** Somebody asked for pictures: what was seen before is no outage. */
  #begin(): void {
    this.#startedAt = performance.now();
    this.#trouble.clear();
    this.#forgetAttempts();
    this.#close();
    this.#fresh.restarted();
    this.#open();
  }

  #forgetAttempts(): void {
    this.#backoff.reset();
    this.#patience.forget();
  }

  #open(): void {
    if (this.#paused || !this.#running) return;
    this.#patience.opened(performance.now());
    this.#delay.clear();
    this.#pace.clear();
    this.#attach().catch(() => {
      this.#trouble.note('unreachable');
      this.#later(() => this.#open());
    });
  }

  async #attach(): Promise<void> {
    const openSession = await this.#load();
    if (!this.#running || this.#paused || this.#session !== null) return;
    this.#session = openSession(this.#video, this.#url, {
      playlist: this.#onPlaylist,
      segment: (endS, durationS) => this.#delay.segmentArrived(performance.now(), endS, durationS),
      codec: (codec) => {
        this.#codec = codec;
      },
      cameBack: () => {
        if (!this.#isHopeless) this.#next.hurry();
      },
      undecodable: () => this.#trouble.note('format'),
      failed: this.#onFailed,
    });
    this.#play();
  }

  #close(): void {
    this.#next.cancel();
    if (this.#session === null) return;
    keepPicture(this.#video, this.#poster);
    this.#rewind.end();
    this.#session.destroy();
    this.#session = null;
    this.#fresh.rebuilt();
  }

  #reopen(): void {
    this.#close();
    this.#open();
  }

  #later(action: () => void): void {
    if (!this.#running || this.#paused || this.#next.isPlanned) return;
    this.#next.plan(action, this.#isHopeless ? this.#patience.pause() : this.#backoff.next());
  }

  get #isHopeless(): boolean {
    return this.#trouble.current === 'format' && this.#fresh.lastFrameAt === null;
  }

  readonly #onPlaylist = (endSequence: number, segmentMs: number, origin: PlaylistOrigin): void => {
    const now = performance.now();
    this.#patience.heard(now);
    this.#trouble.answered();
    this.#segmentMs = segmentMs;
    this.#origin = origin;
    this.#pace.arrivals(segmentMs, origin);
    // The library keeps its place by sequence numbers, so it cannot follow when they fall.
    if (!this.#fresh.playlist(endSequence, now)) this.#later(() => this.#reopen());
  };

  readonly #onFailed = (failure: SessionFailure): void => {
    this.#patience.heard(performance.now());
    if (failure.status === 401) unauthorized.refused();
    const block = blockOf(failure.status);
    if (block !== null) {
      this.#block(block);
      return;
    }
    if (this.#paused) return;
    this.#trouble.failed(failure);
    if (failure.kind === 'media' && this.#session?.recoverMedia(performance.now()) === true) {
      this.#play();
      return;
    }
    const anew = failure.kind !== 'network' || this.#backoff.attempts % 6 === 5;
    this.#later(() => (anew ? this.#reopen() : this.#session?.retryLoad()));
  };

  #block(reason: BlockReason): void {
    this.#blocked = reason;
    this.#halt();
    if (reason === 'viewer-hours') this.#askAgain = setTimeout(() => this.start(), ASK_AGAIN_MS);
  }

  readonly #tick = (): void => {
    const now = performance.now();
    if (this.#rewind.active) this.#rewind.keep(now);
    else if (!this.#paused) this.#pace.steer(now);
    this.#ticks += 1;
    if (this.#ticks % JUDGE_EVERY !== 0) return;
    if (this.#clocks.jumped(now, Date.now())) this.#fresh.doubted();
    this.#countFrames(now);
    if (this.getSnapshot().phase === 'live') this.#forgetAttempts();
    if (this.#video.paused && this.#video.readyState >= 2) this.#play();
    const waits = this.#paused || this.#next.isPlanned;
    if (!waits && this.#patience.isOver(this.#fresh, this.#segmentMs, now)) this.#reopen();
    this.#publish(false);
  };

  #countFrames(now: number): void {
    this.#fresh.shown(this.#frames.frames, now);
    if (this.#fresh.lastFrameAt !== now) return;
    this.#pictureTime = Date.now();
    this.#trouble.clear();
  }

  #play(): void {
    if (this.#paused) return;
    this.#video.play().catch(() => {
      // Refused (sound not allowed yet) or interrupted by a new source; the next tick tries again.
    });
  }

  #publish(force: boolean): void {
    const now = performance.now();
    const delayMs = this.#session === null ? null : this.#delay.at(now, this.#video.currentTime);
    const { lastFrameAt, lastAdvanceAt, frames } = this.#fresh;
    const phase = judge(
      {
        running: this.#running,
        paused: this.#paused,
        blocked: this.#blocked,
        startedAt: this.#startedAt,
        lastFrameAt,
        lastAdvanceAt,
        delayMs,
        segmentMs: this.#segmentMs,
      },
      now,
      this.#rewind.active,
    );
    if (!force && !this.#told.isDue(phase, now)) return;
    // Segments that arrive and still show nothing are in a format that was not even refused.
    const unseen = phase === 'no-picture' && delayMs !== null ? 'format' : null;
    const snapshot = {
      phase,
      blocked: this.#blocked,
      trouble: this.#trouble.current ?? unseen,
      delayMs,
      frames,
      lastFrameAt: lastFrameAt === null ? null : this.#pictureTime,
      media: describeMedia(this.#video, this.#codec),
      origin: this.#origin,
      rewind: this.#rewind.state(),
    };
    this.#told.tell(snapshot, now);
  }
}

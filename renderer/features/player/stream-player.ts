import { unauthorized } from '../../api/signals.ts';
import { Backoff } from './backoff.ts';
import { DelayEstimate } from './delay-estimate.ts';
import { Freshness } from './freshness.ts';
import { FrameCounter } from './frame-counter.ts';
import { HlsSession, type SessionFailure } from './hls-session.ts';
import { LatencyController } from './latency-controller.ts';
import { type BlockReason, judge, type PlayerPhase } from './player-state.ts';

const SAMPLE_MS = 50;
const JUDGE_EVERY = 5;
const PUBLISH_MS = 1000;
/** Segments arrive but nothing is decoded for this long: build everything anew. */
const STUCK_MS = 5000;
/** A stall shorter than this is jitter; longer ones are outages and must not widen the margin. */
const JITTER_MS = 2000;

export interface PlayerSnapshot {
  readonly phase: PlayerPhase;
  readonly blocked: BlockReason | null;
  readonly delayMs: number | null;
  readonly frames: number;
  /** When the newest picture was shown, ms since 1970. */
  readonly lastFrameAt: number | null;
  /** The server has no playlist for this camera (it is not streaming). */
  readonly noStream: boolean;
  /** Codec and picture size, e.g. `avc1.64001f, 1280×720`. */
  readonly media: string | null;
}

export const IDLE: PlayerSnapshot = {
  phase: 'idle',
  blocked: null,
  delayMs: null,
  frames: 0,
  lastFrameAt: null,
  noStream: false,
  media: null,
};

/**
 * Plays one live camera in one video element and says honestly how it goes. Owns the hls.js session, its
 * recovery (for ever, with bounded pauses), the latency controller and the freshness proofs.
 */
export class StreamPlayer {
  readonly #video: HTMLVideoElement;
  readonly #poster: HTMLCanvasElement;
  readonly #url: string;
  readonly #frames: FrameCounter;
  readonly #fresh = new Freshness();
  readonly #delay = new DelayEstimate();
  readonly #latency = new LatencyController();
  readonly #backoff = new Backoff();
  readonly #listeners = new Set<() => void>();
  #session: HlsSession | null = null;
  #snapshot = IDLE;
  #publishedAt = 0;
  #running = false;
  #paused = false;
  #blocked: BlockReason | null = null;
  #noStream = false;
  #codec: string | null = null;
  #startedAt = 0;
  #waitingSince: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ticks = 0;

  constructor(video: HTMLVideoElement, poster: HTMLCanvasElement, url: string) {
    this.#video = video;
    this.#poster = poster;
    this.#url = url;
    this.#frames = new FrameCounter(video);
    video.addEventListener('waiting', this.#onWaiting);
    video.addEventListener('playing', this.#onPlaying);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): PlayerSnapshot => this.#snapshot;

  /** Starts or goes on; also leaves a block, because somebody asked. */
  start(): void {
    this.#blocked = null;
    if (!this.#running) {
      this.#fresh.restarted();
      this.#running = true;
      this.#timer = setInterval(this.#tick, SAMPLE_MS);
      this.#open();
    }
    this.#publish(true);
  }

  /** Releases decoder, buffers and timers; the last picture stays as a still. */
  stop(): void {
    this.#running = false;
    clearInterval(this.#timer);
    this.#close();
    this.#publish(true);
  }

  setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.#video.pause();
    else if (this.#running) this.#reopen();
    this.#publish(true);
  }

  dispose(): void {
    this.stop();
    this.#frames.stop();
    this.#video.removeEventListener('waiting', this.#onWaiting);
    this.#video.removeEventListener('playing', this.#onPlaying);
    this.#listeners.clear();
  }

  #open(): void {
    this.#startedAt = Date.now();
    this.#delay.clear();
    this.#latency.clear();
    this.#attach().catch(() => this.#later(() => this.#open()));
  }

  async #attach(): Promise<void> {
    const { default: Library } = await import('hls.js/light');
    if (!this.#running || this.#session !== null) return;
    this.#session = new HlsSession(Library, this.#video, this.#url, {
      playlist: this.#onPlaylist,
      segment: this.#onSegment,
      codec: (codec) => {
        this.#codec = codec;
      },
      failed: this.#onFailed,
    });
    this.#play();
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    if (this.#session === null) return;
    this.#keepPicture();
    this.#session.destroy();
    this.#session = null;
    this.#fresh.rebuilt();
  }

  /** Destroying a session blanks the video; the still underneath keeps the last picture visible. */
  #keepPicture(): void {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return;
    this.#poster.width = Math.min(videoWidth, 1280);
    this.#poster.height = Math.round((this.#poster.width * videoHeight) / videoWidth);
    this.#poster.getContext('2d')?.drawImage(this.#video, 0, 0, this.#poster.width, this.#poster.height);
  }

  #reopen(): void {
    this.#close();
    if (this.#running) this.#open();
  }

  #later(action: () => void): void {
    if (!this.#running || this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      if (this.#running) action();
    }, this.#backoff.next());
  }

  readonly #onPlaylist = (endSequence: number): void => {
    this.#noStream = false;
    this.#fresh.playlist(endSequence, Date.now());
  };

  readonly #onSegment = (endS: number, durationS: number): void => {
    this.#delay.segmentArrived(Date.now(), endS, durationS);
  };

  readonly #onFailed = (failure: SessionFailure): void => {
    const { kind, status, segment } = failure;
    if (status === 401) unauthorized.refused();
    const block = status === null ? undefined : BLOCKS[status];
    if (block !== undefined) {
      this.#blocked = block;
      this.stop();
      return;
    }
    if (status === 404 && !segment) this.#noStream = true;
    if (kind === 'media' && this.#session?.recoverMedia(Date.now()) === true) {
      this.#play();
      return;
    }
    const anew = kind !== 'network' || this.#backoff.attempts % 6 === 5;
    this.#later(() => (anew ? this.#reopen() : this.#session?.retryLoad()));
  };

  readonly #onWaiting = (): void => {
    this.#waitingSince = Date.now();
  };

  readonly #onPlaying = (): void => {
    const now = Date.now();
    if (this.#waitingSince !== null && now - this.#waitingSince < JITTER_MS) this.#latency.stalled(now);
    this.#waitingSince = null;
  };

  readonly #tick = (): void => {
    const now = Date.now();
    this.#steer(now);
    this.#ticks += 1;
    if (this.#ticks % JUDGE_EVERY !== 0) return;
    this.#fresh.shown(this.#frames.frames, now);
    if (this.#snapshot.phase === 'live') this.#backoff.reset();
    if (this.#video.paused && !this.#paused && this.#video.readyState >= 2) this.#play();
    this.#reviveWhenStuck(now);
    this.#publish(false);
  };

  #steer(now: number): void {
    const { buffered, currentTime, seeking, readyState } = this.#video;
    if (this.#paused || seeking || readyState < 2 || buffered.length === 0) return;
    const end = buffered.end(buffered.length - 1);
    const { rate, skip } = this.#latency.sample(now, end - currentTime);
    if (skip > 0) this.#video.currentTime = currentTime + skip;
    if (this.#video.playbackRate !== rate) this.#video.playbackRate = rate;
  }

  #reviveWhenStuck(now: number): void {
    const { lastAdvanceAt, lastFrameAt } = this.#fresh;
    const growing = lastAdvanceAt !== null && now - lastAdvanceAt < JITTER_MS;
    const quietSince = Math.max(lastFrameAt ?? 0, this.#startedAt);
    if (this.#paused || !growing || now - quietSince < STUCK_MS) return;
    this.#reopen();
  }

  #play(): void {
    if (this.#paused) return;
    this.#video.play().catch(() => {
      // Refused (sound not allowed yet) or interrupted by a new source; the next tick tries again.
    });
  }

  #describeMedia(): string | null {
    const { videoWidth, videoHeight } = this.#video;
    const size = videoWidth === 0 ? null : `${videoWidth}×${videoHeight}`;
    const parts = [this.#codec, size].filter((part) => part !== null);
    return parts.length === 0 ? null : parts.join(', ');
  }

  #publish(force: boolean): void {
    const now = Date.now();
    const delayMs = this.#session === null ? null : this.#delay.at(now, this.#video.currentTime);
    const { lastFrameAt } = this.#fresh;
    const phase = judge(
      {
        running: this.#running,
        paused: this.#paused,
        blocked: this.#blocked,
        lastFrameAt,
        lastAdvanceAt: this.#fresh.lastAdvanceAt,
        delayMs,
      },
      now,
    );
    const quiet = phase === this.#snapshot.phase && now - this.#publishedAt < PUBLISH_MS;
    if (quiet && !force) return;
    this.#publishedAt = now;
    this.#snapshot = {
      phase,
      blocked: this.#blocked,
      delayMs,
      frames: this.#fresh.frames,
      lastFrameAt,
      noStream: this.#noStream,
      media: this.#describeMedia(),
    };
    for (const listener of this.#listeners) listener();
  }
}

const BLOCKS: Readonly<Record<number, BlockReason>> = {
  401: 'signed-out',
  402: 'plan',
  429: 'viewer-hours',
};

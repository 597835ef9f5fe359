import type { PlaylistOrigin } from '../notices/notice-loader.ts';
import { LatencyController } from './latency-controller.ts';

/** A stall shorter than this is jitter; longer ones are outages and must not widen the margin. */
const JITTER_MS = 2000;

/** Steers speed and position of one video element so that it stays close to the live edge. */
export class PaceKeeper {
  readonly #video: HTMLVideoElement;
  readonly #latency = new LatencyController();
  #waitingSince: number | null = null;
  #hasPlayed = false;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    video.addEventListener('waiting', this.#onWaiting);
    video.addEventListener('playing', this.#onPlaying);
    video.addEventListener('emptied', this.#onEmptied);
  }

  /** Segments last so long, and are learned of in this way. */
  arrivals(segmentMs: number, origin: PlaylistOrigin): void {
    this.#latency.arrivals(segmentMs, origin);
  }

  /** A new session begins. */
  clear(): void {
    this.#latency.clear();
  }

  /** Measures and steers; call every 50 ms while playing. */
  steer(now: number): void {
    const { buffered, currentTime, seeking, readyState } = this.#video;
    if (seeking || readyState < 2 || buffered.length === 0) return;
    const end = buffered.end(buffered.length - 1);
    const { rate, skip } = this.#latency.sample(now, end - currentTime);
    if (skip > 0) this.#video.currentTime = currentTime + skip;
    if (this.#video.playbackRate !== rate) this.#video.playbackRate = rate;
  }

  dispose(): void {
    this.#video.removeEventListener('waiting', this.#onWaiting);
    this.#video.removeEventListener('playing', this.#onPlaying);
    this.#video.removeEventListener('emptied', this.#onEmptied);
  }

  readonly #onWaiting = (): void => {
    // Waiting for a first picture, or for the place of a jump, says nothing of the stream.
    if (this.#hasPlayed && !this.#video.seeking) this.#waitingSince = performance.now();
  };

  readonly #onEmptied = (): void => {
    this.#waitingSince = null;
    this.#hasPlayed = false;
  };

  readonly #onPlaying = (): void => {
    const now = performance.now();
    this.#hasPlayed = true;
    if (this.#waitingSince !== null && now - this.#waitingSince < JITTER_MS) this.#latency.stalled(now);
    this.#waitingSince = null;
  };
}

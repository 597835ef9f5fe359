import { LatencyController } from './latency-controller.ts';

/** A stall shorter than this is jitter; longer ones are outages and must not widen the margin. */
const JITTER_MS = 2000;

/** Steers speed and position of one video element so that it stays close to the live edge. */
export class PaceKeeper {
  readonly #video: HTMLVideoElement;
  readonly #latency = new LatencyController();
  #waitingSince: number | null = null;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    video.addEventListener('waiting', this.#onWaiting);
    video.addEventListener('playing', this.#onPlaying);
  }

  segmentLength(segmentMs: number): void {
    this.#latency.segmentLength(segmentMs);
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
  }

  readonly #onWaiting = (): void => {
    this.#waitingSince = performance.now();
  };

  readonly #onPlaying = (): void => {
    const now = performance.now();
    if (this.#waitingSince !== null && now - this.#waitingSince < JITTER_MS) this.#latency.stalled(now);
    this.#waitingSince = null;
  };
}

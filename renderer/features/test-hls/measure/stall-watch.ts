/** How often and how long a picture stood still for want of data, after it had first moved. */
export interface Stalls {
  readonly count: number;
  readonly seconds: number;
}

/** Shorter waits cannot be seen; browsers have them when a picture begins. */
const LEAST_MS = 100;

/** Counts the times a video element ran dry. */
export class StallWatch {
  readonly #video: HTMLVideoElement;
  readonly #onStart: () => void;
  readonly #onEnd: (seconds: number) => void;
  #hasPlayed = false;
  #since: number | null = null;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #isTold = false;
  #count = 0;
  #seconds = 0;

  constructor(video: HTMLVideoElement, onStart: () => void, onEnd: (seconds: number) => void) {
    this.#video = video;
    this.#onStart = onStart;
    this.#onEnd = onEnd;
    video.addEventListener('waiting', this.#waiting);
    video.addEventListener('playing', this.#playing);
    video.addEventListener('emptied', this.#emptied);
  }

  get stalls(): Stalls {
    return { count: this.#count, seconds: this.#seconds + this.#lasting() };
  }

  dispose(): void {
    clearTimeout(this.#telling);
    this.#video.removeEventListener('waiting', this.#waiting);
    this.#video.removeEventListener('playing', this.#playing);
    this.#video.removeEventListener('emptied', this.#emptied);
  }

  /** Seconds of the stall that goes on now; 0 while it is too short to count. */
  #lasting(): number {
    const ms = this.#since === null ? 0 : performance.now() - this.#since;
    return ms < LEAST_MS ? 0 : ms / 1000;
  }

  /** Seconds of the stall that ends now; 0 when there was none worth counting. */
  #end(): number {
    const seconds = this.#lasting();
    if (seconds > 0) this.#tell();
    clearTimeout(this.#telling);
    this.#since = null;
    this.#isTold = false;
    this.#seconds += seconds;
    return seconds;
  }

  readonly #tell = (): void => {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#count += 1;
    this.#onStart();
  };

  readonly #waiting = (): void => {
    // Waiting for the place of a jump is no lack of data.
    if (!this.#hasPlayed || this.#since !== null || this.#video.seeking) return;
    this.#since = performance.now();
    this.#telling = setTimeout(this.#tell, LEAST_MS);
  };

  readonly #playing = (): void => {
    this.#hasPlayed = true;
    const seconds = this.#end();
    if (seconds > 0) this.#onEnd(seconds);
  };

  /** The player took the source away: what follows is a new beginning, no stall. */
  readonly #emptied = (): void => {
    this.#end();
    this.#hasPlayed = false;
  };
}

/** How far back the picture can be taken, s. */
export const REWIND_S = 60;

/** Nearer to the newest picture than this is live, s. */
const LIVE_WITHIN_S = 1.5;
/** Distance from the newest picture at which live playback goes on, s. */
const LEAD_S = 0.6;
/** The library moves a player that it finds outside the playlist; a person's choice outweighs that. */
const MOVED_S = 2;

/** Where a player stands within what it holds in memory. */
export interface RewindState {
  /** Seconds between the picture shown and the newest one held; `null` while live. */
  readonly behindS: number | null;
  /** Seconds that can be gone back. */
  readonly heldS: number;
}

export const LIVE_STATE: RewindState = { behindS: null, heldS: 0 };

interface Held {
  readonly startS: number;
  readonly endS: number;
}

/**
 * Shows older pictures of a live stream from what its video element still holds, while newer ones go on
 * arriving behind them. Nothing is fetched again.
 */
export class Rewind {
  readonly #video: HTMLVideoElement;
  /** Media time that should be on screen at a moment; `null` while live. */
  #mark: { readonly at: number; readonly positionS: number } | null = null;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  get active(): boolean {
    return this.#mark !== null;
  }

  state(): RewindState {
    const held = this.#held();
    if (held === null) return LIVE_STATE;
    const behindS = this.active ? Math.max(0, held.endS - this.#video.currentTime) : null;
    return { behindS, heldS: Math.min(REWIND_S, held.endS - held.startS) };
  }

  /** Goes so many seconds behind the newest picture, as far as they are held; near 0 is live. */
  to(behindS: number, now: number): void {
    const held = this.#held();
    if (held === null) return;
    if (behindS < LIVE_WITHIN_S) {
      this.#mark = null;
      this.#video.currentTime = Math.max(held.startS, held.endS - LEAD_S);
      return;
    }
    const positionS = Math.max(held.startS + 0.1, held.endS - Math.min(behindS, REWIND_S));
    this.#video.currentTime = positionS;
    this.#video.playbackRate = 1;
    this.#mark = { at: now, positionS };
  }

  /** Keeps the place while playing on; call every 50 ms. Ends by itself at the newest picture. */
  keep(now: number): void {
    const held = this.#held();
    if (this.#mark === null || held === null || this.#video.seeking) return;
    const { currentTime } = this.#video;
    const expected = this.#mark.positionS + (now - this.#mark.at) / 1000;
    if (currentTime > expected + MOVED_S && expected > held.startS) this.#video.currentTime = expected;
    else if (held.endS - currentTime < LIVE_WITHIN_S) this.#mark = null;
    // Waiting for data delays the picture; from there it goes on.
    else this.#mark = { at: now, positionS: currentTime };
  }

  /** What was held is gone. */
  end(): void {
    this.#mark = null;
  }

  /** The newest unbroken stretch. */
  #held(): Held | null {
    const { buffered } = this.#video;
    const last = buffered.length - 1;
    return last < 0 ? null : { startS: buffered.start(last), endS: buffered.end(last) };
  }
}

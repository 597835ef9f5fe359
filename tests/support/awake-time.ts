const LOOK_MS = 50;
/** A longer gap between two looks is a standstill of the whole computer, and counts for no more than this, ms. */
const GAP_MOST_MS = 250;

/** How long something took while this process was run: a standstill of the computer is no delay of what it waits for. */
export class AwakeTime {
  #counted = 0;
  #lookedAt = performance.now();
  readonly #timer = setInterval(() => this.#look(), LOOK_MS);

  /** Since it was made, ms. */
  get ms(): number {
    this.#look();
    return this.#counted;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#counted += Math.min(now - this.#lookedAt, GAP_MOST_MS);
    this.#lookedAt = now;
  }
}

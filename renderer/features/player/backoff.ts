const FIRST_MS = 400;
const LAST_MS = 5000;

/** Pauses between attempts: 400 ms, doubled each time, never above 5 s, for ever. */
export class Backoff {
  #attempts = 0;

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const pause = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(this.#attempts, 10));
    this.#attempts += 1;
    return pause;
  }

  get attempts(): number {
    return this.#attempts;
  }

  reset(): void {
    this.#attempts = 0;
  }
}

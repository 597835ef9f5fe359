/** Each pause is up to this share shorter or longer, so that many players do not ask in step. */
const SPREAD = 0.25;

/** Pauses between attempts: about the first, doubled each time, never far above the last, for ever. */
export class Backoff {
  readonly #firstMs: number;
  readonly #lastMs: number;
  readonly #random: () => number;
  #attempts = 0;

  constructor(firstMs: number, lastMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#lastMs = lastMs;
    this.#random = random;
  }

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const pause = Math.min(this.#lastMs, this.#firstMs * 2 ** Math.min(this.#attempts, 10));
    this.#attempts += 1;
    return Math.round(pause * (1 - SPREAD + 2 * SPREAD * this.#random()));
  }

  get attempts(): number {
    return this.#attempts;
  }

  reset(): void {
    this.#attempts = 0;
  }
}

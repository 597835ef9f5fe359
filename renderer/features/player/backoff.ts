/** Pauses between attempts: the first, doubled each time, never above the last, for ever. */
export class Backoff {
  readonly #firstMs: number;
  readonly #lastMs: number;
  #attempts = 0;

  constructor(firstMs: number, lastMs: number) {
    this.#firstMs = firstMs;
    this.#lastMs = lastMs;
  }

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const pause = Math.min(this.#lastMs, this.#firstMs * 2 ** Math.min(this.#attempts, 10));
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

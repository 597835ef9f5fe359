/** Keys remembered at once; beyond it the oldest is forgotten, so that invented keys cannot fill the memory. */
const KEYS_MAX = 10_000;

/** Counts events per key in a sliding window. */
export class SlidingWindow {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #hits = new Map<string, number[]>();

  constructor(limit: { readonly max: number; readonly windowMs: number }) {
    this.#max = limit.max;
    this.#windowMs = limit.windowMs;
  }

  /** Counts an event at `now` (monotonic ms); false when the key already had `max` in the window. */
  admit(key: string, now: number): boolean {
    const recent = (this.#hits.get(key) ?? []).filter((at) => now - at < this.#windowMs);
    // Re-inserting keeps the map in order of last use.
    this.#hits.delete(key);
    this.#hits.set(key, recent);
    if (this.#hits.size > KEYS_MAX) this.#forgetOldest();
    if (recent.length >= this.#max) return false;
    recent.push(now);
    return true;
  }

  #forgetOldest(): void {
    const oldest = this.#hits.keys().next();
    if (oldest.done !== true) this.#hits.delete(oldest.value);
  }
}

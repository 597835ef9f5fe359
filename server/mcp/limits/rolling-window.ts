/** Forgotten entries kept in front of the list before it is shortened. */
const SPARE = 1024;

/** Moments of calls within the last `spanMs`, counted exactly. @short-lived */
export class RollingWindow {
  readonly #spanMs: number;
  #times: number[] = [];
  /** Entries before it have left the window. */
  #first = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** Notes a call. `now` in monotonic milliseconds, never smaller than before. */
  add(now: number): void {
    this.#times.push(now);
  }

  /** Calls of the last `spanMs`. */
  count(now: number): number {
    this.#forget(now);
    return this.#times.length - this.#first;
  }

  /** Milliseconds until the oldest call leaves the window; 0 when there is none. */
  freesInMs(now: number): number {
    this.#forget(now);
    const oldest = this.#times[this.#first];
    return oldest === undefined ? 0 : oldest + this.#spanMs - now;
  }

  #forget(now: number): void {
    const times = this.#times;
    while ((times[this.#first] ?? Infinity) <= now - this.#spanMs) this.#first += 1;
    if (this.#first < Math.min(SPARE, times.length)) return;
    this.#times = times.slice(this.#first);
    this.#first = 0;
  }
}

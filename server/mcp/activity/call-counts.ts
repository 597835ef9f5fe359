const SECONDS = 3600;
const MINUTES = 60;

/**
 * Calls of the last hour by second of the wall clock. The memory is fixed, whatever the number of calls and however
 * the clock jumps.
 */
export class CallCounts {
  readonly #counts = new Uint32Array(SECONDS);
  /** The second each count belongs to. */
  readonly #seconds = new Float64Array(SECONDS);

  /** Counts one call at `now`, in Unix seconds. */
  add(now: number): void {
    const second = Math.floor(now);
    const slot = second % SECONDS;
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second;
      this.#counts[slot] = 0;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Calls of the last `span` seconds, at most an hour. */
  last(span: number, now: number): number {
    const end = Math.floor(now);
    return this.#between(end - span + 1, end);
  }

  /** Calls of each of the last 60 minutes, oldest first; `minute` is its beginning in Unix seconds. */
  byMinute(now: number): { readonly minute: number; readonly count: number }[] {
    const last = Math.floor(now / 60) * 60;
    return Array.from({ length: MINUTES }, (_, index) => {
      const minute = last - (MINUTES - 1 - index) * 60;
      return { minute, count: this.#between(minute, minute + 59) };
    });
  }

  #between(first: number, last: number): number {
    let sum = 0;
    for (let second = first; second <= last; second += 1) {
      const slot = second % SECONDS;
      if (this.#seconds[slot] === second) sum += this.#counts[slot] ?? 0;
    }
    return sum;
  }
}

/** Counts by name. @short-lived */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  /** The highest counts first, equal ones by name; at most `limit` of them. */
  byCount(limit = Number.POSITIVE_INFINITY): [name: string, count: number][] {
    return [...this.#counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, limit);
  }

  /** Names that are times, such as `2026-03-01`, the newest first. */
  newestFirst(): [name: string, count: number][] {
    return [...this.#counts].toSorted(([a], [b]) => (a < b ? 1 : -1));
  }
}

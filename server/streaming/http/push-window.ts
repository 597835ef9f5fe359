import type { RateLimit } from '../../contract/endpoint.ts';
import { rateLimited } from '../../http/guard/rate-limits.ts';

const WINDOW_MS = 60_000;
const MAX_WINDOWS = 20_000;

interface Window {
  startedAtMs: number;
  count: number;
}

/**
 * Fixed one-minute windows for the video routes. The general limiter answers through promises; a push must not wait
 * for anything but its body, so this one counts synchronously.
 */
export class PushWindows {
  readonly #limit: RateLimit;
  readonly #windows = new Map<string, Window>();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Counts one call of this caller on this path; throws the 429 when the minute is used up. */
  consume(caller: string, path: string, nowMs: number): void {
    const key = `${caller} ${path}`;
    const window = this.#windows.get(key);
    if (window === undefined || nowMs - window.startedAtMs >= WINDOW_MS) {
      if (window === undefined && this.#windows.size >= MAX_WINDOWS) this.#dropEnded(nowMs);
      this.#windows.set(key, { startedAtMs: nowMs, count: 1 });
      return;
    }
    window.count += 1;
    if (window.count > this.#limit.max)
      throw rateLimited(this.#limit, (window.startedAtMs + WINDOW_MS - nowMs) / 1000);
  }

  #dropEnded(nowMs: number): void {
    for (const [key, window] of this.#windows)
      if (nowMs - window.startedAtMs >= WINDOW_MS) this.#windows.delete(key);
  }
}

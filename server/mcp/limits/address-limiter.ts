import type { Clock } from '../../clock.ts';
import { RollingWindow } from './rolling-window.ts';

const WINDOW_MS = 60_000;
export const REQUESTS_PER_MINUTE = 600;

/** Requests of each client address within the last 60 s, counted before anything else is known of the caller. */
export class AddressLimiter {
  readonly #clock: Clock;
  readonly #addresses = new Map<string, RollingWindow>();
  #sweptAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sweptAt = clock.monotonicMs();
  }

  /** Counts a request; false when the address has had its 600 of the last 60 s. */
  take(address: string): boolean {
    const now = this.#clock.monotonicMs();
    this.#sweep(now);
    const window = this.#addresses.get(address) ?? new RollingWindow(WINDOW_MS);
    if (window.count(now) >= REQUESTS_PER_MINUTE) return false;
    this.#addresses.set(address, window);
    window.add(now);
    return true;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < WINDOW_MS) return;
    this.#sweptAt = now;
    for (const [address, window] of this.#addresses) {
      if (window.count(now) === 0) this.#addresses.delete(address);
    }
  }
}

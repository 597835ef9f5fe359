import type { Clock } from '../../clock.ts';
import { RollingWindow } from './rolling-window.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SWEEP_EVERY_MS = 60 * MINUTE_MS;

/** Tool calls a plan allows for one key. */
export interface CallLimits {
  readonly perMinute: number;
  readonly perDay: number;
}

export type BudgetAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'minute' | 'day'; readonly retryAfterMs: number };

interface Windows {
  readonly minute: RollingWindow;
  readonly day: RollingWindow;
}

/**
 * Tool calls of each key within the last 60 s and 24 h. Only allowed calls count, in both windows. Kept in this process
 * alone: a restart begins anew.
 */
export class KeyBudget {
  readonly #clock: Clock;
  readonly #keys = new Map<string, Windows>();
  #sweptAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sweptAt = clock.monotonicMs();
  }

  /** Keys that called within the last 24 h, as of the last sweep. */
  get size(): number {
    return this.#keys.size;
  }

  /** Takes one call from the budget of `owner`, or tells which window is full. The minute is looked at first. */
  take(owner: string, limits: CallLimits): BudgetAnswer {
    const now = this.#clock.monotonicMs();
    this.#sweep(now);
    const { minute, day } = this.#windowsOf(owner);
    if (minute.count(now) >= limits.perMinute) return { kind: 'minute', retryAfterMs: minute.freesInMs(now) };
    if (day.count(now) >= limits.perDay) return { kind: 'day', retryAfterMs: day.freesInMs(now) };
    minute.add(now);
    day.add(now);
    return { kind: 'allowed' };
  }

  #windowsOf(owner: string): Windows {
    const known = this.#keys.get(owner);
    if (known !== undefined) return known;
    const created = { minute: new RollingWindow(MINUTE_MS), day: new RollingWindow(DAY_MS) };
    this.#keys.set(owner, created);
    return created;
  }

  /** Forgets keys without a call for 24 h; at most once an hour, because it looks at every key. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    for (const [owner, { day }] of this.#keys) if (day.count(now) === 0) this.#keys.delete(owner);
  }
}

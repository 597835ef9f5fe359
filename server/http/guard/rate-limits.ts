import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '../../contract/endpoint.ts';
import { AppError } from '../app-error.ts';

const WINDOW_SECONDS = { minute: 60, hour: 3600 } as const;

/** A fixed window that starts with its first call. */
export interface LimitWindow {
  /** Tells windows of different limits apart. */
  readonly name: string;
  /** Calls it takes. */
  readonly points: number;
  readonly seconds: number;
}

/** Where windows are counted. */
export interface WindowStore {
  /** Counts one call; answers the ms until the window ends when it is used up, else undefined. */
  consume(window: LimitWindow, bucket: string): Promise<number | undefined>;
}

/** The documented refusal of a limiter: a top-level body and the true wait. */
export function rateLimited(limit: RateLimit, retryAfterSeconds: number): AppError {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  const body = {
    error: 'rate_limit_exceeded',
    message: `Too many requests. Try again in ${seconds} seconds.`,
    limit: `${limit.max} per 1 ${limit.per}`,
    retry_after_seconds: seconds,
  };
  return AppError.shaped(429, body.message, body, { 'Retry-After': String(seconds) });
}

/** Fixed windows per caller and concrete path, starting at the first hit; counted in this process unless shared. */
export class RateLimits {
  readonly #store: WindowStore;

  constructor(store: WindowStore = new MemoryWindows()) {
    this.#store = store;
  }

  /** Counts one call; throws the 429 when the window is used up. */
  async consume(limit: RateLimit, bucket: string): Promise<void> {
    const name = `${limit.max}/${limit.per}`;
    const window = { name, points: limit.max, seconds: WINDOW_SECONDS[limit.per] };
    const waitMs = await this.#store.consume(window, bucket);
    if (waitMs !== undefined) throw rateLimited(limit, waitMs / 1000);
  }
}

/** Windows of this process alone. */
class MemoryWindows implements WindowStore {
  readonly #limiters = new Map<string, RateLimiterMemory>();

  async consume(window: LimitWindow, bucket: string): Promise<number | undefined> {
    try {
      await this.#limiterFor(window).consume(bucket);
      return undefined;
    } catch (error) {
      if (error instanceof RateLimiterRes) return error.msBeforeNext;
      throw error;
    }
  }

  #limiterFor({ name, points, seconds }: LimitWindow): RateLimiterMemory {
    const existing = this.#limiters.get(name);
    if (existing !== undefined) return existing;
    const created = new RateLimiterMemory({ points, duration: seconds, keyPrefix: name });
    this.#limiters.set(name, created);
    return created;
  }
}

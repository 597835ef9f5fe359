import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '../../contract/endpoint.ts';
import { AppError } from '../app-error.ts';

const WINDOW_SECONDS = { minute: 60, hour: 3600 } as const;

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

/** Fixed windows per caller and concrete path, starting at the first hit. */
export class RateLimits {
  readonly #limiters = new Map<string, RateLimiterMemory>();

  /** Counts one call; throws the 429 when the window is used up. */
  async consume(limit: RateLimit, bucket: string): Promise<void> {
    try {
      await this.#limiterFor(limit).consume(bucket);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw rateLimited(limit, error.msBeforeNext / 1000);
      throw error;
    }
  }

  #limiterFor(limit: RateLimit): RateLimiterMemory {
    const name = `${limit.max}/${limit.per}`;
    const existing = this.#limiters.get(name);
    if (existing !== undefined) return existing;
    const created = new RateLimiterMemory({
      points: limit.max,
      duration: WINDOW_SECONDS[limit.per],
      keyPrefix: name,
    });
    this.#limiters.set(name, created);
    return created;
  }
}

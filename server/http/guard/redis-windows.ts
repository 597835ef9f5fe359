import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '../../clock.ts';
import { sha256Hex } from '../../ids.ts';
import type { LimitWindow, WindowStore } from './rate-limits.ts';

/** Longest that a call may wait for Redis, ms. */
const ANSWER_WITHIN_MS = 500;
/** After a failure calls pass uncounted for so long before Redis is asked again, ms. */
const REST_MS = 1_000;
const CONNECT_WITHIN_MS = 2_000;
const RECONNECT_MAX_MS = 5_000;

interface RedisWindowsDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Connects to a Redis shared by several servers; without an answer within two seconds the server starts all the same and
 * the connection is tried for on and on. The client library is loaded only here.
 */
export async function openRedisWindows(url: string, deps: RedisWindowsDeps): Promise<RedisWindows> {
  const { Redis: Client } = await import('ioredis');
  const client = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_WITHIN_MS,
    connectTimeout: CONNECT_WITHIN_MS,
    retryStrategy: (attempts) => Math.min(attempts * 200, RECONNECT_MAX_MS),
  });
  const windows = new RedisWindows(client, deps);
  await new Promise<void>((resolve) => {
    const waited = setTimeout(resolve, CONNECT_WITHIN_MS);
    for (const event of ['ready', 'error']) {
      client.once(event, () => {
        clearTimeout(waited);
        resolve();
      });
    }
  });
  return windows;
}

/** Rate-limit windows in Redis. While it cannot be reached every call passes, and the log says so once. */
export class RedisWindows implements WindowStore {
  readonly #client: Redis;
  readonly #deps: RedisWindowsDeps;
  readonly #limiters = new Map<string, RateLimiterRedis>();
  #isDown = false;
  /** Monotonic ms until which Redis is left alone. */
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(client: Redis, deps: RedisWindowsDeps) {
    this.#client = client;
    this.#deps = deps;
    client.on('error', (error: Error) => this.#failed(error));
    client.on('ready', () => {
      this.#restsUntil = Number.NEGATIVE_INFINITY;
      this.#works();
    });
  }

  async consume(window: LimitWindow, bucket: string): Promise<number | undefined> {
    if (this.#deps.clock.monotonicMs() < this.#restsUntil) return undefined;
    try {
      // Hashed: buckets name people and addresses, and callers choose how long they are.
      await this.#limiterFor(window).consume(sha256Hex(bucket));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) {
        this.#failed(refusal);
        return undefined;
      }
      this.#works();
      return refusal.msBeforeNext;
    }
    this.#works();
    return undefined;
  }

  close(): void {
    this.#isDown = true;
    this.#client.disconnect();
  }

  #failed(error: unknown): void {
    this.#restsUntil = this.#deps.clock.monotonicMs() + REST_MS;
    if (this.#isDown) return;
    this.#isDown = true;
    this.#deps.log.warn(
      { reason: reasonOf(error) },
      'Redis cannot be reached, so rate limits are not counted until it can',
    );
  }

  #works(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#deps.log.info('Redis answers again; rate limits are counted');
  }

  #limiterFor({ name, points, seconds }: LimitWindow): RateLimiterRedis {
    const existing = this.#limiters.get(name);
    if (existing !== undefined) return existing;
    const created = new RateLimiterRedis({
      storeClient: this.#client,
      points,
      duration: seconds,
      keyPrefix: `sentinel:limit:${name}`,
      rejectIfRedisNotReady: true,
    });
    this.#limiters.set(name, created);
    return created;
  }
}

/** Failures to connect to several addresses of one name carry no message of their own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.message || ('code' in error ? String(error.code) : error.name);
}

import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../server/clock.ts';
import { AppError } from '../../../server/http/app-error.ts';
import { RateLimits } from '../../../server/http/guard/rate-limits.ts';
import { openRedisWindows, type RedisWindows } from '../../../server/http/guard/redis-windows.ts';
import { createLogger } from '../../../server/log.ts';
import { windowsUntil } from '../../support/best-window.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { RedisServer } from '../../support/redis-server.ts';
import { eventually } from '../../support/wait.ts';

const LIMIT = { max: 3, per: 'minute' } as const;

describe('rate limits in Redis', () => {
  let redis: RedisServer;
  let lines: string[];
  let opened: RedisWindows[];
  beforeEach(async () => {
    redis = new RedisServer(await anyFreePort());
    lines = [];
    opened = [];
  });
  afterEach(async () => {
    for (const windows of opened) windows.close();
    await redis[Symbol.asyncDispose]();
  });

  /** The limits of one of several servers. */
  async function limits(clock: Clock = systemClock): Promise<RateLimits> {
    const log = createLogger('info', (line) => lines.push(line));
    const windows = await openRedisWindows(redis.url, { log, clock });
    opened.push(windows);
    return new RateLimits(windows);
  }

  const refusal = async (limiter: RateLimits, bucket = 'user:1 /api/x'): Promise<AppError | undefined> => {
    try {
      await limiter.consume(LIMIT, bucket);
      return undefined;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  };
  const warnings = (): string[] => lines.filter((line) => line.includes('WARN'));

  it('two servers count together, each bucket apart, and the refusal tells the true wait', async () => {
    await redis.start();
    const [first, second] = [await limits(), await limits()];
    for (const limiter of [first, second, first]) expect(await refusal(limiter)).toBeUndefined();
    for (const limiter of [first, second]) {
      const refused = await refusal(limiter);
      expect(refused?.status).toBe(429);
      expect(refused?.body).toMatchObject({ error: 'rate_limit_exceeded', limit: '3 per 1 minute' });
      const wait = Number(refused?.headers['Retry-After']);
      expect(wait).toBeGreaterThan(50);
      expect(wait).toBeLessThanOrEqual(60);
    }
    expect(await refusal(second, 'user:2 /api/x')).toBeUndefined();
    await second.consume({ max: 3, per: 'hour' }, 'user:1 /api/x');
    expect(lines).toEqual([]);
  });

  it('names no person in Redis, and its keys expire', async () => {
    await redis.start();
    await refusal(await limits(), 'user:org_1:olga@example.com /api/x');
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    expect(keys).toEqual([expect.stringMatching(/^sentinel:limit:3\/minute:[0-9a-f]{64}$/)]);
    expect(await client.ttl(keys[0] ?? '')).toBeGreaterThan(50);
    client.disconnect();
  });

  it('starts without Redis: every call passes, with one warning; it joins when Redis comes', async () => {
    const limiter = await limits();
    for (let call = 0; call < 20; call += 1) expect(await refusal(limiter)).toBeUndefined();
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('Redis cannot be reached');
    await redis.start();
    await eventually('limits are counted again', async () => (await refusal(limiter))?.status === 429);
    expect(lines.filter((line) => line.includes('Redis answers again'))).toHaveLength(1);
    expect(warnings()).toHaveLength(1);
  });

  it('a Redis that dies and returns is one warning an outage', async () => {
    await redis.start();
    const limiter = await limits();
    for (let call = 0; call < 4; call += 1) await refusal(limiter);
    for (const outages of [1, 2]) {
      await redis.stop();
      await eventually('calls pass', async () => (await refusal(limiter)) === undefined);
      for (let call = 0; call < 10; call += 1) expect(await refusal(limiter)).toBeUndefined();
      await redis.start();
      await eventually('limits are counted again', async () => (await refusal(limiter))?.status === 429);
      expect(warnings()).toHaveLength(outages);
    }
  });

  it('a Redis that hangs delays a call by half a second at most, and others not at all', async () => {
    await redis.start();
    // Stands still, so that the rest after a failure is over when the test says so.
    const clock = new FakeClock();
    const limiter = await limits(clock);
    for (let call = 0; call < 4; call += 1) await refusal(limiter);
    redis.freeze();
    let times: number[] = [];
    const slowest = await windowsUntil({ limitMs: 1500, windows: 3 }, async () => {
      clock.advance(1_000);
      times = [];
      for (let call = 0; call < 10; call += 1) {
        const begun = performance.now();
        expect(await refusal(limiter)).toBeUndefined();
        times.push(performance.now() - begun);
      }
      return Math.max(...times);
    });
    expect(Math.min(...slowest)).toBeLessThan(1500);
    expect(times.filter((ms) => ms > 300)).toHaveLength(1);
    expect(warnings()).toHaveLength(1);
    redis.thaw();
    await eventually('limits are counted again', async () => {
      clock.advance(1_000);
      return (await refusal(limiter))?.status === 429;
    });
  });
});

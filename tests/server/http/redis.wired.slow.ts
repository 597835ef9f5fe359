import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { RedisServer } from '../../support/redis-server.ts';
import { startTestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';

const PATH = '/api/auth/invites/accept';
const BOGUS_INVITE = { token: 'x', name: 'x', password: 'long enough now' };
const MAX = 20;

it('two servers with one Redis count a caller together; without it both still answer', async () => {
  await using redis = new RedisServer(await anyFreePort());
  await redis.start();
  const config = { redisUrl: redis.url };
  await using first = await startTestServer({ config });
  await using second = await startTestServer({ config });
  const statusAt = async ({ anonymous }: typeof first) => (await anonymous.post(PATH, BOGUS_INVITE)).status;
  const client = new Redis(redis.url);
  const windows = async () =>
    await Promise.all((await client.keys('*')).map(async (key) => Number(await client.get(key))));
  // A call passes uncounted where this computer was too busy to hear Redis in time.
  for (let call = 0; ((await windows())[0] ?? 0) < MAX; call += 1)
    expect(await statusAt(call % 2 === 0 ? first : second)).not.toBe(429);
  expect(await windows()).toEqual([MAX]);
  client.disconnect();
  const outages = () => first.logLines.filter((line) => line.includes('Redis cannot be reached')).length;
  for (const server of [second, first])
    await eventually('it refuses', async () => (await statusAt(server)) === 429);
  const before = outages();
  await redis.stop();
  for (let call = 0; call <= MAX; call += 1) expect(await statusAt(first)).not.toBe(429);
  expect(outages()).toBe(before + 1);
});

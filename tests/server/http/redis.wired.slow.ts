import { expect, it } from 'vitest';
import { freePort, RedisServer } from '../../support/redis-server.ts';
import { startTestServer } from '../../support/test-server.ts';

const PATH = '/api/auth/invites/accept';
const BOGUS_INVITE = { token: 'x', name: 'x', password: 'long enough now' };
const MAX = 20;

it('two servers with one Redis count a caller together; without it both still answer', async () => {
  await using redis = new RedisServer(await freePort());
  await redis.start();
  const config = { redisUrl: redis.url };
  await using first = await startTestServer({ config });
  await using second = await startTestServer({ config });
  for (let call = 0; call < MAX; call += 1) {
    const { anonymous } = call % 2 === 0 ? first : second;
    expect((await anonymous.post(PATH, BOGUS_INVITE)).status).not.toBe(429);
  }
  expect((await first.anonymous.post(PATH, BOGUS_INVITE)).status).toBe(429);
  expect((await second.anonymous.post(PATH, BOGUS_INVITE)).status).toBe(429);
  await redis.stop();
  for (let call = 0; call <= MAX; call += 1)
    expect((await first.anonymous.post(PATH, BOGUS_INVITE)).status).not.toBe(429);
  expect(first.logLines.filter((line) => line.includes('Redis cannot be reached'))).toHaveLength(1);
});

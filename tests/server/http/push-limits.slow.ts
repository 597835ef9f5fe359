import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { createNode } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const SEGMENTS_A_MINUTE = 1200;
const PLAYLISTS_A_MINUTE = 600;

/** Statuses of many calls, twenty at a time, by how often each came. */
async function tally(
  times: number,
  call: (index: number) => Promise<number>,
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let begun = 0; begun < times; begun += 20) {
    const batch = Array.from({ length: Math.min(20, times - begun) }, (_, i) => call(begun + i));
    for (const status of await Promise.all(batch)) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe('rest 94: limits of the video routes', () => {
  const clock = new FakeClock();
  let server: TestServer;
  let machine: TestClient;
  let cameras: string[];
  beforeAll(async () => {
    server = await startTestServer({ clock });
    const node = await createNode(await server.owner());
    machine = new TestClient(server.url, { 'x-node-api-key': node.key });
    const registered = await machine.post('/api/nodes/register', {
      node_id: node.nodeId,
      cameras: [{ device_path: '/dev/video0' }, { device_path: '/dev/video1' }],
    });
    cameras = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const push = async (camera: string | undefined, path = 'push-segment', client = machine): Promise<number> =>
    (await client.post(`/api/cameras/${camera}/${path}?filename=segment_00001.ts`, 'x')).status;

  it('1,200 segments a minute for each camera, however the path is spelled', async () => {
    expect(await tally(SEGMENTS_A_MINUTE, () => push(cameras[0]))).toEqual({ 200: SEGMENTS_A_MINUTE });
    const refused = await machine.post(
      `/api/cameras/${cameras[0]}/push-segment?filename=segment_00002.ts`,
      'x',
    );
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(refused.json()).toMatchObject({
      error: 'rate_limit_exceeded',
      limit: '1200 per 1 minute',
      retry_after_seconds: 60,
    });
    expect(await push(cameras[0], 'push-segment/')).toBe(429);
    expect(await push(cameras[1])).toBe(200);
    expect(await push(cameras[0], 'playlist')).toBe(200);
    clock.advance(59_999);
    expect(await push(cameras[0])).toBe(429);
    clock.advance(1);
    expect(await push(cameras[0])).toBe(200);
  });

  it('600 playlists a minute for each camera', async () => {
    clock.advance(60_000);
    expect(await tally(PLAYLISTS_A_MINUTE, () => push(cameras[0], 'playlist'))).toEqual({
      200: PLAYLISTS_A_MINUTE,
    });
    expect([await push(cameras[0], 'playlist'), await push(cameras[1], 'playlist')]).toEqual([429, 200]);
  });

  it('made-up keys are told 401, made-up cameras share one window, and neither touches the one of a true camera', async () => {
    clock.advance(60_000);
    const stranger = (index: number) => server.anonymous.with({ 'x-node-api-key': `bogus-${index}` });
    const counts = await tally(PLAYLISTS_A_MINUTE + 40, (i) => push(`made-up-${i}`, 'playlist', stranger(i)));
    expect(counts).toEqual({ 401: PLAYLISTS_A_MINUTE + 40 });
    const own = await tally(PLAYLISTS_A_MINUTE + 40, (i) => push(`made-up-${i}`, 'playlist'));
    expect(own).toEqual({ 404: PLAYLISTS_A_MINUTE, 429: 40 });
    expect(await push(cameras[0], 'playlist')).toBe(200);
  });
});

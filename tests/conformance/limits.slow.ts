import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePlaylist, range } from '../server/streaming/live-camera.ts';
import { newNodeClient } from '../support/node-client.ts';
import type { Answer } from '../support/test-client.ts';
import { cameraOf, startScene, statuses, type Camera, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** `count` calls, four at a time as a node makes them; how often each status came. */
async function hammer(
  count: number,
  call: (number: number) => Promise<Answer>,
): Promise<Record<number, number>> {
  const seen: Record<number, number> = {};
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      const { status } = await call(next);
      seen[status] = (seen[status] ?? 0) + 1;
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return seen;
}

const tiny = Buffer.from('x');
const push = (camera: Camera) => (number: number) => camera.node.push(camera.id, number, tiny);

describe('rate limits', () => {
  it('rest 94, cloudnode 30: the 1201st push of a minute is 429 for that camera alone', async () => {
    const fleet = await scene.fleet(2);
    const [busy, calm] = [cameraOf(fleet, 0), cameraOf(fleet, 1)];
    const stranger = await scene.camera();
    expect(await hammer(1_200, push(busy))).toEqual({ 200: 1_200 });
    expect(await hammer(5, push(busy))).toEqual({ 429: 5 });
    expect(
      statuses([
        await calm.push(1),
        await busy.announce(1_200),
        await stranger.push(1),
        await fleet.node.heartbeat(),
        await busy.view(),
      ]),
    ).toEqual([200, 200, 200, 200, 200]);
    // Another file name or query is the same bucket.
    expect((await busy.node.push(busy.id, 'segment_99999.ts&x=1', tiny)).status).toBe(429);
    scene.advance(60_000);
    expect((await busy.push(1_201)).status).toBe(200);
  });

  it('rest 95: the refusal has the documented body and the true wait', async () => {
    const camera = await scene.camera();
    expect(await hammer(600, () => camera.node.playlist(camera.id, nodePlaylist(1)))).toEqual({ 200: 600 });
    scene.advance(18_500);
    const refused = await camera.node.playlist(camera.id, nodePlaylist(1));
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '42']);
    expect(refused.json()).toEqual({
      error: 'rate_limit_exceeded',
      message: expect.any(String) as string,
      limit: '600 per 1 minute',
      retry_after_seconds: 42,
    });
    expect(Object.keys(refused.headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });

  it('cloudnode 30: 30 cameras of one node share no limit', async () => {
    const fleet = await scene.fleet(30);
    const other = await scene.camera();
    const seen = await hammer(1_320, (number) => {
      const camera = cameraOf(fleet, number % 30);
      return camera.node.push(camera.id, number, tiny);
    });
    expect(seen).toEqual({ 200: 1_320 });
    expect((await other.push(0)).status).toBe(200);
  });

  it('rest 93: a node stays one caller over a key change, another key is another caller', async () => {
    const node = await newNodeClient(scene.owner);
    const other = await newNodeClient(scene.owner);
    for (const _ of range(1, 10)) expect((await node.validate()).status).toBe(200);
    const refused = await node.validate();
    expect([refused.status, refused.json()['limit']]).toEqual([429, '10 per 1 minute']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await other.validate()).status).toBe(200);
    const rotated = await scene.owner.post(`/api/nodes/${node.nodeId}/rotate-key`);
    const renewed = node.as({ key: rotated.json<{ api_key: string }>().api_key });
    expect((await renewed.validate()).status).toBe(429);
  });

  it('cloudnode 51: invented keys are told 401 every time, because nodes retry a 429, and cost nobody a window', async () => {
    const camera = await scene.camera();
    const guess = (number: number) =>
      camera.node.as({ key: createHash('md5').update(String(number)).digest('hex') });
    const seen = await hammer(1_205, async (number) => {
      using node = guess(number);
      return await node.push(camera.id, number, tiny);
    });
    expect(seen).toEqual({ 401: 1_205 });
    expect((await camera.push(1)).status).toBe(200);
  });

  it('what is refused for its credentials or its form uses nothing up', async () => {
    const node = await newNodeClient(scene.owner);
    const body = { type: 'application/json', body: Buffer.from('{') };
    for (const _ of range(1, 15)) expect((await node.post('/api/nodes/validate', body)).status).toBe(400);
    expect((await node.validate()).status).toBe(200);
    const other = await newNodeClient(scene.owner);
    for (const _ of range(1, 8))
      expect((await scene.server.anonymous.post(`/api/nodes/${other.nodeId}/rotate-key`)).status).toBe(401);
    expect((await scene.owner.post(`/api/nodes/${other.nodeId}/rotate-key`)).status).toBe(200);
  });

  it('people watch without a limit', async () => {
    const camera = await scene.camera();
    await camera.stream(0, 0);
    expect(await hammer(700, () => camera.view())).toEqual({ 200: 700 });
  });
});

describe('refusal bodies', () => {
  it('rest 96: 422 sums up the first problem and lists all', async () => {
    const node = await newNodeClient(scene.owner);
    const refused = await node.register([], { http_port: 70_000, name: 7 });
    expect(refused.status).toBe(422);
    const { detail } = refused.json<{
      detail: { error: string; message: string; errors: { type: string; loc: unknown[]; msg: string }[] };
    }>();
    expect(detail.error).toBe('validation_failed');
    const [first] = detail.errors;
    expect(detail.message).toBe(`${first?.msg} (${first?.loc.slice(1).join('.')})`);
    expect(detail.errors.map(({ loc }) => loc)).toEqual(
      expect.arrayContaining([
        ['body', 'http_port'],
        ['body', 'name'],
      ]),
    );
    expect(refused.text).not.toContain('70000');
    const query = await node.post('/api/cameras/x/push-segment');
    expect(query.json<{ detail: { message: string } }>().detail.message).toMatch(/\(query\.filename\)$/);
  });

  it('rest 96: unknown paths and methods are JSON, also beside the video routes', async () => {
    const camera = await scene.camera();
    const base = `/api/cameras/${camera.id}`;
    for (const path of [
      '/api/nope',
      `${base}/nope`,
      `${base}/segment`,
      `${base}/segment/a/b`,
      '/api/cameras//playlist',
    ]) {
      const answer = await scene.owner.get(path);
      expect([path, [400, 404, 405].includes(answer.status)]).toEqual([path, true]);
      expect(answer.headers['content-type']).toContain('application/json');
    }
    const wrong = await scene.owner.ask('DELETE', `${base}/stream.m3u8`);
    expect([wrong.status, wrong.json(), wrong.headers['allow']]).toEqual([
      405,
      { detail: 'Method Not Allowed' },
      'GET, HEAD',
    ]);
  });

  it('a broken or hostile camera id is refused, never a fault', async () => {
    const camera = await scene.camera();
    for (const id of [
      '%',
      '%ff',
      '%2e%2e',
      '..%2f..',
      'a'.repeat(5_000),
      '%00',
      'constructor',
      '__proto__',
    ]) {
      for (const rest of ['stream.m3u8', 'segment/segment_00001.ts']) {
        const { status } = await scene.owner.get(`/api/cameras/${id}/${rest}`);
        expect([id, [400, 404, 422].includes(status)]).toEqual([id, true]);
      }
      const pushed = await camera.node.push(id, 1, tiny);
      expect([id, [400, 404, 422].includes(pushed.status)]).toEqual([id, true]);
    }
    expect(scene.server.logLines.join('')).not.toContain('unexpectedly');
  });
});

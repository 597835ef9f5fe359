import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { nodePlaylist, readShown } from '../server/streaming/live-camera.ts';
import { windowsUntil } from '../support/best-window.ts';
import { addMember } from '../support/people.ts';
import { TestClient, type Answer } from '../support/test-client.ts';
import { eventually } from '../support/wait.ts';
import { startScene, type Camera, type Scene } from './scene.ts';

const WAITERS = 12;
/** Whoever waits for such a segment is held for 27 s, which is longer than any pause of a busy computer. */
const LONG_SEGMENT_S = 9;

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ clock: systemClock });
});
afterAll(() => scene[Symbol.asyncDispose]());

function pathTo(camera: Camera, wanted: string | number): string {
  return `/api/cameras/${camera.id}/stream.m3u8?_HLS_msn=${wanted}`;
}

function blocking(camera: Camera, wanted: string | number, viewer = scene.owner): Promise<Answer> {
  return viewer.get(pathTo(camera, wanted));
}

async function newest(camera: Camera): Promise<number> {
  const { mediaSequence, entries } = await camera.shown();
  return mediaSequence + entries.length - 1;
}

async function heldNow(): Promise<number> {
  const answer = await new TestClient(scene.server.url).get('/api/health/detailed');
  return answer.json<{ checks: { sse: { playlists_held: number } } }>().checks.sse.playlists_held;
}

/** A camera with three segments. */
async function onAir(segmentS = LONG_SEGMENT_S): Promise<Camera> {
  const camera = await scene.camera();
  for (const number of [0, 1, 2]) await pushAndAnnounce(camera, number, segmentS);
  return camera;
}

async function pushAndAnnounce(camera: Camera, number: number, segmentS?: number): Promise<void> {
  await camera.push(number);
  await announce(camera, number, segmentS);
}

function announce(camera: Camera, number: number, segmentS = LONG_SEGMENT_S): Promise<Answer> {
  return camera.node.playlist(camera.id, nodePlaylist(number).replaceAll('INF:1.0', `INF:${segmentS}.0`));
}

describe('blocking playlist reload', () => {
  it('the playlist says that it can, and when each segment began', async () => {
    const { text, entries } = await (await onAir()).shown();
    expect(text).toContain('\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES\n');
    expect(text.match(/^#EXT-X-PROGRAM-DATE-TIME:\d{4}-\d\d-\d\dT[\d:.]+Z$/gm)).toHaveLength(entries.length);
  });

  it('is answered when the segment is published, and at once when it is already', async () => {
    const camera = await onAir();
    const last = await newest(camera);
    expect((await blocking(camera, last)).status).toBe(200);
    const waiting = blocking(camera, last + 1);
    await eventually('it is held', async () => (await heldNow()) === 1);
    await camera.push(3);
    expect(await heldNow()).toBe(1);
    await announce(camera, 3);
    const answer = await waiting;
    expect(readShown(answer.text).numbers.at(-1)).toBe(3);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(await heldNow()).toBe(0);
  });

  it('refuses what is too far ahead or no number, with 400; HEAD never waits', async () => {
    const camera = await onAir();
    const last = await newest(camera);
    for (const wanted of [last + 3, '1e9', '-1', '', '1.5', 'x', '9'.repeat(16)])
      expect([wanted, (await blocking(camera, wanted)).status]).toEqual([wanted, 400]);
    expect((await scene.owner.ask('HEAD', pathTo(camera, last + 2))).status).toBe(200);
    const further = blocking(camera, last + 2);
    for (const number of [3, 4]) await pushAndAnnounce(camera, number);
    expect(readShown((await further).text).numbers.at(-1)).toBe(4);
  });

  it('a stream that stands still is answered with what there is, after three target durations', async () => {
    const waits = await windowsUntil({ limitMs: 6_000, windows: 3 }, async () => {
      const camera = await onAir(1);
      const begun = performance.now();
      const answer = await blocking(camera, (await newest(camera)) + 1);
      expect([answer.status, readShown(answer.text).numbers]).toEqual([200, [0, 1, 2]]);
      return performance.now() - begun;
    });
    expect(Math.min(...waits)).toBeGreaterThan(2_900);
    expect(Math.min(...waits)).toBeLessThan(6_000);
  });

  it('nothing on air is 404, without waiting; a foreign or unknown camera too', async () => {
    const camera = await scene.camera();
    expect((await blocking(camera, 1)).status).toBe(404);
    expect((await scene.owner.get('/api/cameras/none/stream.m3u8?_HLS_msn=1')).status).toBe(404);
    expect((await new TestClient(scene.server.url).get(pathTo(camera, 1))).status).toBe(401);
  });

  it('who signed out while waiting is told 401', async () => {
    const camera = await onAir();
    const member = await addMember(scene.owner, 'blocked@example.com', 'member');
    const waiting = blocking(camera, (await newest(camera)) + 1, member);
    await eventually('it is held', async () => (await heldNow()) === 1);
    await member.post('/api/auth/sign-out');
    await pushAndAnnounce(camera, 3);
    expect((await waiting).status).toBe(401);
  });

  it('callers who leave while waiting leave nothing behind', async () => {
    const camera = await onAir();
    const wanted = (await newest(camera)) + 1;
    const left = Array.from({ length: 20 }, () => {
      const sent = httpRequest(scene.server.url + pathTo(camera, wanted), {
        headers: scene.owner.headers,
        agent: false,
      });
      sent.on('error', () => undefined);
      sent.end();
      return sent;
    });
    await eventually('all are held', async () => (await heldNow()) === 20);
    for (const sent of left) sent.destroy();
    await eventually('none is held', async () => (await heldNow()) === 0);
  });

  it(`${WAITERS} waiters have the playlist within 30 ms (p95) of its acceptance`, async () => {
    const camera = await onAir();
    let number = 3;
    const measure = async (): Promise<number> => {
      const tookMs: number[] = [];
      for (let round = 0; round < 10; round += 1, number += 1) {
        const wanted = (await newest(camera)) + 1;
        const delivered = Array.from({ length: WAITERS }, async () => {
          const answer = await blocking(camera, wanted);
          expect(readShown(answer.text).numbers.at(-1)).toBe(number);
          return performance.now();
        });
        await eventually('all wait', async () => (await heldNow()) === WAITERS);
        await camera.push(number);
        const accepted = performance.now();
        await announce(camera, number);
        for (const atMs of await Promise.all(delivered)) tookMs.push(atMs - accepted);
      }
      return tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.95)] ?? Infinity;
    };
    const figures = await windowsUntil({ limitMs: 30, windows: 6 }, measure);
    expect(Math.min(...figures), `p95 of each window: ${figures.map(Math.round).join(', ')} ms`).toBeLessThan(
      30,
    );
  });
});

it('a stopping server lets waiting players go at once', async () => {
  const times = await windowsUntil({ limitMs: 2_500, windows: 3 }, async () => {
    const stopping = await startScene({ clock: systemClock });
    const camera = await stopping.camera();
    await pushAndAnnounce(camera, 0);
    const waiting = stopping.owner.get(pathTo(camera, (await newest(camera)) + 1));
    const client = new TestClient(stopping.server.url);
    await eventually('it is held', async () =>
      (await client.get('/api/health/detailed')).text.includes('"playlists_held":1'),
    );
    const begun = performance.now();
    const [answer] = await Promise.all([waiting, stopping[Symbol.asyncDispose]()]);
    expect(answer.status).toBe(200);
    return performance.now() - begun;
  });
  expect(Math.min(...times)).toBeLessThan(2_500);
});

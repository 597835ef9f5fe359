import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newNodeClient } from '../support/node-client.ts';
import { range } from '../server/streaming/live-camera.ts';
import { RawConnection } from './raw-http.ts';
import { cameraOf, startScene, statuses, type Camera, type Scene } from './scene.ts';

const CAP = 512;

let scene: Scene;
let camera: Camera;
beforeAll(async () => {
  scene = await startScene({ config: { segments: limits() } });
  camera = await scene.camera();
});
afterAll(() => scene[Symbol.asyncDispose]());

function limits(changes: Record<string, number> = {}) {
  return {
    maxPerCamera: 5,
    maxTotalBytes: 1_000_000,
    pushMaxBytes: CAP,
    playlistMaxBytes: 65_536,
    cleanupInterval: 20,
    ...changes,
  };
}

/** The numbers of `candidates` whose segments can be fetched. */
async function heldOf(of: Camera, candidates: readonly number[]): Promise<number[]> {
  const answers = await Promise.all(
    candidates.map((number) => of.fetch(`segment/segment_${String(number).padStart(5, '0')}.ts`)),
  );
  return candidates.filter((_, index) => answers[index]?.status === 200);
}

async function cached(push: ReturnType<Camera['push']>): Promise<unknown> {
  const answer = await push;
  return answer.json()['cached_segments'];
}

describe('push and fetch', () => {
  it('rest 1: all 256 byte values come back identical as video/mp2t', async () => {
    const bytes = Buffer.from(range(0, 255));
    const pushed = await camera.node.push(camera.id, 'segment_00001.ts', bytes);
    expect([pushed.status, pushed.json()]).toEqual([200, { success: true, cached_segments: 1 }]);
    const fetched = await camera.fetch('segment/segment_00001.ts');
    expect([fetched.status, fetched.headers['content-type']]).toEqual([200, 'video/mp2t']);
    expect(fetched.bytes.equals(bytes)).toBe(true);
  });

  it('an empty body and any content type are taken as they are', async () => {
    const empty = await scene.camera();
    const path = `/api/cameras/${empty.id}/push-segment?filename=segment_1.ts`;
    expect((await empty.node.post(path)).status).toBe(200);
    expect((await empty.node.post(path, { type: 'application/json', body: Buffer.from('{') })).status).toBe(
      200,
    );
    expect((await empty.fetch('segment/segment_1.ts')).text).toBe('{');
  });

  it('rest 2: a name never pushed is 404, and cameras do not share segments', async () => {
    const other = await scene.camera();
    await camera.push(2);
    expect(statuses([await other.fetch('segment/segment_00002.ts')])).toEqual([404]);
    expect((await camera.fetch('segment/segment_00777.ts')).status).toBe(404);
    const [before] = [await camera.fetch('segment/segment_00002.ts')];
    expect(before.bytes.equals(camera.bytes(2))).toBe(true);
  });

  it.each([
    '../secret.env',
    'segment_00001.ts/..',
    'seg.ts',
    'segment_a.ts',
    'segment_.ts',
    'Segment_1.ts',
    'segment_1.ts%0A',
    'segment_1.ts%00',
    'segment_%D9%A1.ts',
    'segment_%EF%BC%91.ts',
    'segment_-1.ts',
    'segment_1.5.ts',
    'segment_99999999999999999999.ts',
    '%2e%2e%2fsegment_1.ts',
  ])('cloudnode 21, rest 3, 4: the file name %s is refused', async (name) => {
    expect((await camera.node.push(camera.id, name, Buffer.from('x'))).status).toBe(400);
    expect([400, 404]).toContain((await camera.fetch(`segment/${name}`)).status);
  });

  it('cloudnode 21: a missing file name is 422, of a repeated one the last counts', async () => {
    const path = `/api/cameras/${camera.id}/push-segment`;
    const missing = await camera.node.post(path, { type: 'video/mp2t', body: Buffer.from('x') });
    expect(missing.status).toBe(422);
    const twice = await camera.node.post(`${path}?filename=segment_3.ts&filename=..`, {
      body: Buffer.from('x'),
    });
    expect(twice.status).toBe(400);
  });

  it('cloudnode 21, rest 5: the cap is accepted, one more byte is 413 and says why', async () => {
    const exact = await camera.node.push(camera.id, 'segment_00010.ts', Buffer.alloc(CAP, 1));
    expect(exact.status).toBe(200);
    const over = await camera.node.push(camera.id, 'segment_00011.ts', Buffer.alloc(CAP + 1, 1));
    expect(over.status).toBe(413);
    expect(over.text).toContain('declared');
    expect(over.text).toContain(`max is ${CAP}`);
    expect(await heldOf(camera, [10, 11])).toEqual([10]);
  });

  it('rest 6: a chunked body over the cap is 413 and not cached', async () => {
    using connection = await RawConnection.open(scene.server.url);
    const chunk = `12c\r\n${'a'.repeat(300)}\r\n`;
    const head = (number: number) => [
      `POST /api/cameras/${camera.id}/push-segment?filename=segment_000${number}.ts HTTP/1.1`,
      'Host: 127.0.0.1',
      `X-Node-API-Key: ${camera.node.key}`,
      'Transfer-Encoding: chunked',
    ];
    connection.write(head(12), `${chunk}${chunk}`);
    const answer = await connection.answer();
    expect([answer.status, answer.body]).toEqual([413, expect.stringContaining(`max is ${CAP}`)]);
    expect(await heldOf(camera, [12])).toEqual([]);
    connection.socket.write('0\r\n\r\n');
    connection.write(head(19), `${chunk}0\r\n\r\n`);
    expect((await connection.answer()).status).toBe(200);
    expect(await heldOf(camera, [19])).toEqual([19]);
  });

  it('a length that is no number is 400; a body cut short is not cached', async () => {
    using bad = await RawConnection.open(scene.server.url);
    const head = (name: string) => [
      `POST /api/cameras/${camera.id}/push-segment?filename=${name} HTTP/1.1`,
      'Host: 127.0.0.1',
      `X-Node-API-Key: ${camera.node.key}`,
    ];
    bad.write([...head('segment_00013.ts'), 'Content-Length: 12abc'], 'x');
    expect((await bad.answer()).status).toBe(400);
    const cut = await RawConnection.open(scene.server.url);
    cut.write([...head('segment_00014.ts'), 'Content-Length: 400'], Buffer.alloc(200));
    cut[Symbol.dispose]();
    expect((await camera.push(15)).status).toBe(200);
    expect(await heldOf(camera, [13, 14, 15])).toEqual([15]);
    expect(scene.server.logLines.join('')).not.toContain('unexpectedly');
  });

  it('after a 413 the kept-alive connection still serves the next push', async () => {
    using connection = await RawConnection.open(scene.server.url);
    const head = (number: number, length: number) => [
      `POST /api/cameras/${camera.id}/push-segment?filename=segment_000${number}.ts HTTP/1.1`,
      'Host: 127.0.0.1',
      `X-Node-API-Key: ${camera.node.key}`,
      `Content-Length: ${length}`,
    ];
    const big = Buffer.alloc(300_000, 7);
    connection.write(head(16, big.length), big);
    expect((await connection.answer()).status).toBe(413);
    connection.write(head(17, 3), 'abc');
    expect((await connection.answer()).status).toBe(200);
    expect((await camera.fetch('segment/segment_00017.ts')).text).toBe('abc');
  });

  it('cloudnode 21, rest 28, 29: whose key, whose camera', async () => {
    const other = await scene.camera();
    const stranger = await newNodeClient(scene.owner);
    const unknown = camera.node.as({ key: '00000000-0000-4000-8000-000000000000' });
    for (const call of [
      (node: typeof stranger, id: string) => node.push(id, 1, Buffer.from('x')),
      (node: typeof stranger, id: string) => node.playlist(id, '#EXTM3U\n'),
      (node: typeof stranger, id: string) => node.codec(id, 'avc1.42e01f'),
    ]) {
      expect(
        statuses([
          await call(other.node, camera.id),
          await call(stranger, camera.id),
          await call(other.node, 'no_such_camera'),
          await call(other.node, '__proto__'),
          await call(unknown, camera.id),
          await call(other.node, other.id),
        ]),
      ).toEqual([404, 404, 404, 404, 401, 200]);
    }
    for (const rest of ['push-segment?filename=segment_1.ts', 'playlist', 'codec']) {
      const path = `/api/cameras/${camera.id}/${rest}`;
      expect((await scene.server.anonymous.post(path, '{}')).status).toBe(401);
      // A signed-in person is no node.
      expect((await scene.owner.post(path, '{}')).status).toBe(401);
    }
  });

  it('rest 25, cloudnode 36: a versioned address may be kept, a bare one never', async () => {
    const fresh = await scene.camera();
    await fresh.stream(0, 0);
    const [listed] = (await fresh.shown()).entries;
    const versioned = await fresh.fetch(listed?.uri ?? '');
    expect(versioned.headers['cache-control']).toMatch(/^private, max-age=\d+/);
    const bare = await fresh.fetch('segment/segment_00000.ts');
    expect(bare.headers['cache-control']).toBe('no-store');
    await fresh.push(0, 'other bytes');
    expect((await fresh.fetch(listed?.uri ?? '')).bytes.equals(fresh.bytes(0))).toBe(true);
    expect((await fresh.fetch('segment/segment_00000.ts?v=00000000')).status).toBe(404);
  });

  it('HEAD answers as GET without a body and without counting viewing time', async () => {
    const fresh = await scene.camera();
    await fresh.stream(0, 0);
    const pending = async () => (await scene.server.anonymous.get('/api/health/detailed')).text;
    const before = /"pending\w*":\d+/.exec(await pending())?.[0];
    const head = await scene.owner.ask('HEAD', `/api/cameras/${fresh.id}/segment/segment_00000.ts`);
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, '188', 0]);
    expect(/"pending\w*":\d+/.exec(await pending())?.[0]).toBe(before);
    const list = await scene.owner.ask('HEAD', `/api/cameras/${fresh.id}/stream.m3u8`);
    expect([list.status, list.bytes.length]).toEqual([200, 0]);
  });
});

describe('eviction', () => {
  it('rest 12: room for 5, pushed 1…8, held 4…8', async () => {
    const fresh = await scene.camera();
    let last: unknown;
    for (const number of range(1, 8)) last = await cached(fresh.push(number));
    expect(last).toBe(5);
    expect(await heldOf(fresh, range(1, 8))).toEqual(range(4, 8));
  });

  it('rest 17, cloudnode 24: the same name counts once and answers with the latest bytes', async () => {
    const fresh = await scene.camera();
    await fresh.push(1);
    expect(await cached(fresh.push(1))).toBe(1);
    expect(await cached(fresh.push(1, 'latest'))).toBe(1);
    expect((await fresh.fetch('segment/segment_00001.ts')).bytes.equals(fresh.bytes(1, 'latest'))).toBe(true);
  });

  it('cloudnode 25, rest 13: 99998 … 100003 stay in order and the oldest leave', async () => {
    await using small = await startScene({ config: { segments: limits({ maxPerCamera: 3 }) } });
    const fresh = await small.camera();
    await fresh.stream(99_998, 100_003);
    expect((await fresh.shown()).numbers).toEqual([100_001, 100_002, 100_003]);
    expect(await heldOf(fresh, range(99_998, 100_003))).toEqual([100_001, 100_002, 100_003]);
  });

  it('rest 14–16: over the byte limit the oldest of all cameras go, and the sum stays exact', async () => {
    const config = { segments: limits({ maxTotalBytes: 500 }) };
    await using small = await startScene({ config });
    const fleet = await small.fleet(3);
    for (const number of [1, 2, 3]) {
      for (const each of fleet.cameras) {
        await each.node.push(each.id, number, Buffer.alloc(100, number));
        small.advance(10);
      }
    }
    const held = await Promise.all(fleet.cameras.map((each) => heldOf(each, [1, 2, 3])));
    expect(held).toEqual([[3], [2, 3], [2, 3]]);
    const first = cameraOf(fleet);
    for (const size of [30, 400, 1, 70]) await first.node.push(first.id, 4, Buffer.alloc(size, size));
    // 30 + 400 + 1 + 70 = 501 bytes of one name: the earliest content made room.
    expect(await heldOf(first, [3, 4])).toEqual([4]);
    expect((await first.fetch('segment/segment_00004.ts')).bytes).toHaveLength(70);
    await first.node.push(first.id, 5, Buffer.alloc(500, 5));
    const last = await Promise.all(fleet.cameras.map((each) => heldOf(each, range(1, 5))));
    expect(last).toEqual([[5], [], []]);
    expect(small.server.logLines.filter((line) => line.includes('video memory')).length).toBe(1);
  });

  it('rest 26, 27: the sweep takes cameras idle for more than 60 s, others stay', async () => {
    const [idle, busy] = [await scene.camera(), await scene.camera()];
    await idle.stream(0, 2);
    scene.advance(61_000);
    await busy.stream(0, 18);
    expect(await heldOf(idle, [0, 1, 2])).toEqual([0, 1, 2]);
    await busy.stream(19, 19);
    expect(await heldOf(idle, [0, 1, 2])).toEqual([]);
    expect((await idle.view()).status).toBe(404);
    expect(await heldOf(busy, [19])).toEqual([19]);
    await idle.stream(3, 4);
    expect((await idle.shown()).numbers).toEqual([3, 4]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf, range } from '../server/streaming/live-camera.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { NodeClient } from '../support/node-client.ts';
import { Player } from './player.ts';
import { RawConnection } from './raw-http.ts';
import { Camera, cameraOf, startScene, statuses, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Streams `first…last` with a player watching every second. */
async function watch(player: Player, camera: Camera, [first, last]: [number, number], run = 'a') {
  for (const number of range(first, last)) {
    await camera.stream(number, number, run);
    await player.reload();
  }
}

describe('order within a run', () => {
  it('cloudnode 23: four parallel uploads that finish in reverse are published in numeric order', async () => {
    const camera = await scene.camera();
    await camera.stream(0, 3);
    const uploads = await Promise.all(
      [4, 5, 6, 7].map(async (number) => {
        const connection = await RawConnection.open(scene.server.url);
        const bytes = camera.bytes(number);
        connection.write(
          [
            `POST /api/cameras/${camera.id}/push-segment?filename=${nameOf(number)} HTTP/1.1`,
            'Host: 127.0.0.1',
            `X-Node-API-Key: ${camera.node.key}`,
            'Content-Type: video/mp2t',
            `Content-Length: ${bytes.length}`,
          ],
          bytes.subarray(0, 100),
        );
        return { number, connection, rest: bytes.subarray(100) };
      }),
    );
    for (const { number, connection, rest } of uploads.toReversed()) {
      connection.socket.write(rest);
      expect((await connection.answer()).status).toBe(200);
      // Each accepted segment is followed by the node's current playlist, which lists those still on their way.
      expect((await camera.announce(7)).status).toBe(200);
      const { numbers } = await camera.shown();
      expect(numbers).toEqual(number === 4 ? range(0, 7) : range(0, 3));
      connection[Symbol.dispose]();
    }
    const shown = await camera.shown();
    expect(shown.discontinuities).toEqual([]);
    for (const { uri } of shown.entries) expect((await camera.fetch(uri)).status).toBe(200);
  });

  it('cloudnode 24: the same upload twice within 10 s is one segment and no new run', async () => {
    const camera = await scene.camera();
    const player = new Player(camera);
    await watch(player, camera, [0, 3]);
    scene.advance(9_000);
    const again = await camera.push(2);
    expect([again.status, again.json()]).toEqual([200, { success: true, cached_segments: 4 }]);
    await watch(player, camera, [4, 6]);
    expect([player.played, player.discontinuities]).toEqual([range(0, 6), 0]);
  });

  it('cloudnode 25: five and six digits are one order, and the oldest leave first', async () => {
    const camera = await scene.camera();
    const player = new Player(camera);
    await watch(player, camera, [99_998, 100_003]);
    expect([player.played, player.discontinuities]).toEqual([range(99_998, 100_003), 0]);
    await watch(player, camera, [100_004, 100_070]);
    expect((await camera.fetch(`segment/${nameOf(99_998)}`)).status).toBe(404);
    expect((await camera.fetch(`segment/${nameOf(100_070)}`)).status).toBe(200);
  });

  it('cloudnode 28: a segment 40 s late begins no run and is not shown out of order', async () => {
    const camera = await scene.camera();
    const player = new Player(camera);
    const missing = 10;
    await watch(player, camera, [0, missing - 1]);
    for (const number of range(missing + 1, missing + 40)) {
      await camera.stream(number, number);
      await player.reload();
    }
    const before = player.discontinuities;
    expect((await camera.push(missing)).status).toBe(200);
    await watch(player, camera, [missing + 41, missing + 45]);
    expect(player.played).toEqual([...range(0, missing - 1), ...range(missing + 1, missing + 45)]);
    expect(player.discontinuities).toBe(before);
  });
});

describe('a new run', () => {
  it('cloudnode 26: after 80 segments and a registration viewers get the new run at once', async () => {
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    const player = new Player(camera);
    await watch(player, camera, [0, 79]);
    expect((await fleet.node.register(fleet.devices)).status).toBe(200);
    await camera.push(0, 'b');
    await camera.announce(0);
    await player.reload();
    expect(player.played.at(-1)).toBe(0);
    await watch(player, camera, [1, 20], 'b');
    expect(player.played).toEqual([...range(0, 79), ...range(0, 20)]);
    expect([player.newestSequence, player.discontinuities]).toEqual([101, 1]);
  });

  it('cloudnode 26: identical bytes after a registration are a new run too', async () => {
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    const player = new Player(camera);
    await watch(player, camera, [0, 5]);
    await fleet.node.register(fleet.devices);
    await watch(player, camera, [0, 5]);
    expect([player.played, player.discontinuities]).toEqual([[...range(0, 5), ...range(0, 5)], 1]);
  });

  it.each([
    ['130 earlier segments', 130, 0, 'a'],
    ['130 earlier segments, other bytes', 130, 0, 'b'],
    ['80 earlier segments, other bytes', 80, 0, 'b'],
    ['5 earlier segments, other bytes', 5, 0, 'b'],
    ['5 earlier segments and 60 s, identical bytes', 5, 60_000, 'a'],
  ])('cloudnode 27: an encoder restart after %s', async (_what, earlier, pauseMs, run) => {
    const camera = await scene.camera();
    const player = new Player(camera);
    await watch(player, camera, [0, earlier - 1]);
    scene.advance(pauseMs);
    await watch(player, camera, [0, 19], run);
    expect(player.played).toEqual([...range(0, earlier - 1), ...range(0, 19)]);
    expect([player.newestSequence, player.discontinuities]).toEqual([earlier + 20, 1]);
  });

  it('cloudnode 27: a number far below tells at once, although its name was never seen', async () => {
    const camera = await scene.camera();
    const player = new Player(camera);
    await watch(player, camera, [500, 505]);
    await watch(player, camera, [0, 0], 'b');
    expect(player.played).toEqual([...range(500, 505), 0]);
    await watch(player, camera, [1, 5], 'b');
    expect([player.played, player.discontinuities]).toEqual([[...range(500, 505), ...range(0, 5)], 1]);
  });

  it('a playlist of the earlier run that arrives late changes nothing', async () => {
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    const player = new Player(camera);
    await watch(player, camera, [0, 30]);
    await fleet.node.register(fleet.devices);
    await watch(player, camera, [0, 2], 'b');
    expect((await camera.announce(30)).status).toBe(200);
    await watch(player, camera, [3, 5], 'b');
    expect(player.played).toEqual([...range(0, 30), ...range(0, 5)]);
  });
});

describe('a restarted server', () => {
  it('cloudnode 22, 32: pushes work at once, one entry is published, and sequences go on rising', async () => {
    using folder = temporaryFolder();
    let sequence = 0;
    let credentials = { nodeId: '', key: '' };
    let id = '';
    {
      await using first = await startScene({ dataDir: folder.path });
      const fleet = await first.fleet();
      const camera = cameraOf(fleet);
      const player = new Player(camera);
      await watch(player, camera, [0, 40]);
      sequence = player.newestSequence;
      ({ id } = camera);
      credentials = { nodeId: fleet.node.nodeId, key: fleet.node.key };
    }
    await using second = await startScene({ dataDir: folder.path });
    const camera = new Camera(second, new NodeClient(second.server.url, credentials), id);
    expect((await camera.view()).status).toBe(404);
    const answers = [await camera.push(41), await camera.announce(41)];
    expect(statuses(answers)).toEqual([200, 200]);
    const player = new Player(camera);
    expect((await player.reload()).numbers).toEqual([41]);
    expect(player.newestSequence).toBeGreaterThan(sequence);
    await watch(player, camera, [42, 45]);
    expect([player.played, player.discontinuities]).toEqual([range(41, 45), 0]);
  });
});

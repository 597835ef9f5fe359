import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { nodePlaylist } from '../server/streaming/live-camera.ts';
import { windowsUntil } from '../support/best-window.ts';
import { NodeClient, usbCameras } from '../support/node-client.ts';
import { createNode, setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { spawnServer } from '../support/server-process.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { RawConnection } from './raw-http.ts';
import { runNodeLoad } from './node-load.ts';
import { Player } from './player.ts';
import { cameraOf, startScene } from './scene.ts';

describe.concurrent('endurance', () => {
  it('cloudnode 2: connections idle for 91 s still serve a request', { timeout: 120_000 }, async () => {
    await using scene = await startScene({ clock: systemClock });
    const camera = await scene.camera();
    const bytes = camera.bytes(1);
    const push = [
      `POST /api/cameras/${camera.id}/push-segment?filename=segment_00001.ts HTTP/1.1`,
      'Host: 127.0.0.1',
      `X-Node-API-Key: ${camera.node.key}`,
      'Content-Type: video/mp2t',
      `Content-Length: ${bytes.length}`,
    ];
    const health = ['GET /api/health HTTP/1.1', 'Host: 127.0.0.1'];
    using used = await RawConnection.open(scene.server.url);
    using other = await RawConnection.open(scene.server.url);
    used.write(push, bytes);
    other.write(health);
    expect([(await used.answer()).status, (await other.answer()).status]).toEqual([200, 200]);
    await pause(91_000);
    expect([used.ended, other.ended]).toEqual([false, false]);
    used.write(push, bytes);
    other.write(health);
    expect([(await used.answer()).status, (await other.answer()).status]).toEqual([200, 200]);
  });

  it('cloudnode 4, 29: 20 cameras on one key for 20 s: nothing refused, no answer takes a second', async () => {
    await using scene = await startScene({ clock: systemClock });
    const slowest = await windowsUntil({ limitMs: 1_000, windows: 4 }, async () => {
      const { statuses, slowestMs } = await runNodeLoad(await scene.fleet(20), 20);
      // 20 × 20 segments, as many playlists, 20 codecs, 4 heartbeats and 4 health calls.
      expect(statuses).toEqual({ 200: 828 });
      return slowestMs;
    });
    expect(Math.min(...slowest)).toBeLessThan(1_000);
  }, 120_000);
});

describe('a killed server', () => {
  it('cloudnode 22, 32: comes back and takes the next segment without a word from the node before', async () => {
    using folder = temporaryFolder();
    const port = await anyFreePort();
    const before = await spawnServer({ dataDir: folder.path, port });
    const owner = await setUpOwner(before.url);
    using node = new NodeClient(before.url, await createNode(owner));
    await node.register(usbCameras(1));
    const id = `${node.nodeId}_dev_video0`;
    await node.codec(id, 'avc1.4da028');
    const push = async (number: number) => [
      (await node.push(id, number, Buffer.alloc(5_000, number))).status,
      (await node.playlist(id, nodePlaylist(number))).status,
    ];
    for (const number of [0, 1, 2, 3]) expect(await push(number)).toEqual([200, 200]);
    const path = `/api/cameras/${id}/stream.m3u8`;
    const sequence = (text: string) => Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
    const shown = (await owner.get(path)).text;
    await before.kill();
    const after = await spawnServer({ dataDir: folder.path, port });
    try {
      expect(await push(4)).toEqual([200, 200]);
      // The session survived too: the same cookie watches on.
      const text = (await owner.get(path)).text;
      expect(text.match(/segment_\d+\.ts/g)).toEqual(['segment_00004.ts']);
      expect(sequence(text)).toBeGreaterThan(sequence(shown) + 3);
      expect(text).toContain('#EXT-X-CODECS:"avc1.4da028,mp4a.40.2"');
    } finally {
      await after.kill();
    }
  });

  it('a viewer rides over a burst of encoder restarts', async () => {
    await using scene = await startScene();
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    const player = new Player(camera);
    for (let run = 0; run < 40; run += 1) {
      for (let number = 0; number <= run % 9; number += 1) {
        await camera.stream(number, number, `run ${run}`);
        await player.reload();
      }
    }
    expect(player.discontinuities).toBe(39);
  });
});

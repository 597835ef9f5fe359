import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePlaylist, range } from '../server/streaming/live-camera.ts';
import { NodeClient, newNodeClient } from '../support/node-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { Player } from './player.ts';
import { Camera, cameraOf, startScene, statuses, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A node's playlist with every oddity the server has to put right. */
function oddPlaylist(): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-TARGETDURATION:2',
    '#EXT-X-CODECS:"evil,codecs"',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MAP:URI="segment_init.ts"',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-DISCONTINUITY',
    '#EXTINF:1.000000,',
    'segment_00000.ts',
    '#EXTINF:1.500000,',
    './data/cam/segment_00001.ts  \t',
    '#EXTINF:1.000000,',
    'C:\\node\\hls\\segment_00002.ts',
    '#EXTINF:1.000000,',
    'https://cdn.example.test/x/segment_00003.ts?X-Amz-Signature=1',
    '#EXTINF:1.000000,',
    'segment/segment_00004.ts',
    '#EXTINF:1.000000,',
    '../../../etc/passwd',
    '#EXT-X-ENDLIST',
    '',
  ].join('\r\n');
}

describe('playlist', () => {
  it('cloudnode 31: text/plain is accepted, and only held segments are shown', async () => {
    const camera = await scene.camera();
    await camera.push(3);
    await camera.push(4);
    const answer = await camera.announce(6, 2);
    expect([answer.status, answer.json()['success']]).toEqual([200, true]);
    expect((await camera.shown()).numbers).toEqual([3, 4]);
    const view = await camera.view();
    expect(view.headers['content-type']).toBe('application/vnd.apple.mpegurl');
    expect(view.headers['cache-control']).toContain('no-store');
    expect(view.headers['pragma']).toBe('no-cache');
    expect(view.headers['content-encoding']).toBeUndefined();
  });

  it('rest 19–23, cloudnode 34: line ends, prefixes, tags and foreign addresses are put right', async () => {
    const camera = await scene.camera();
    for (const number of range(0, 4)) await camera.push(number);
    await camera.node.playlist(camera.id, oddPlaylist());
    const { text } = await camera.view();
    expect(text).not.toMatch(/[\r\\\t]|https?:|X-Amz|ENDLIST|evil|passwd|PLAYLIST-TYPE/);
    const uris = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    for (const uri of uris) expect(uri).toMatch(/^segment\/segment_\d{5}\.ts\?v=[0-9a-f]{8}$/);
    expect((await camera.shown()).numbers).toEqual([0, 1, 2, 4]);
    expect((await camera.shown()).entries.map(({ seconds }) => seconds)).toEqual([1, 1.5, 1, 1]);
    expect(text.match(/#EXT-X-MAP:URI="segment_init\.ts"/g)).toHaveLength(1);
    expect(text).not.toContain('segment/segment/');
    expect(text.startsWith('#EXTM3U\n')).toBe(true);
  });

  it('what a node calls a segment elsewhere on the web is never shown as a foreign address', async () => {
    const camera = await scene.camera();
    await camera.push(0);
    await camera.node.playlist(
      camera.id,
      '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example.test/1"\n#EXTINF:1.0,\nsegment_00000.ts\n',
    );
    expect((await camera.view()).text).not.toContain('keys.example.test');
  });

  it('rest 24: without a push, with nothing held, and 30 s after the last change it is "not started"', async () => {
    const camera = await scene.camera();
    const outcome = async () => {
      const answer = await camera.view();
      return [answer.status, answer.text.includes('not started')];
    };
    expect(await outcome()).toEqual([404, true]);
    await camera.announce(5);
    expect(await outcome()).toEqual([404, true]);
    await camera.push(5);
    expect(await outcome()).toEqual([200, false]);
    scene.advance(29_999);
    expect(await outcome()).toEqual([200, false]);
    scene.advance(1);
    expect(await outcome()).toEqual([404, true]);
    await camera.stream(6, 6);
    expect(await outcome()).toEqual([200, false]);
  });

  it('cloudnode 33: an older playlist after a newer one changes nothing', async () => {
    const camera = await scene.camera();
    await camera.stream(0, 20);
    const before = (await camera.view()).text;
    expect((await camera.announce(12)).status).toBe(200);
    expect((await camera.announce(20)).status).toBe(200);
    expect((await camera.view()).text).toBe(before);
    // The newer one still counts for what it lists, and the older one keeps no dead stream alive.
    await camera.announce(22);
    await camera.announce(20);
    await camera.push(21);
    await camera.push(22);
    expect((await camera.shown()).numbers.slice(-3)).toEqual([20, 21, 22]);
    scene.advance(29_000);
    await camera.announce(20);
    scene.advance(1_000);
    expect((await camera.view()).status).toBe(404);
  });

  it('cloudnode 35, rest 7: not UTF-8 is 400, too large 413, and the playlist before survives', async () => {
    const camera = await scene.camera();
    await camera.stream(0, 3);
    const before = (await camera.view()).text;
    const bad = Buffer.concat([Buffer.from(nodePlaylist(4)), Buffer.from([0xc3, 0x28])]);
    const large = Buffer.from(nodePlaylist(4).padEnd(65_537, '\n'));
    const exact = Buffer.from(nodePlaylist(3).padEnd(65_536, '\n'));
    expect(
      statuses([
        await camera.node.playlist(camera.id, bad),
        await camera.node.playlist(camera.id, large),
        await camera.node.playlist(camera.id, ''),
        await camera.node.playlist(camera.id, '#EXTM3U\n'),
        await camera.node.playlist(camera.id, exact),
      ]),
    ).toEqual([400, 413, 200, 200, 200]);
    expect((await camera.view()).text).toBe(before);
  });

  it('cloudnode 32: one segment and a 15-entry playlist give a list of one, at once', async () => {
    const camera = await scene.camera();
    await camera.push(500);
    await camera.announce(500);
    const shown = await camera.shown();
    expect([shown.numbers, shown.discontinuities]).toEqual([[500], []]);
  });

  it('cloudnode 36: nothing is listed that cannot be fetched, also while segments are evicted', async () => {
    const limits = {
      maxPerCamera: 4,
      maxTotalBytes: 2_000,
      pushMaxBytes: 1_000,
      playlistMaxBytes: 65_536,
      cleanupInterval: 20,
    };
    await using small = await startScene({ config: { segments: limits } });
    const fleet = await small.fleet(3);
    const players = fleet.cameras.map((camera) => new Player(camera));
    for (const number of range(0, 30)) {
      for (const [index, camera] of fleet.cameras.entries()) {
        await camera.stream(number, number);
        await players[index]?.reload();
      }
      for (const camera of fleet.cameras) {
        const { entries } = await camera.shown();
        for (const { uri } of entries) expect((await camera.fetch(uri)).status).toBe(200);
      }
    }
    for (const player of players) expect(player.played).toEqual(range(0, 30));
  });

  it('a burst after a stall is published whole and in order', async () => {
    const camera = await scene.camera();
    const player = new Player(camera);
    await camera.stream(0, 9);
    await player.reload();
    scene.advance(20_000);
    for (let number = 10; number < 25; number += 3) {
      const parallel = range(number, number + 2);
      await Promise.all(
        parallel.toReversed().map(async (each) => {
          await camera.push(each);
          await camera.announce(24);
        }),
      );
      await player.reload();
    }
    expect([player.played, player.discontinuities]).toEqual([range(0, 24), 0]);
  });
});

describe('other organisations', () => {
  it("rest 30: another organisation's camera is 404 for the playlist, segments and everything else", async () => {
    using folder = temporaryFolder();
    const credentials = { nodeId: 'f0f0f0f0', key: '11111111-2222-4333-8444-555555555555' };
    {
      await using first = await startScene({ dataDir: folder.path });
      const hash = createHash('sha256').update(credentials.key).digest('hex');
      const { nodeId } = credentials;
      const now = '2026-01-01T00:00:00.000Z';
      const columns = 'node_id, org_id, api_key_hash, name, created_at';
      first.sql(
        `INSERT INTO camera_nodes (${columns}) VALUES (?, 'org_foreign', ?, 'Foreign', ?)`,
        nodeId,
        hash,
        now,
      );
    }
    await using second = await startScene({ dataDir: folder.path });
    const node = new NodeClient(second.server.url, credentials);
    const registered = await node.register([{ device_path: '/dev/video0', name: 'Foreign camera' }]);
    const id = registered.json<{ cameras: Record<string, string> }>().cameras['/dev/video0'] ?? '';
    const camera = new Camera(second, node, id);
    await camera.stream(0, 3);
    const own = cameraOf(await second.fleet());
    await own.stream(0, 3);
    const { owner } = second;
    expect((await own.view()).status).toBe(200);
    const refused = [
      await camera.view(),
      await camera.fetch('segment/segment_00001.ts'),
      await owner.get(`/api/cameras/${id}`),
      await owner.get(`/api/nodes/${credentials.nodeId}`),
      await owner.post(`/api/nodes/${credentials.nodeId}/rotate-key`),
      await owner.ask('DELETE', `/api/nodes/${credentials.nodeId}`),
      await own.node.push(id, 4, Buffer.from('x')),
    ];
    expect(statuses(refused)).toEqual([404, 404, 404, 404, 404, 404, 404]);
    for (const path of ['/api/cameras', '/api/nodes', '/api/nodes/ws-status'])
      expect((await owner.get(path)).text).not.toContain(credentials.nodeId);
    node[Symbol.dispose]();
  });
});

describe('codec', () => {
  const tag = (text: string) => text.match(/#EXT-X-CODECS:.*/g);

  it('cloudnode 37, rest 22, 75: reported once, raised to a playable level, kept over registration', async () => {
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    await camera.stream(0, 1);
    expect((await camera.node.codec(camera.id, 'avc1.42e00a', undefined)).status).toBe(200);
    expect(tag((await camera.view()).text)).toEqual(['#EXT-X-CODECS:"avc1.42e01e,mp4a.40.2"']);
    await fleet.node.register(fleet.devices, { video_codec: 'avc1.64a01f' });
    await camera.stream(0, 1, 'b');
    expect(tag((await camera.view()).text)).toEqual(['#EXT-X-CODECS:"avc1.42e01e,mp4a.40.2"']);
    expect((await camera.node.codec(camera.id, 'hvc1.1.L123.B0', 'opus')).status).toBe(200);
    expect(tag((await camera.view()).text)).toEqual(['#EXT-X-CODECS:"hvc1.1.L123.B0,opus"']);
  });

  it('rest 22: no codec, no tag', async () => {
    const fleet = await scene.fleet(0);
    const registered = await fleet.node.register([{ device_path: '/dev/video0', name: 'x' }], {
      video_codec: null,
      audio_codec: null,
    });
    const id = registered.json<{ cameras: Record<string, string> }>().cameras['/dev/video0'] ?? '';
    const camera = new Camera(scene, fleet.node, id);
    await camera.stream(0, 1);
    expect(tag((await camera.view()).text)).toBeNull();
  });

  it('rest 75: the node takes over the first report only, and only when it has no codec', async () => {
    const node = await newNodeClient(scene.owner);
    const devices = [0, 2].map((n) => ({ device_path: `/dev/video${n}`, name: 'x' }));
    await node.register(devices, { video_codec: null, audio_codec: null });
    await node.codec(`${node.nodeId}_dev_video0`, 'avc1.42e01f');
    await node.codec(`${node.nodeId}_dev_video2`, 'avc1.4da01f');
    const view = (await scene.owner.get(`/api/nodes/${node.nodeId}`)).json();
    expect(view).toMatchObject({ video_codec: 'avc1.42e01f', audio_codec: 'mp4a.40.2' });
  });

  it.each([
    ['a line feed', 'avc1\n#EXT-X-ENDLIST', 'mp4a.40.2'],
    ['a carriage return', 'avc1\r', 'mp4a.40.2'],
    ['a control character', 'avc1\u0000', 'mp4a.40.2'],
    ['a quote', 'avc1",URI="x', 'mp4a.40.2'],
    ['65 characters', 'a'.repeat(65), 'mp4a.40.2'],
    ['an empty text', '', 'mp4a.40.2'],
    ['a number', 7, 'mp4a.40.2'],
    ['a line feed in the audio codec', 'avc1.42e01f', 'x\ny'],
    ['65 characters of audio codec', 'avc1.42e01f', 'a'.repeat(65)],
  ])('cloudnode 37, rest 75: %s is 400 and stored nowhere', async (_what, video, audio) => {
    const camera = await scene.camera();
    await camera.stream(0, 1);
    const before = (await camera.view()).text;
    expect((await camera.node.codec(camera.id, video, audio)).status).toBe(400);
    expect((await camera.view()).text).toBe(before);
  });

  it('cloudnode 37: survives a server restart', async () => {
    using folder = temporaryFolder();
    let credentials = { nodeId: '', key: '' };
    {
      await using first = await startScene({ dataDir: folder.path });
      const camera = await first.camera();
      await camera.node.codec(camera.id, 'avc1.4da028');
      credentials = { nodeId: camera.node.nodeId, key: camera.node.key };
    }
    await using second = await startScene({ dataDir: folder.path });
    const node = new NodeClient(second.server.url, credentials);
    const camera = new Camera(second, node, `${credentials.nodeId}_dev_video0`);
    await camera.stream(7, 8);
    expect(tag((await camera.view()).text)).toEqual(['#EXT-X-CODECS:"avc1.4da028,mp4a.40.2"']);
    node[Symbol.dispose]();
  });
});

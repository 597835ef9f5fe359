import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ViewerUsage } from '../../server/streaming/viewer-usage.ts';
import { backUpDatabase, restoreDatabase } from '../../server/db/backup.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { createLogger } from '../../server/log.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { NodeClient, usbCamera } from '../support/node-client.ts';
import { createNode, OWNER, signIn, type NodeKey } from '../support/people.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

describe('shutdown', () => {
  it('a refused upgrade whose caller never hangs up does not hold up the stop', async () => {
    const server = await startTestServer();
    const socket = connect({ host: '127.0.0.1', port: server.running.port, allowHalfOpen: true });
    await once(socket, 'connect');
    socket.write(
      'GET /ws/other HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    socket.resume();
    await once(socket, 'end');
    const stopped = server[Symbol.asyncDispose]().then(() => 'stopped');
    const late = new Promise((resolve) => {
      setTimeout(resolve, 5_000, 'still running');
    });
    const outcome = await Promise.race([stopped, late]);
    socket.destroy();
    await stopped;
    expect(outcome).toBe('stopped');
  });
});

describe('setup', () => {
  it('a call that a proxy on this machine passed on needs the setup code', async () => {
    await using server = await startTestServer();
    const form = { organization: 'Mine now', ...OWNER };
    const answer = await server.anonymous.post('/api/auth/setup', form, {
      headers: { 'x-forwarded-for': '203.0.113.9', host: 'localhost' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('floods', () => {
  it('made-up camera ids open no rate-limit windows of their own to a stranger', async () => {
    await using server = await startTestServer();
    const stranger = server.anonymous.with({ 'x-node-api-key': 'of nobody' });
    const statuses = new Set<number>();
    for (let n = 0; n < 40; n += 1) {
      const answer = await stranger.post(`/api/cameras/made-up-${n}/codec`, { video_codec: 'avc1.42e01f' });
      statuses.add(answer.status);
    }
    expect([...statuses]).toEqual([401, 429]);
  });
});

describe('heartbeat', () => {
  it('storage figures beyond what a number holds exactly do not fail the heartbeat', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    using node = new NodeClient(server.url, await createNode(owner));
    await node.register([usbCamera('/dev/video0')]);
    const answer = await node.post('/api/nodes/heartbeat', {
      type: 'application/json',
      body: Buffer.from(
        `{"node_id":"${node.nodeId}","node_version":"0.1.73","lan_streaming":false,"cameras":[],` +
          '"storage_stats":{"used_bytes":0,"max_bytes":18446744073709551615,"disk_free_bytes":0,"disk_total_bytes":0}}',
      ),
    });
    expect(answer.status).toBe(200);
  });
});

/** Publishes six segments of a run and answers the first and the last sequence number viewers get. */
async function publish(server: TestServer, key: NodeKey, camera: string) {
  const viewer = await signIn(server.url, OWNER.email, OWNER.password);
  using node = new NodeClient(server.url, key);
  let entries = '';
  for (let n = 0; n < 6; n += 1) {
    await node.push(camera, n, Buffer.alloc(188, n + 1));
    entries += `#EXTINF:1.000000,\nsegment_0000${n}.ts\n`;
    await node.playlist(camera, `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n${entries}`);
  }
  const playlist = await viewer.get(`/api/cameras/${camera}/stream.m3u8`);
  const first = Number(/MEDIA-SEQUENCE:(\d+)/.exec(playlist.text)?.[1]);
  return { first, last: first + 5 };
}

describe('published sequence', () => {
  it('does not fall when a backup from before the last start is put back', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'sentinel.db');
    const copy = join(folder.path, 'copy.db');
    const dataDir = folder.path;
    const first = await startTestServer({ dataDir });
    const key = await createNode(await first.owner());
    using node = new NodeClient(first.url, key);
    await node.register([usbCamera('/dev/video0')]);
    const camera = `${key.nodeId}_dev_video0`;
    await backUpDatabase(file, copy);
    await first[Symbol.asyncDispose]();
    const second = await startTestServer({ dataDir });
    const seen = await publish(second, key, camera);
    await second[Symbol.asyncDispose]();
    await restoreDatabase({ file, from: copy, kept: `${file}.kept` });
    const third = await startTestServer({ dataDir });
    const later = await publish(third, key, camera);
    await third[Symbol.asyncDispose]();
    expect(later.first).toBeGreaterThan(seen.last);
  });
});

describe('viewer hours', () => {
  it('count what an earlier process stored for the month the clock is moved to', async () => {
    using folder = temporaryFolder();
    const march = new FakeClock('2026-03-15T00:00:00Z');
    const file = join(folder.path, 'a.db');
    const db = await openDatabase({ file, log: createLogger('silent'), clock: march });
    const earlier = new ViewerUsage(db, march);
    earlier.add('org_a');
    await earlier.flush();
    // A small computer without a battery clock starts in the past and learns the time a moment later.
    const clock = new FakeClock('2026-02-15T00:00:00Z');
    const restarted = new ViewerUsage(db, clock);
    await restarted.load();
    clock.advance(28 * 86_400_000);
    const seconds = restarted.secondsThisMonth('org_a');
    await db.close();
    expect(seconds).toBe(1);
  });
});

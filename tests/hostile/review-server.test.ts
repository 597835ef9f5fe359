import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PushWindows } from '../../server/streaming/http/push-window.ts';
import { ViewerUsage } from '../../server/streaming/viewer-usage.ts';
import { backUpDatabase, restoreDatabase } from '../../server/db/backup.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { createLogger } from '../../server/log.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { NodeClient, usbCamera } from '../support/node-client.ts';
import { createNode, OWNER } from '../support/people.ts';
import type { TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { openSocket, readUntil } from '../server/http/raw-exchange.ts';

describe('shutdown', () => {
  it('a refused upgrade whose caller never hangs up does not hold up the stop', async () => {
    const server = await startTestServer();
    const socket = await openSocket(server.url);
    const halfOpen = { allowHalfOpen: true };
    Object.assign(socket, halfOpen);
    const said = readUntil(socket, (text) => text.includes('\r\n\r\n'));
    socket.write(
      'GET /ws/other HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    expect(await said).toContain('404');
    const begun = performance.now();
    const stopped = server[Symbol.asyncDispose]().then(() => 'stopped');
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'still running'));
    const outcome = await Promise.race([stopped, late]);
    socket.destroy();
    await stopped;
    expect(outcome).toBe('stopped');
    expect(performance.now() - begun).toBeLessThan(5_000);
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
  it('made-up camera ids of a stranger neither fill the memory nor slow every push', () => {
    const windows = new PushWindows({ max: 1200, per: 'minute' });
    const begun = performance.now();
    for (let n = 0; n < 30_000; n += 1) windows.consume('ip:192.0.2.7', `/api/cameras/x${n}/push-segment`, n / 1000);
    expect(performance.now() - begun).toBeLessThan(500);
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

const sequenceOf = (text: string): number => Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);

async function publish(server: TestServer, owner: TestClient, node: NodeClient, camera: string) {
  for (let n = 0; n < 6; n += 1) {
    await node.push(camera, n, Buffer.alloc(188, n + 1));
    const entries = Array.from({ length: n + 1 }, (_, i) => `#EXTINF:1.000000,\nsegment_0000${i}.ts\n`);
    const head = '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n';
    await node.playlist(camera, head + entries.join(''));
  }
  const playlist = await owner.get(`/api/cameras/${camera}/stream.m3u8`);
  expect(playlist.status).toBe(200);
  return { first: sequenceOf(playlist.text), last: sequenceOf(playlist.text) + 5 };
}

describe('published sequence', () => {
  it('does not fall when a backup from before the last start is put back', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'sentinel.db');
    const copy = join(folder.path, 'copy.db');
    const first = await startTestServer({ dataDir: folder.path });
    const owner = await first.owner();
    const key = await createNode(owner);
    const before = new NodeClient(first.url, key);
    const mapping = (await before.register([usbCamera('/dev/video0')])).json<{ cameras: Record<string, string> }>();
    const camera = mapping.cameras['/dev/video0'] ?? '';
    await backUpDatabase(file, copy);
    await first[Symbol.asyncDispose]();
    const second = await startTestServer({ dataDir: folder.path });
    const seen = await publish(second, owner.with({}), new NodeClient(second.url, key), camera).catch(async () => {
      const again = await (await import('../support/people.ts')).signIn(second.url, OWNER.email, OWNER.password);
      return publish(second, again, new NodeClient(second.url, key), camera);
    });
    await second[Symbol.asyncDispose]();
    await restoreDatabase({ file, from: copy, kept: `${file}.kept` });
    const third = await startTestServer({ dataDir: folder.path });
    const { signIn } = await import('../support/people.ts');
    const later = await publish(
      third,
      await signIn(third.url, OWNER.email, OWNER.password),
      new NodeClient(third.url, key),
      camera,
    );
    await third[Symbol.asyncDispose]();
    expect(later.first).toBeGreaterThan(seen.last);
  });
});

describe('viewer hours', () => {
  it('count what an earlier process stored for the month the clock is moved to', async () => {
    const path = mkdtempSync(join(tmpdir(), 'sentinel-review-'));
    const clock = new FakeClock('2026-03-15T00:00:00Z');
    const log = createLogger('silent');
    const db = await openDatabase({ file: join(path, 'a.db'), log, clock });
    const earlier = new ViewerUsage(db, clock);
    earlier.add('org_a');
    await earlier.flush();
    // A small computer without a battery clock starts in the past and learns the time a moment later.
    const usage = new ViewerUsage(db, new FakeClock('2026-02-15T00:00:00Z'));
    const late = new FakeClock('2026-02-15T00:00:00Z');
    const restarted = new ViewerUsage(db, late);
    await usage.load();
    await restarted.load();
    late.advance(28 * 86_400_000);
    expect(restarted.secondsThisMonth('org_a')).toBe(1);
    await db.close();
    rmSync(path, { recursive: true });
  });
});

void once;

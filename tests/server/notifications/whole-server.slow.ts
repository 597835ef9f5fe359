import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { StreamReader, Tab } from '../../support/live-clients.ts';
import { newNodeClient, usbCamera, type NodeClient } from '../../support/node-client.ts';
import { addMember } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { TestClient } from '../../support/test-client.ts';
import { eventually } from '../../support/wait.ts';
import { InboxReader } from './inbox-bench.ts';

const GIB = 1024 ** 3;
const MINUTE_MS = 60_000;

describe('notifications of a whole server', () => {
  let server: TestServer;
  let clock: FakeClock;
  let owner: TestClient;
  let inbox: InboxReader;
  let node: NodeClient;
  let cameraId: string;
  beforeEach(async () => {
    clock = new FakeClock();
    server = await startTestServer({ clock });
    owner = await server.owner();
    inbox = new InboxReader(owner);
    await inbox.count();
    clock.advance(1000);
    node = await newNodeClient(owner, 'Back office');
    await node.register([usbCamera('/dev/video0', 'Door')]);
    cameraId = `${node.nodeId}_dev_video0`;
  });
  afterEach(async () => {
    node[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const kinds = async () => (await inbox.list()).notifications.map(({ kind }) => kind).toReversed();
  const cameras = (status: string) => ({ cameras: [{ camera_id: cameraId, status }] });

  it('the first setup welcomes the owner, and a member who joins is told to the administrators only', async () => {
    expect(await kinds()).toEqual(['welcome']);
    const mia = await addMember(owner, 'mia@example.com', 'member');
    clock.advance(1000);
    const joined = (await owner.get('/api/auth/members')).json<{ id: string; email: string }[]>();
    const id = joined.find(({ email }) => email === 'mia@example.com')?.id ?? '';
    expect((await owner.ask('PATCH', `/api/auth/members/${id}`, { body: { role: 'admin' } })).status).toBe(
      200,
    );
    expect(await kinds()).toEqual(['welcome', 'member_added', 'member_role_changed']);
    expect(await new InboxReader(mia).titles()).toHaveLength(3);
    await owner.ask('PATCH', `/api/auth/members/${id}`, { body: { role: 'member' } });
    expect(await new InboxReader(mia).titles()).toEqual([]);
    await owner.ask('DELETE', `/api/auth/members/${id}`);
    expect((await kinds()).at(-1)).toBe('member_removed');
  });

  it('rest 67: a node that was away is told to be online once, over the channel', async () => {
    using channel = await node.connect();
    await channel.heartbeat(cameras('streaming'));
    await channel.heartbeat(cameras('streaming'));
    expect(await kinds()).toEqual(['welcome']);
    clock.advance(100_000);
    await channel.heartbeat(cameras('streaming'));
    await channel.heartbeat(cameras('streaming'));
    expect(await kinds()).toEqual(['welcome', 'node_online', 'camera_online']);
  });

  it.each(['HTTP', 'the channel'])(
    'B1, B2: a camera that its node reports gone and back is told over %s, with the states real nodes use',
    async (way) => {
      using channel = await node.connect();
      const beat = (status: string): Promise<unknown> =>
        way === 'HTTP' ? node.heartbeat(cameras(status)) : channel.heartbeat(cameras(status));
      for (const status of ['streaming', 'offline', 'starting', 'streaming', 'restarting', 'streaming'])
        await beat(status);
      expect(await kinds()).toEqual(['welcome', 'camera_offline', 'camera_online']);
    },
  );

  it('cloudnode 17: three identical heartbeats within five seconds tell everything once', async () => {
    await node.heartbeat(cameras('streaming'));
    clock.advance(100_000);
    const disk = { disk_free_bytes: GIB, disk_total_bytes: 100 * GIB };
    const body = { ...cameras('streaming'), storage_stats: disk };
    for (let sent = 0; sent < 3; sent += 1) {
      expect((await node.heartbeat(body)).status).toBe(200);
      clock.advance(2000);
    }
    expect(await kinds()).toEqual(['welcome', 'node_online', 'camera_online', 'cloudnode_disk_low']);
    await Promise.all([1, 2, 3].map(() => node.heartbeat(cameras('offline'))));
    expect((await kinds()).filter((kind) => kind === 'camera_offline')).toHaveLength(1);
  });

  it('rest 50, notify 123: a full disk is told once, again after space in between, and never fails the heartbeat', async () => {
    const beat = (free: number) =>
      node.heartbeat({ storage_stats: { disk_free_bytes: free * GIB, disk_total_bytes: 100 * GIB } });
    const told = async () => (await inbox.list('?kinds=cloudnode_disk_low')).notifications;
    for (const free of [50, 8, 8]) expect((await beat(free)).status).toBe(200);
    expect(await told()).toMatchObject([
      { audience: 'admin', severity: 'warning', meta: { node_id: node.nodeId, percent_used: 92 } },
    ]);
    await beat(50);
    await beat(5);
    expect(await told()).toHaveLength(2);
    await beat(50);
    await beat(0);
    expect(await told()).toHaveLength(3);
    using other = await newNodeClient(owner, 'Shed');
    await other.register([]);
    await other.heartbeat({ storage_stats: { disk_free_bytes: GIB, disk_total_bytes: 100 * GIB } });
    expect(await told()).toHaveLength(4);
  });

  it('notify 37: the fourth request for administrator rights of an organization is 429', async () => {
    const [mia, max] = [
      await addMember(owner, 'mia@example.com', 'member'),
      await addMember(owner, 'max@example.com', 'member'),
    ];
    const path = '/api/notifications/request-admin-promotion';
    for (const member of [mia, max, mia]) expect((await member.post(path)).status).toBe(200);
    expect((await max.post(path)).status).toBe(429);
    expect((await kinds()).filter((kind) => kind === 'member_promotion_requested')).toHaveLength(3);
  });

  it('a member sees no item for administrators: not listed, not counted, not streamed, not on the dashboard', async () => {
    const mia = await addMember(owner, 'mia@example.com', 'member');
    const reader = new InboxReader(mia);
    expect(await reader.unread()).toBe(0);
    const stream = await StreamReader.open(mia, '/api/notifications/stream');
    await stream.next('connected');
    const tab = new Tab(server.url, mia.headers);
    await tab.next('hello');
    clock.advance(100_000);
    await node.heartbeat({ storage_stats: { disk_free_bytes: GIB, disk_total_bytes: 100 * GIB } });
    await addMember(owner, 'max@example.com', 'admin');
    const adminOnly = ['welcome', 'member_added', 'node_online', 'cloudnode_disk_low', 'member_added'];
    expect(await kinds()).toEqual(adminOnly);
    await node.post(`/api/cameras/${cameraId}/motion`, {
      type: 'application/json',
      body: Buffer.from('{"score":5}'),
    });
    await stream.next('notification');
    await tab.next('notification');
    expect(await reader.titles()).toEqual(['Motion on Door']);
    expect(await reader.unread()).toBe(1);
    expect(await reader.titles(`?kinds=${adminOnly.join(',')}`)).toEqual([]);
    for (const messages of [stream.events(), tab.messages]) {
      const told = messages.filter(({ type }) => type === 'notification');
      expect(told.map(({ kind }) => kind)).toEqual(['motion']);
    }
    tab.socket.terminate();
    stream.leave();
  });

  it('a snooze ends by itself and the pages learn of it', async () => {
    const wish = { target: 'camera', target_id: cameraId, for: '15m' };
    expect((await owner.post('/api/notifications/snoozes', wish)).status).toBe(200);
    const tab = new Tab(server.url, owner.headers);
    await tab.next('hello');
    clock.advance(15 * MINUTE_MS);
    await eventually(
      'the end is told',
      () => tab.messages.some((one) => one['type'] === 'changed' && one['what'] === 'snoozes'),
      30_000,
    );
    tab.socket.terminate();
  });

  it('what was offline when the server stopped is told to be back', async () => {
    await node.heartbeat(cameras('streaming'));
    await node.heartbeat(cameras('offline'));
    await server.running.dispose();
    await using again = await startTestServer({ clock, dataDir: server.dataDir });
    using back = node.as({ url: again.url });
    await back.register([usbCamera('/dev/video0', 'Door')]);
    await back.heartbeat(cameras('starting'));
    await back.heartbeat(cameras('streaming'));
    const reader = new InboxReader(new TestClient(again.url, owner.headers));
    const told = (await reader.list()).notifications.map(({ kind }) => kind);
    expect(told).toEqual(['camera_online', 'camera_offline', 'welcome']);
  });
});

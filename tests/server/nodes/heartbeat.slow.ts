import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { camerasOf, device, newNode, nodeSeenBy, setSetting, sql, TestNode } from './test-node.ts';

interface Beat {
  readonly success: boolean;
  readonly timestamp: string;
  readonly plan: string;
  readonly disabled_cameras: string[];
  readonly recording_state: Record<string, boolean>;
}

const GIB = 1024 ** 3;

/** Two nodes of one owner, one of them with its camera. */
async function neighbours(server: TestServer) {
  const owner = await server.owner();
  const node = await newNode(server, owner);
  const neighbour = await newNode(server, owner);
  await neighbour.register();
  return { owner, node, neighbour };
}

describe('heartbeat', () => {
  it('cloudnode 13, rest 48: answers all cameras of the node with pure booleans', async () => {
    await using server = await startTestServer();
    const { node } = await neighbours(server);
    await node.register([device('/dev/video0'), device('/dev/video2')]);
    const answer = await node.heartbeat({ cameras: [] });
    expect(answer.status).toBe(200);
    const body = answer.json<Beat>();
    expect(body.success).toBe(true);
    expect(Date.parse(body.timestamp)).not.toBeNaN();
    expect(body.disabled_cameras).toEqual([]);
    expect(body.recording_state).toEqual({
      [`${node.id}_dev_video0`]: false,
      [`${node.id}_dev_video2`]: false,
    });
    expect(Object.values(body)).not.toContain(null);
  });

  it('rest 48: lists exactly the suspended cameras of this node', async () => {
    await using server = await startTestServer();
    const { node } = await neighbours(server);
    await node.register([device('/dev/video0'), device('/dev/video2')]);
    sql(server, `UPDATE cameras SET disabled_by_plan = 1 WHERE camera_id LIKE '%video0'`);
    expect((await node.heartbeat()).json<Beat>().disabled_cameras).toEqual([`${node.id}_dev_video0`]);
  });

  it('cloudnode 14, 20, rest 49: what is not sent keeps its stored value', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    const stats = {
      used_bytes: 1000,
      max_bytes: 64 * GIB,
      disk_free_bytes: 2 * GIB,
      disk_total_bytes: 8 * GIB,
    };
    await node.heartbeat({ local_ip: '192.168.1.20', storage_stats: stats });
    const bare = await node.client.post('/api/nodes/heartbeat', { node_id: node.id });
    expect(bare.status).toBe(200);
    const seen = await nodeSeenBy(owner, node);
    expect(seen).toMatchObject({ local_ip: '192.168.1.20', node_version: '0.1.73', storage: stats });
    await node.heartbeat({ storage_stats: { disk_free_bytes: 0, disk_total_bytes: 0 } });
    expect(await nodeSeenBy(owner, node)).toMatchObject({
      storage: { used_bytes: null, max_bytes: null, disk_free_bytes: 0, disk_total_bytes: 0 },
    });
  });

  it('cloudnode 15: lan_streaming false clears the address, true with one brings it back', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    const ipAfter = async (extra: Record<string, unknown>) => {
      await node.heartbeat(extra);
      return (await nodeSeenBy(owner, node))['local_ip'];
    };
    expect(await ipAfter({ local_ip: '192.168.1.20' })).toBe('192.168.1.20');
    expect(await ipAfter({ local_ip: '192.168.1.20', lan_streaming: false })).toBeNull();
    expect(await ipAfter({ local_ip: '192.168.1.21' })).toBe('192.168.1.21');
    expect(await ipAfter({ local_ip: 'no address"><' })).toBe('192.168.1.21');
  });

  it('cloudnode 16, rest 51: every status word is shown, and an error text only with faults', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    const id = `${node.id}_dev_video0`;
    for (const status of ['starting', 'streaming', 'restarting', 'failed', 'error', 'offline']) {
      const cameras = [{ camera_id: id, status, last_error: 'device lost' }];
      expect((await node.heartbeat({ cameras })).status).toBe(200);
      const faulty = ['restarting', 'failed', 'error'].includes(status);
      expect((await camerasOf(owner))[0]).toMatchObject({
        status,
        last_error: faulty ? 'device lost' : null,
      });
    }
  });

  it('rest 52: a camera of another node is left alone', async () => {
    await using server = await startTestServer();
    const { owner, node, neighbour } = await neighbours(server);
    await node.register([]);
    const foreign = { camera_id: `${neighbour.id}_dev_video0`, status: 'failed', last_error: 'x' };
    expect((await node.heartbeat({ cameras: [foreign] })).status).toBe(200);
    expect((await camerasOf(owner))[0]?.status).toBe('online');
  });

  it('cloudnode 18: online 90 s after the last heartbeat, offline after that', async () => {
    const clock = new FakeClock();
    await using server = await startTestServer({ clock });
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    await node.heartbeat({ cameras: [{ camera_id: `${node.id}_dev_video0`, status: 'streaming' }] });
    clock.advance(90_000);
    expect((await nodeSeenBy(owner, node))['status']).toBe('online');
    expect((await camerasOf(owner))[0]?.status).toBe('streaming');
    clock.advance(1);
    expect((await nodeSeenBy(owner, node))['status']).toBe('offline');
    expect((await camerasOf(owner))[0]?.status).toBe('offline');
  });

  it('cloudnode 19, rest 53, 54: says what to record now, in the configured zone', async () => {
    const clock = new FakeClock('2026-03-29T00:30:00.000Z');
    await using server = await startTestServer({ clock });
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    const recording = async () => {
      const answer = await node.heartbeat();
      expect(answer.status).toBe(200);
      return answer.json<Beat>().recording_state[`${node.id}_dev_video0`];
    };
    sql(server, 'UPDATE cameras SET continuous_24_7 = 1');
    expect(await recording()).toBe(true);
    sql(
      server,
      `UPDATE cameras SET continuous_24_7 = 0, scheduled_recording = 1,
      scheduled_start = '22:00', scheduled_end = '03:00'`,
    );
    setSetting(server, 'timezone', 'Europe/Berlin');
    expect(await recording()).toBe(true);
    clock.advance(3_600_000);
    // 01:30 UTC is 03:30 in Berlin: the clocks have just gone forward.
    expect(await recording()).toBe(false);
    setSetting(server, 'timezone', 'Nowhere/Land');
    expect(await recording()).toBe(true);
    sql(server, `UPDATE cameras SET scheduled_start = NULL`);
    expect(await recording()).toBe(false);
  });

  it('cloudnode 17: three identical heartbeats leave one row each, unchanged but for the time', async () => {
    const clock = new FakeClock();
    await using server = await startTestServer({ clock });
    const node = await newNode(server, await server.owner());
    await node.register();
    const beat = { cameras: [{ camera_id: `${node.id}_dev_video0`, status: 'failed', last_error: 'gone' }] };
    for (let round = 0; round < 3; round += 1) {
      await node.heartbeat(beat);
      clock.advance(1000);
    }
    expect(sql(server, 'SELECT status, last_error FROM cameras')).toEqual([
      { status: 'failed', last_error: 'gone' },
    ]);
    expect(sql(server, 'SELECT kind FROM notifications')).toEqual([{ kind: 'welcome' }]);
  });

  it('rest 47: the plan badge follows the installation, never a network call', async () => {
    await using server = await startTestServer({ config: { localPlan: 'pro_plus' } });
    const node = await newNode(server, await server.owner());
    await node.register();
    expect((await node.heartbeat()).json<Beat>().plan).toBe('pro_plus');
  });

  it('a payment overdue for more than a week suspends cameras with the next heartbeat', async () => {
    await using server = await startTestServer({ config: { localPlan: 'pro' } });
    const node = await newNode(server, await server.owner());
    await node.register([1, 2, 3, 4, 5, 6].map((n) => device(`/dev/video${n}`)));
    setSetting(server, 'payment_past_due', 'true');
    setSetting(server, 'payment_past_due_at', '2020-01-01T00:00:00Z');
    expect((await node.heartbeat()).json<Beat>().disabled_cameras).toEqual([`${node.id}_dev_video6`]);
    setSetting(server, 'payment_past_due', 'false');
    await node.register([1, 2, 3, 4, 5, 6].map((n) => device(`/dev/video${n}`)));
    expect((await node.heartbeat()).json<Beat>().disabled_cameras).toEqual([]);
  });

  it('refuses a missing key with 401, an unknown node with 404 and a wrong key with 403', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner());
    const body = { node_id: node.id };
    expect((await server.anonymous.post('/api/nodes/heartbeat', body)).status).toBe(401);
    expect((await new TestNode(server.url, { nodeId: 'ffffffff', key: node.key }).heartbeat()).status).toBe(
      404,
    );
    expect((await new TestNode(server.url, { nodeId: node.id, key: 'other' }).heartbeat()).status).toBe(403);
  });
});

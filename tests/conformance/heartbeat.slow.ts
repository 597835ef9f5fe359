import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeClient } from '../support/node-client.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { cameraOf, startScene, statuses, type Camera, type Fleet, type Scene } from './scene.ts';

interface HeartbeatAnswer {
  readonly success: boolean;
  readonly timestamp: string;
  readonly plan: string;
  readonly disabled_cameras: readonly string[];
  readonly recording_state: Readonly<Record<string, boolean>>;
}

let scene: Scene;
let fleet: Fleet;
beforeAll(async () => {
  scene = await startScene();
  fleet = await scene.fleet(3);
});
afterAll(() => scene[Symbol.asyncDispose]());

async function nodeView(node: NodeClient): Promise<Record<string, unknown>> {
  return (await scene.owner.get(`/api/nodes/${node.nodeId}`)).json();
}

async function cameraView(camera: Camera): Promise<Record<string, unknown>> {
  return (await scene.owner.get(`/api/cameras/${camera.id}`)).json();
}

async function beat(node: NodeClient, extra: Record<string, unknown> = {}): Promise<HeartbeatAnswer> {
  const answer = await node.heartbeat(extra);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.json<HeartbeatAnswer>();
}

describe('heartbeat', () => {
  it('cloudnode 13, rest 48: the answer has exactly the types the node needs, for all its cameras', async () => {
    await fleet.node.register(fleet.devices.slice(0, 2));
    const answer = await beat(fleet.node);
    expect(answer.success).toBe(true);
    expect(answer.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(answer.disabled_cameras).toEqual([]);
    expect(answer.plan).toBe('self_hosted');
    const ids = fleet.cameras.map(({ id }) => id).toSorted();
    expect(Object.keys(answer.recording_state).toSorted()).toEqual(ids);
    expect(new Set(Object.values(answer.recording_state))).toEqual(new Set([false]));
  });

  it('cloudnode 13: a node without cameras gets empty lists, not absent ones', async () => {
    const { node } = await scene.fleet(0);
    expect(await beat(node)).toMatchObject({ disabled_cameras: [], recording_state: {} });
  });

  it('cloudnode 14, rest 49: what a heartbeat leaves out is kept, what it sends replaces everything', async () => {
    const { node } = fleet;
    const stats = { used_bytes: 1e9, max_bytes: 64e9, disk_free_bytes: 5e11, disk_total_bytes: 1e12 };
    await beat(node, { local_ip: '192.168.1.40', storage_stats: stats });
    const before = await nodeView(node);
    expect(before).toMatchObject({ local_ip: '192.168.1.40', storage: stats });
    scene.advance(30_000);
    await beat(node, { local_ip: undefined, cameras: undefined, storage_stats: undefined });
    expect(await nodeView(node)).toMatchObject({ local_ip: '192.168.1.40', storage: before['storage'] });
    const fewer = { used_bytes: 7, max_bytes: 9 };
    await beat(node, { storage_stats: fewer });
    expect((await nodeView(node))['storage']).toEqual({
      ...fewer,
      disk_free_bytes: null,
      disk_total_bytes: null,
      reported_at: expect.stringMatching(/Z$/) as string,
    });
  });

  it('cloudnode 15: lan_streaming false clears the address on both channels, true with one sets it', async () => {
    const { node } = fleet;
    using channel = await node.connect();
    const ip = async () => (await nodeView(node))['local_ip'];
    await beat(node, { local_ip: '192.168.1.40' });
    expect(await ip()).toBe('192.168.1.40');
    await beat(node, { lan_streaming: false, local_ip: '192.168.1.40' });
    expect(await ip()).toBeNull();
    await channel.heartbeat({ lan_streaming: false, local_ip: '192.168.1.40' });
    expect(await ip()).toBeNull();
    await channel.heartbeat({ lan_streaming: true, local_ip: '192.168.1.41' });
    expect(await ip()).toBe('192.168.1.41');
    await channel.heartbeat({ lan_streaming: true, local_ip: null });
    expect(await ip()).toBe('192.168.1.41');
    await beat(node, { lan_streaming: undefined });
    expect(await ip()).toBe('192.168.1.41');
    await node.register(fleet.devices, { lan_streaming: false });
    expect(await ip()).toBeNull();
  });

  it('cloudnode 16, rest 51: every status word is shown, its error only while it is one', async () => {
    const camera = cameraOf(fleet);
    for (const status of ['starting', 'streaming', 'restarting', 'failed', 'error', 'offline', 'novel']) {
      const report = { camera_id: camera.id, status, last_error: `why it is ${status}` };
      await beat(fleet.node, { cameras: [report] });
      const faulty = ['restarting', 'failed', 'error'].includes(status);
      expect(await cameraView(camera)).toMatchObject({
        status,
        last_error: faulty ? `why it is ${status}` : null,
      });
    }
    await beat(fleet.node, {
      cameras: [{ camera_id: camera.id, status: 'error', last_error: 'x'.repeat(5_000) }],
    });
    expect(String((await cameraView(camera))['last_error'])).toHaveLength(500);
    await beat(fleet.node, { cameras: [{ camera_id: camera.id, status: 'streaming' }] });
    expect(await cameraView(camera)).toMatchObject({ status: 'streaming', last_error: null });
  });

  it('rest 52: cameras of other nodes and invented ones are ignored', async () => {
    const other = await scene.camera();
    const before = await cameraView(other);
    const status = 'failed';
    await beat(fleet.node, {
      cameras: [
        { camera_id: other.id, status, last_error: 'forged' },
        { camera_id: 'invented', status },
      ],
    });
    expect(await cameraView(other)).toEqual(before);
    expect((await scene.owner.get('/api/cameras/invented')).status).toBe(404);
  });

  it('cloudnode 18: online for 90 s after the last heartbeat, offline from then on', async () => {
    const camera = cameraOf(fleet);
    await beat(fleet.node, { cameras: [{ camera_id: camera.id, status: 'streaming' }] });
    const seen = async () => [
      (await nodeView(fleet.node))['status'],
      (await cameraView(camera))['status'],
      (await scene.owner.get('/api/nodes'))
        .json<{ node_id: string; status: string }[]>()
        .find(({ node_id: id }) => id === fleet.node.nodeId)?.status,
    ];
    scene.advance(70_000);
    expect(await seen()).toEqual(['online', 'streaming', 'online']);
    scene.advance(20_000);
    expect(await seen()).toEqual(['online', 'streaming', 'online']);
    scene.advance(1);
    expect(await seen()).toEqual(['offline', 'offline', 'offline']);
    await beat(fleet.node);
    expect((await seen())[0]).toBe('online');
  });

  it('cloudnode 20: storage is shown as reported, the unknown disk as zeros; never reported is null', async () => {
    const { node } = await scene.fleet(0);
    expect((await nodeView(node))['storage']).toBeNull();
    const unknown = { used_bytes: 5, max_bytes: 68719476736, disk_free_bytes: 0, disk_total_bytes: 0 };
    await beat(node, { storage_stats: unknown });
    expect((await nodeView(node))['storage']).toMatchObject(unknown);
  });

  it('refuses in the documented order: no key, unknown id, wrong key, malformed', async () => {
    const { node } = fleet;
    const other = await scene.fleet(0);
    const anonymous = scene.server.anonymous;
    const keyed = anonymous.with({ 'x-node-api-key': node.key });
    expect(
      statuses([
        await anonymous.post('/api/nodes/heartbeat', { node_id: node.nodeId }),
        await node.as({ nodeId: 'ffffffff' }).heartbeat(),
        await other.node.as({ nodeId: node.nodeId }).heartbeat(),
        await keyed.post('/api/nodes/heartbeat', '{'),
        await keyed.post('/api/nodes/heartbeat', {}),
        await node.heartbeat({ cameras: [{ camera_id: 7 }] }),
      ]),
    ).toEqual([401, 404, 403, 422, 422, 422]);
  });
});

describe('recording state', () => {
  interface Policy {
    readonly continuous?: boolean;
    readonly scheduled?: boolean;
    readonly start?: string | null;
    readonly end?: string | null;
  }

  const clock = new FakeClock('2026-01-15T00:00:00Z');
  let at: Scene;
  let watched: Fleet;
  beforeAll(async () => {
    at = await startScene({ clock });
    watched = await at.fleet();
  });
  afterAll(() => at[Symbol.asyncDispose]());

  /** What the node is told at `instant`, not before an earlier one, with that policy and zone. */
  async function recordsAt(instant: string, policy: Policy, zone: string): Promise<boolean | undefined> {
    clock.advance(Date.parse(instant) - clock.now().getTime());
    const { continuous = false, scheduled = false, start = null, end = null } = policy;
    at.sql(
      'UPDATE cameras SET continuous_24_7 = ?, scheduled_recording = ?, scheduled_start = ?, scheduled_end = ?',
      Number(continuous),
      Number(scheduled),
      start,
      end,
    );
    at.setSetting('timezone', zone);
    const answer = await watched.node.heartbeat();
    expect(answer.status).toBe(200);
    return answer.json<HeartbeatAnswer>().recording_state[cameraOf(watched).id];
  }

  const day = { scheduled: true, start: '08:00', end: '17:00' };
  const night = { scheduled: true, start: '22:00', end: '06:00' };

  it.each<[string, string, Policy, string, boolean]>([
    ['overnight after midnight', '2026-01-15T05:59:00Z', night, 'UTC', true],
    ['overnight, its end', '2026-01-15T06:00:00Z', night, 'UTC', false],
    ['start is inside', '2026-01-15T08:00:00Z', day, 'UTC', true],
    ['overnight at noon', '2026-01-15T12:00:00Z', night, 'UTC', false],
    ['nothing on', '2026-01-15T12:00:00Z', { start: '08:00', end: '17:00' }, 'UTC', false],
    ['schedule without times', '2026-01-15T12:00:00Z', { scheduled: true }, 'UTC', false],
    ['malformed times', '2026-01-15T12:00:00Z', { scheduled: true, start: '8', end: '25:00' }, 'UTC', false],
    ['start equals end', '2026-01-15T12:00:00Z', { ...day, start: '12:00', end: '12:00' }, 'UTC', false],
    ['a bad stored zone is UTC', '2026-01-15T12:00:00Z', day, 'Mars/Olympus', true],
    ['Los Angeles in winter', '2026-01-15T15:59:00Z', day, 'America/Los_Angeles', false],
    ['Los Angeles in winter, a minute on', '2026-01-15T16:00:00Z', day, 'America/Los_Angeles', true],
    ['end is outside', '2026-01-15T17:00:00Z', day, 'UTC', false],
    ['continuous overrides', '2026-01-15T23:00:00Z', { ...day, continuous: true }, 'UTC', true],
    ['overnight before midnight', '2026-01-15T23:30:00Z', night, 'UTC', true],
    ['Los Angeles in summer', '2026-07-15T15:00:00Z', day, 'America/Los_Angeles', true],
  ])('cloudnode 19, rest 53, 54: %s', async (_what, instant, policy, zone, expected) => {
    expect(await recordsAt(instant, policy, zone)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { startTestServer } from '../../support/test-server.ts';
import { camerasOf, device, newNode, nodeSeenBy, setSetting, sql, TestNode } from './test-node.ts';

const VERSIONS = { config: { nodeVersions: { minSupported: '0.1.0', latest: '0.1.73' } } };
const CAMERA_ID = /^[A-Za-z0-9_.-]{1,150}$/;

interface Registered {
  readonly node_id: string;
  readonly node_secret: string;
  readonly cameras: Record<string, string>;
  readonly plan?: string;
  readonly plan_limit_hit?: { plan: string; max_cameras: number; skipped: string[]; detail: string };
  readonly update_available?: string;
}

describe('registration', () => {
  it('cloudnode 7, rest 44: answers every device path verbatim with a legal id', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner());
    const paths = ['/dev/video0', 'USB Kamera für Büro', 'a'.repeat(400), '__proto__', 'C:\\cam 1', ''];
    const answer = await node.register(paths.map((path) => device(path)));
    expect(answer.status).toBe(200);
    const body = answer.json<Registered>();
    expect(body.node_id).toBe(node.id);
    expect(body.node_secret).toBe(node.key);
    expect(Object.keys(body.cameras).toSorted()).toEqual(paths.toSorted());
    const ids = Object.values(body.cameras);
    expect(new Set(ids).size).toBe(paths.length);
    for (const id of ids) expect(id).toMatch(CAMERA_ID);
    expect(body.cameras['/dev/video0']).toBe(`${node.id}_dev_video0`);
    expect(body.cameras['C:\\cam 1']).toMatch(new RegExp(`^${node.id}_C_+cam_1_[0-9a-f]{8}$`));
  });

  it('cloudnode 8: the same call twice changes nothing and keeps the name given by people', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner, 'Warehouse');
    const devices = [device('/dev/video0'), device('dev/video0'), device('/dev/video2')];
    const first = await node.register(devices);
    const second = await node.register(devices.toReversed());
    expect(second.json<Registered>().cameras).toEqual(first.json<Registered>().cameras);
    expect(await camerasOf(owner)).toHaveLength(3);
    expect(await nodeSeenBy(owner, node)).toMatchObject({
      name: 'Warehouse',
      status: 'online',
      camera_count: 3,
    });
  });

  it('cloudnode 9: null codecs, no cameras, unknown fields and over-long names are accepted', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    expect((await node.register([], { future_field: { deep: 1 } })).status).toBe(200);
    const long = await node.register([device('Integrated Wébcam 1', 'x'.repeat(300))], {
      name: 'n'.repeat(400),
    });
    expect(long.status).toBe(200);
    expect((await camerasOf(owner))[0]?.name).toBe('x'.repeat(100));
  });

  it('cloudnode 10: refusals name no foreign status and echo no id', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner());
    const stranger = await new TestNode(server.url, { nodeId: '40440140', key: node.key }).register();
    expect(stranger.status).toBe(404);
    expect(stranger.text).not.toMatch(/401|403|40440140|connect|timeout/i);
    const wrong = await new TestNode(server.url, { nodeId: node.id, key: 'no-such-key' }).register();
    expect(wrong.status).toBe(403);
    expect(wrong.text).not.toMatch(/404|401|not found|connect|timeout/i);
    expect(wrong.text).not.toContain(node.id);
    const none = await server.anonymous.post('/api/nodes/register', { node_id: node.id });
    expect(none.status).toBe(401);
    const malformed = await node.client.post('/api/nodes/register', { node_id: 7 });
    expect(malformed.status).toBe(422);
    expect(malformed.text).not.toMatch(/404|401|403|not found|connect|timeout/i);
  });

  it('rest 39: a wrong key is remembered for the page until a success clears it', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await new TestNode(server.url, { nodeId: node.id, key: 'no-such-key' }).register();
    const failed = await nodeSeenBy(owner, node);
    expect(failed['last_register_error']).toContain('Invalid API key');
    expect(failed['last_register_error_at']).not.toBeNull();
    expect(failed['status']).toBe('pending');
    await node.register();
    expect(await nodeSeenBy(owner, node)).toMatchObject({
      last_register_error: null,
      last_register_error_at: null,
    });
  });

  it('cloudnode 11, rest 45: cameras that are not reported stay, offline', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register([device('/dev/video0'), device('/dev/video2')]);
    await node.register([device('/dev/video2')]);
    expect((await camerasOf(owner)).map(({ status }) => status)).toEqual(['offline', 'online']);
    await node.register([]);
    expect((await camerasOf(owner)).map(({ status }) => status)).toEqual(['offline', 'offline']);
    await node.register([device('/dev/video0'), device('/dev/video2')]);
    expect((await camerasOf(owner)).map(({ status }) => status)).toEqual(['online', 'online']);
  });

  it('cloudnode 12: no null and no empty limit object in the answer', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner());
    const body = (await node.register()).json();
    expect(Object.values(body)).not.toContain(null);
    expect(body).not.toHaveProperty('plan_limit_hit');
    expect(typeof body['status']).toBe('string');
    expect(body['plan']).toBe('self_hosted');
  });

  it('rest 40, 42: an update is offered only to versions behind the latest', async () => {
    await using server = await startTestServer(VERSIONS);
    const owner = await server.owner();
    const node = await newNode(server, owner);
    expect((await node.register([], { node_version: null })).json<Registered>().update_available).toBe(
      '0.1.73',
    );
    expect(await nodeSeenBy(owner, node)).toMatchObject({ node_version: null });
    expect((await node.register()).json<Registered>()).not.toHaveProperty('update_available');
    const ahead = await node.register([], { node_version: 'v9.0.0-rc1' });
    expect(ahead.json<Registered>()).not.toHaveProperty('update_available');
    const behind = await node.register([], { node_version: '0.1.9' });
    expect(behind.json<Registered>().update_available).toBe('0.1.73');
    const listed = (await owner.get('/api/nodes')).json<Record<string, unknown>[]>();
    expect(listed[0]).toMatchObject({
      node_version: '0.1.9',
      update_available: '0.1.73',
      version_supported: true,
      latest_node_version: '0.1.73',
      min_supported_node_version: '0.1.0',
    });
  });

  it('rest 41, 43: a version that is too old or unreadable gets 426 and is remembered, by both calls', async () => {
    await using server = await startTestServer(VERSIONS);
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const refused = await node.register([], { node_version: '0.0.9' });
    expect(refused.status).toBe(426);
    expect(refused.json<{ detail: Record<string, string> }>().detail).toMatchObject({
      reported: '0.0.9',
      min_supported: '0.1.0',
      latest: '0.1.73',
    });
    expect(refused.text).toContain('no longer supported');
    expect(refused.text).not.toMatch(/404|401|403|not found|connect|timeout/i);
    const seen = await nodeSeenBy(owner, node);
    expect(seen['last_register_error']).toContain('below the minimum');
    expect(seen['node_version']).toBe('0.0.9');
    expect((await node.heartbeat({ node_version: 'soon' })).status).toBe(426);
    expect((await nodeSeenBy(owner, node))['node_version']).toBe('0.0.0');
  });

  it('rest 46: a sixth camera of a free organisation is mapped but not added, with one notice an hour', async () => {
    const clock = new FakeClock();
    await using server = await startTestServer({ clock, config: { localPlan: 'free_org' } });
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const devices = [1, 2, 3, 4, 5, 6].map((n) => device(`/dev/video${n}`, `Camera ${n}`));
    const body = (await node.register(devices)).json<Registered>();
    expect(Object.keys(body.cameras)).toHaveLength(6);
    expect(body.plan).toBe('free');
    expect(body.plan_limit_hit).toMatchObject({ plan: 'Free', max_cameras: 5, skipped: ['Camera 6'] });
    expect(await camerasOf(owner)).toHaveLength(5);
    await node.register(devices);
    const notices = () =>
      sql(
        server,
        `SELECT audience, severity, body, meta_json FROM notifications WHERE kind = 'plan_limit_reached'`,
      );
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toMatchObject({ audience: 'admin', severity: 'warning' });
    clock.advance(3_600_000);
    await node.register(devices);
    expect(notices()).toHaveLength(2);
  });

  it('cloudnode 37: a codec of the live stream survives a later registration', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const codecs = { video_codec: 'avc1.64a01f', audio_codec: 'mp4a.40.2' };
    await node.register(undefined, codecs);
    const codecOf = () => sql(server, 'SELECT video_codec FROM cameras')[0];
    expect(codecOf()).toEqual({ video_codec: 'avc1.64a01f' });
    const id = `${node.id}_dev_video0`;
    const report = await node.client.post(`/api/cameras/${id}/codec`, { video_codec: 'avc1.42e00a' });
    expect(report.status).toBe(200);
    expect(codecOf()).toEqual({ video_codec: 'avc1.42e01e' });
    await node.register(undefined, codecs);
    expect(codecOf()).toEqual({ video_codec: 'avc1.42e01e' });
    await node.register(undefined, { video_codec: 'bad\r\ncodec', audio_codec: null });
    expect(await nodeSeenBy(owner, node)).toMatchObject({ video_codec: 'avc1.64a01f' });
  });

  it('cloudnode 15: a node that serves only itself has no LAN address', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register(undefined, { local_ip: '192.168.1.20' });
    expect(await nodeSeenBy(owner, node)).toMatchObject({ local_ip: '192.168.1.20' });
    await node.register(undefined, { local_ip: '192.168.1.20', lan_streaming: false });
    expect(await nodeSeenBy(owner, node)).toMatchObject({ local_ip: null });
  });

  it('a camera suspended by the plan is suspended by the next registration', async () => {
    await using server = await startTestServer({ config: { localPlan: 'pro' } });
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const devices = [1, 2, 3, 4, 5, 6].map((n) => device(`/dev/video${n}`));
    await node.register(devices);
    setSetting(server, 'payment_past_due', 'true');
    setSetting(server, 'payment_past_due_at', '2020-01-01T00:00:00');
    await node.register(devices);
    expect((await camerasOf(owner)).map((camera) => camera.disabled_by_plan)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

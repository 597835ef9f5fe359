import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../server/ids.ts';
import { addMember } from '../../support/people.ts';
import { startTestServer } from '../../support/test-server.ts';
import { camerasOf, device, newNode, nodeSeenBy, setSetting, sql, TestNode } from './test-node.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('provisioning', () => {
  it('cloudnode 5, rest 38: an 8-hex id and a UUID key that is shown once and stored hashed', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const one = await newNode(server, owner, 'Yard');
    const two = await newNode(server, owner);
    expect(one.id).toMatch(/^[0-9a-f]{8}$/);
    expect(one.key).toMatch(UUID);
    expect(two.id).not.toBe(one.id);
    expect(two.key).not.toBe(one.key);
    const list = await owner.get('/api/nodes');
    expect(list.text).not.toContain(one.key);
    expect(list.json<{ name: string; status: string }[]>()).toMatchObject([
      { name: 'Yard', status: 'pending', last_seen: null, storage: null },
      { status: 'pending' },
    ]);
    expect(sql(server, 'SELECT api_key_hash FROM camera_nodes ORDER BY id')[0]).toEqual({
      api_key_hash: sha256Hex(one.key),
    });
  });

  it('a node without a name is named after its id', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const created = (await owner.post('/api/nodes', {})).json<{
      node_id: string;
      name: string;
      warning: string;
    }>();
    expect(created.name).toBe(`Node-${created.node_id}`);
    expect(created.warning).not.toBe('');
    expect((await owner.post('/api/nodes', { name: 'x'.repeat(101) })).status).toBe(422);
  });

  it('cloudnode 6: validation tells a good pair from an unknown id, a wrong key and none', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner(), 'Yard');
    const good = await node.validate();
    expect(good.status).toBe(200);
    expect(good.json()).toEqual({ success: true, node_id: node.id, name: 'Yard' });
    expect((await node.validate('ffffffff')).status).toBe(404);
    expect((await new TestNode(server.url, { nodeId: node.id, key: 'wrong' }).validate()).status).toBe(403);
    expect((await server.anonymous.post('/api/nodes/validate', { node_id: node.id })).status).toBe(401);
    expect((await node.client.post('/api/nodes/validate', '{')).status).toBe(400);
    expect((await node.client.post('/api/nodes/validate', {})).status).toBe(400);
  });

  it('cloudnode 5, rest 57: after a rotation the old key fails everywhere and the new one works', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    const rotated = await owner.post(`/api/nodes/${node.id}/rotate-key`);
    const { api_key: key, key_rotated_at: at } = rotated.json<{ api_key: string; key_rotated_at: string }>();
    expect(key).toMatch(UUID);
    expect((await nodeSeenBy(owner, node))['key_rotated_at']).toBe(at);
    const codec = `/api/cameras/${node.id}_dev_video0/codec`;
    expect((await node.validate()).status).toBe(403);
    expect((await node.register()).status).toBe(403);
    expect((await node.heartbeat()).status).toBe(403);
    expect((await node.client.post(codec, { video_codec: 'h264' })).status).toBe(401);
    expect((await node.client.post('/api/nodes/self/decommission')).status).toBe(404);
    const renewed = new TestNode(server.url, { nodeId: node.id, key });
    expect((await renewed.register()).status).toBe(200);
    expect((await owner.post('/api/nodes/ffffffff/rotate-key')).status).toBe(404);
  });

  it('rest 59: the plan limits the number of nodes', async () => {
    await using server = await startTestServer({ config: { localPlan: 'free_org' } });
    const owner = await server.owner();
    await newNode(server, owner);
    await newNode(server, owner);
    const third = await owner.post('/api/nodes', { name: 'Third' });
    expect(third.status).toBe(403);
    expect((await owner.get('/api/nodes')).json<unknown[]>()).toHaveLength(2);
  });

  it('rest 58: while a payment is past due nothing is added and everything stays readable', async () => {
    await using server = await startTestServer({ config: { localPlan: 'pro' } });
    const owner = await server.owner();
    setSetting(server, 'payment_past_due', 'true');
    const refused = await owner.post('/api/nodes', { name: 'New' });
    expect(refused.status).toBe(402);
    expect(refused.text).toContain('past due');
    expect((await owner.get('/api/nodes')).status).toBe(200);
    setSetting(server, 'payment_past_due', 'false');
    expect((await owner.post('/api/nodes', { name: 'New' })).status).toBe(200);
  });

  it('rest 56: deleting an offline node removes it with its cameras and settings', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner, 'Yard');
    await node.register();
    setSetting(server, `cloudnode_disk_low_emit_at:${node.id}`, '2026-01-01T00:00:00Z');
    setSetting(server, `motion_email_cooldown_start:${node.id}_dev_video0`, '2026-01-01T00:00:00Z');
    expect((await owner.ask('DELETE', '/api/nodes/ffffffff')).text).toContain('not found');
    const answer = await owner.ask('DELETE', `/api/nodes/${node.id}`);
    expect(answer.json()).toEqual({ success: true, deleted: node.id, node_wiped: false });
    expect(await camerasOf(owner)).toEqual([]);
    expect(sql(server, `SELECT key FROM settings WHERE key LIKE '%:%'`)).toEqual([]);
    expect((await owner.get(`/api/nodes/${node.id}`)).status).toBe(404);
    expect((await owner.ask('DELETE', `/api/nodes/${node.id}`)).status).toBe(404);
    expect(sql(server, `SELECT event, details FROM audit_log WHERE event = 'node_deleted'`)).toEqual([
      {
        event: 'node_deleted',
        details: JSON.stringify({ node_id: node.id, name: 'Yard', node_wiped: false }),
      },
    ]);
  });

  it('cloudnode 51: calls of a deleted node get 401 and one log line a minute, without the key', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    await owner.ask('DELETE', `/api/nodes/${node.id}`);
    const codec = `/api/cameras/${node.id}_dev_video0/codec`;
    for (let call = 0; call < 20; call += 1) {
      expect((await node.client.post(codec, { video_codec: 'h264' })).status).toBe(401);
    }
    const lines = server.logLines.filter((line) => line.includes('key that is not valid'));
    expect(lines).toHaveLength(1);
    expect(server.logLines.join('')).not.toContain(node.key);
  });

  it('cloudnode 50, rest 55: a node removes itself by key alone, once', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner, 'Yard');
    await node.register();
    expect((await server.anonymous.post('/api/nodes/self/decommission')).status).toBe(401);
    const answer = await node.client.post('/api/nodes/self/decommission');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ success: true, deleted: node.id });
    expect(await camerasOf(owner)).toEqual([]);
    expect((await node.client.post('/api/nodes/self/decommission')).status).toBe(404);
    const rows = sql(server, `SELECT username, details FROM audit_log WHERE event = 'node_decommissioned'`);
    expect(rows).toEqual([
      {
        username: `node:${node.id}`,
        details: JSON.stringify({ node_id: node.id, name: 'Yard', initiated_by: 'node' }),
      },
    ]);
  });

  it('deleting a node gives its places to suspended cameras', async () => {
    await using server = await startTestServer({ config: { localPlan: 'pro' } });
    const owner = await server.owner();
    const first = await newNode(server, owner);
    const second = await newNode(server, owner);
    await first.register([1, 2, 3, 4].map((n) => device(`/dev/video${n}`)));
    await second.register([1, 2].map((n) => device(`/dev/video${n}`)));
    setSetting(server, 'payment_past_due', 'true');
    setSetting(server, 'payment_past_due_at', '2020-01-01T00:00:00Z');
    await second.heartbeat();
    expect((await camerasOf(owner)).filter((camera) => camera.disabled_by_plan)).toHaveLength(1);
    await owner.ask('DELETE', `/api/nodes/${first.id}`);
    expect((await camerasOf(owner)).filter((camera) => camera.disabled_by_plan)).toHaveLength(0);
  });

  it('only administrators manage nodes', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const member = await addMember(owner, 'mia@example.com', 'member');
    expect((await member.get('/api/nodes')).status).toBe(403);
    expect((await member.post('/api/nodes', {})).status).toBe(403);
    expect((await member.ask('DELETE', `/api/nodes/${node.id}`)).status).toBe(403);
    expect((await member.get('/api/cameras')).status).toBe(200);
    expect((await server.anonymous.get('/api/nodes')).status).toBe(401);
  });
});

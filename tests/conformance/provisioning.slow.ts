import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newNodeClient, RefusedUpgrade, usbCamera, type NodeClient } from '../support/node-client.ts';
import { addMember, createNode } from '../support/people.ts';
import { cameraOf, startScene, statuses, type Scene } from './scene.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Every call of a node that needs the key of that very node. */
async function everyKeyedCall(node: NodeClient, cameraId: string) {
  return {
    validate: await node.validate(),
    register: await node.register([usbCamera('/dev/video0')]),
    heartbeat: await node.heartbeat(),
    push: await node.push(cameraId, 1, Buffer.from('x')),
    playlist: await node.playlist(cameraId, '#EXTM3U\n'),
    codec: await node.codec(cameraId, 'avc1.42e01f'),
    decommission: await node.decommission(),
  };
}

describe('provisioning', () => {
  it('cloudnode 5, rest 38: ids are 8 hex digits, keys UUIDs, all distinct', async () => {
    const created = [await createNode(scene.owner), await createNode(scene.owner)];
    for (const { nodeId, key } of created) {
      expect(nodeId).toMatch(/^[0-9a-f]{8}$/);
      expect(key).toMatch(UUID);
    }
    expect(new Set(created.flatMap(({ nodeId, key }) => [nodeId, key])).size).toBe(4);
  });

  it('cloudnode 5, rest 38: the key is shown once and stored only as its SHA-256', async () => {
    const { node } = await scene.fleet();
    const { owner } = scene;
    const later = [
      await owner.get('/api/nodes'),
      await owner.get(`/api/nodes/${node.nodeId}`),
      await owner.get('/api/cameras'),
      await node.heartbeat(),
      await node.validate(),
    ];
    for (const answer of later) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(node.key);
    }
    for (const file of readdirSync(scene.server.dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect([file.name, bytes.includes(node.key)]).toEqual([file.name, false]);
    }
    expect(scene.server.logLines.join('\n')).not.toContain(node.key);
    const [row] = scene.sql('SELECT api_key_hash FROM camera_nodes WHERE node_id = ?', node.nodeId);
    expect(row?.['api_key_hash']).toBe(createHash('sha256').update(node.key).digest('hex'));
  });

  it('cloudnode 5, rest 57: after rotation the old key fails everywhere at once, the new one works', async () => {
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    using channel = await fleet.node.connect();
    const rotated = await scene.owner.post(`/api/nodes/${fleet.node.nodeId}/rotate-key`);
    const { api_key: key } = rotated.json<{ api_key: string }>();
    expect(key).toMatch(UUID);
    expect(Object.values(statusesOf(await everyKeyedCall(fleet.node, camera.id)))).toEqual([
      403, 403, 403, 401, 401, 401, 404,
    ]);
    expect(await channel.closed).toBe(1000);
    await expect(fleet.node.connect()).rejects.toThrow(RefusedUpgrade);
    const renewed = fleet.node.as({ key });
    expect(Object.values(statusesOf(await everyKeyedCall(renewed, camera.id)))).toEqual(
      Array.from({ length: 7 }, () => 200),
    );
  });

  it('cloudnode 6: health, and the four outcomes of setup validation', async () => {
    const node = await newNodeClient(scene.owner, 'Back door');
    const good = await node.validate();
    expect(good.status).toBe(200);
    expect(good.json()).toEqual({ success: true, node_id: node.nodeId, name: 'Back door' });
    expect((await node.health()).status).toBe(200);
    expect((await node.as({ nodeId: '00000000' }).validate()).status).toBe(404);
    const other = await newNodeClient(scene.owner);
    expect((await other.as({ nodeId: node.nodeId }).validate()).status).toBe(403);
    const body = { node_id: node.nodeId };
    expect((await scene.server.anonymous.post('/api/nodes/validate', body)).status).toBe(401);
    const keyed = scene.server.anonymous.with({ 'x-node-api-key': node.key });
    expect(
      statuses([
        await keyed.post('/api/nodes/validate', 'no json'),
        await keyed.post('/api/nodes/validate', {}),
        await keyed.post('/api/nodes/validate'),
      ]),
    ).toEqual([400, 400, 400]);
  });

  it('only administrators create, rotate and delete nodes', async () => {
    const { node } = await scene.fleet();
    const member = await addMember(scene.owner, 'mia@example.com', 'member');
    const path = `/api/nodes/${node.nodeId}`;
    expect(
      statuses([
        await member.post('/api/nodes', {}),
        await member.post(`${path}/rotate-key`),
        await member.ask('DELETE', path),
        await member.get('/api/nodes'),
        await member.get(path),
        await scene.server.anonymous.post('/api/nodes', {}),
        await scene.server.anonymous.ask('DELETE', path),
      ]),
    ).toEqual([403, 403, 403, 403, 403, 401, 401]);
    expect((await node.validate()).status).toBe(200);
  });
});

describe('removal', () => {
  it('cloudnode 50, rest 55: decommission needs the key alone and leaves nothing but one audit row', async () => {
    const fleet = await scene.fleet(2);
    const { node } = fleet;
    const camera = cameraOf(fleet);
    const before = await camerasInMemory();
    await camera.stream(0, 2);
    expect(await camerasInMemory()).toBe(before + 1);
    const [listed] = (await camera.shown()).entries;
    using channel = await node.connect();
    const gone = await node.decommission();
    expect([gone.status, gone.json()]).toEqual([200, { success: true, deleted: node.nodeId }]);
    expect(await channel.closed).toBe(1000);
    expect(await camerasInMemory()).toBe(before);
    expect((await camera.view()).status).toBe(404);
    expect((await camera.fetch(listed?.uri ?? '')).status).toBe(404);
    expect((await scene.owner.get(`/api/nodes/${node.nodeId}`)).status).toBe(404);
    expect((await scene.owner.get('/api/cameras')).text).not.toContain(node.nodeId);
    expect((await node.decommission()).status).toBe(404);
    expect((await scene.server.anonymous.post('/api/nodes/self/decommission')).status).toBe(401);
    const rows = scene.sql(
      `SELECT username, details FROM audit_log WHERE event = 'node_decommissioned' AND details LIKE ?`,
      `%${node.nodeId}%`,
    );
    expect(rows.map(({ username }) => username)).toEqual([`node:${node.nodeId}`]);
    expect(JSON.parse(String(rows[0]?.['details']))).toMatchObject({
      node_id: node.nodeId,
      initiated_by: 'node',
    });
  });

  it('cloudnode 50, rest 56: an offline node is deleted, not wiped; an unknown one is 404', async () => {
    const { node } = await scene.fleet();
    const path = `/api/nodes/${node.nodeId}`;
    const deleted = await scene.owner.ask('DELETE', path);
    expect(deleted.json()).toEqual({ success: true, deleted: node.nodeId, node_wiped: false });
    expect((await scene.owner.ask('DELETE', path)).status).toBe(404);
    expect((await scene.owner.get(path)).text).toContain('not found');
    expect((await scene.owner.get('/api/cameras')).text).not.toContain(node.nodeId);
  });

  it('cloudnode 50: deleting a connected node sends wipe_data first and tells the outcome', async () => {
    for (const status of ['success', 'error']) {
      const { node } = await scene.fleet();
      using channel = await node.connect();
      const deleting = scene.owner.ask('DELETE', `/api/nodes/${node.nodeId}`);
      const command = await channel.next();
      expect(command).toMatchObject({ type: 'command', command: 'wipe_data', payload: {} });
      expect(typeof command.id).toBe('string');
      channel.send({
        type: 'command_result',
        id: command.id,
        command: 'wipe_data',
        payload: status === 'success' ? { status, data: { wiped: true } } : { status, error: 'disk' },
      });
      expect((await deleting).json()).toMatchObject({ node_wiped: status === 'success' });
      expect(await channel.closed).toBe(1000);
    }
  });

  it('cloudnode 51: pushes of a deleted node get 401, logged at most once a minute', async () => {
    const camera = await scene.camera();
    await scene.owner.ask('DELETE', `/api/nodes/${camera.node.nodeId}`);
    const before = scene.server.logLines.length;
    const answers = [];
    for (let number = 0; number < 60; number += 1) answers.push(await camera.push(number));
    expect(new Set(statuses(answers))).toEqual(new Set([401]));
    expect(scene.server.logLines.length - before).toBeLessThanOrEqual(1);
  });
});

function statusesOf(answers: Readonly<Record<string, { readonly status: number }>>) {
  return Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]));
}

/** Cameras with video in memory, as the health report counts them. */
async function camerasInMemory(): Promise<number> {
  const health = await scene.server.anonymous.get('/api/health/detailed');
  const { checks } = health.json<{ checks: { hls_cache: { segment_cameras: number } } }>();
  return checks.hls_cache.segment_cameras;
}

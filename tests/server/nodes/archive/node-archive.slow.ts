import { describe, expect, it } from 'vitest';
import { startSimulatedNode } from '../../../../scripts/simulator/simulated-node.ts';
import type { SimulatedNodeOptions } from '../../../../scripts/simulator/node-options.ts';
import { createNode } from '../../../support/people.ts';
import type { TestClient } from '../../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../../support/test-server.ts';
import { eventually } from '../../../support/wait.ts';
import { sql } from '../test-node.ts';

/** A simulated node several times faster than life, with the pictures that are in the repository. */
async function fastNode(server: TestServer, owner: TestClient, options: Partial<SimulatedNodeOptions> = {}) {
  const { nodeId, key } = await createNode(owner);
  // Sixty heartbeats a minute are taken: they must last for a whole test on a busy computer.
  const pace = { segmentIntervalMs: 100, heartbeatMs: 300, snapshots: 'still' as const };
  const node = await startSimulatedNode({ url: server.url, nodeId, key, ...pace, ...options });
  const [cameraId = ''] = node.cameraIds;
  await node.events.waitFor('playlist', { past: true });
  await eventually('the channel is open', () => node.connected);
  return { node, nodeId, cameraId, [Symbol.asyncDispose]: () => node.stop() };
}

async function recordingOf(owner: TestClient, cameraId: string): Promise<unknown> {
  return (await owner.get(`/api/cameras/${cameraId}`)).json()['recording'];
}

describe('recording and pictures of a simulated node', () => {
  it('cloudnode 41: a snapshot goes to the node and comes back as JSON and as a picture', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await using fleet = await fastNode(server, owner);
    const path = `/api/cameras/${fleet.cameraId}/snapshot`;
    const picture = await owner.post(path, undefined, { headers: { accept: 'image/jpeg' } });
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect(picture.bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const json = (await owner.post(path)).json<{ status: string; data: { image_b64: string } }>();
    expect(json.status).toBe('success');
    expect(Buffer.from(json.data.image_b64, 'base64').equals(picture.bytes)).toBe(true);
    const stored = (await owner.get(`/api/nodes/${fleet.nodeId}/snapshots`)).json<{
      snapshots: { camera_id: string; timestamp: string }[];
    }>();
    expect(stored.snapshots).toHaveLength(2);
    expect(stored.snapshots[0]).toMatchObject({
      camera_id: fleet.cameraId,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
    });
  });

  it('cloudnode 19, rest 70: recording is requested until the next heartbeat, and stops the same way', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await using fleet = await fastNode(server, owner);
    const { node, nodeId, cameraId } = fleet;
    const told = (reported: boolean) =>
      eventually(`the node was told ${reported}`, async () => {
        const state = (await recordingOf(owner, cameraId)) as { reported: boolean | null };
        return state.reported === reported;
      });
    await told(false);
    node.cutNetwork();
    await owner.post(`/api/cameras/${cameraId}/recording`, { recording: true });
    expect(await recordingOf(owner, cameraId)).toEqual({ wanted: true, reported: false });
    node.restoreNetwork();
    await told(true);
    await eventually('the node records', () => node.recording.includes(cameraId));
    await eventually('the node is connected again', () => node.connected);
    await eventually('something is recorded', async () => {
      const answer = await owner.get(`/api/nodes/${nodeId}/recordings?camera_id=${cameraId}`);
      const { recordings = [] } = answer.json<{ recordings?: { segment_count: number }[] }>();
      return (recordings[0]?.segment_count ?? 0) > 0;
    });
    node.cutNetwork();
    await owner.post(`/api/cameras/${cameraId}/recording`, { recording: false });
    expect(await recordingOf(owner, cameraId)).toEqual({ wanted: false, reported: true });
    node.restoreNetwork();
    await told(false);
    await eventually('the node stopped', () => node.recording.length === 0);
  });

  it('cloudnode 19: a broken time zone does not fail the heartbeat', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await using fleet = await fastNode(server, owner);
    sql(
      server,
      `INSERT INTO settings (org_id, key, value, updated_at)
       SELECT org_id, 'timezone', 'Mars/Olympus', '2026-01-01T00:00:00.000Z' FROM users`,
    );
    const answer = await fleet.node.heartbeatNow();
    expect(answer?.recording?.get(fleet.cameraId)).toBe(false);
  });

  it('cloudnode 47: many simultaneous commands of one node all get their own answer', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await using fleet = await fastNode(server, owner, { cameras: 2 });
    fleet.node.commandDelayMs = 50;
    const [one = '', two = ''] = fleet.node.cameraIds;
    const [first, second, listed] = await Promise.all([
      owner.post(`/api/cameras/${one}/snapshot`),
      owner.post(`/api/cameras/${two}/snapshot`),
      owner.get(`/api/nodes/${fleet.nodeId}/recordings`),
    ]);
    const fileOf = (answer: typeof first) => answer?.json<{ data: { filename: string } }>().data.filename;
    expect(fileOf(first)).toContain(one);
    expect(fileOf(second)).toContain(two);
    expect(listed?.json()).toMatchObject({ recordings: [] });
  });

  it('cloudnode 44: a node that loses its connection during a snapshot is a 503 within two seconds', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await using fleet = await fastNode(server, owner);
    fleet.node.commandDelayMs = 60_000;
    const answer = owner.post(`/api/cameras/${fleet.cameraId}/snapshot`);
    await fleet.node.events.waitFor('command', { past: true });
    const begun = performance.now();
    fleet.node.cutNetwork();
    expect((await answer).status).toBe(503);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('playing what a simulated node has stored', () => {
  it('without LAN streaming the files are not offered, and the answer says how to switch it on', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await using fleet = await fastNode(server, owner, { lanStreaming: false, localIp: '127.0.0.1' });
    const answer = await owner.get(`/api/nodes/${fleet.nodeId}/archive/snapshots/1`);
    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ detail: { error: 'lan_streaming_off' } });
    const list = await owner.get(`/api/nodes/${fleet.nodeId}/recordings`);
    expect(list.json()).toMatchObject({ lan_streaming: false });
  });

  it('a node that names loopback, a link-local or a public address is never fetched from', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    for (const localIp of ['127.0.0.1', '169.254.169.254', '203.0.113.7']) {
      await using fleet = await fastNode(server, owner, { lanStreaming: true, localIp });
      await eventually('the address is stored', async () => {
        const node = (await owner.get(`/api/nodes/${fleet.nodeId}`)).json();
        return node['local_ip'] === localIp;
      });
      const answer = await owner.get(`/api/nodes/${fleet.nodeId}/archive/snapshots/1`);
      expect(answer.status).toBe(409);
      expect(answer.json()).toMatchObject({ detail: { error: 'lan_address_refused' } });
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { newNodeClient, RefusedUpgrade, type NodeChannel, type NodeClient } from '../support/node-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { RawConnection } from './raw-http.ts';
import { cameraOf, startScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ config: { nodeVersions: { minSupported: '0.1.10', latest: '0.1.80' } } });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Status of the refusal, or 101 with the channel closed again. */
async function upgradeStatus(attempt: Promise<NodeChannel>): Promise<number> {
  try {
    const channel = await attempt;
    channel[Symbol.dispose]();
    return 101;
  } catch (error) {
    if (error instanceof RefusedUpgrade) return error.status;
    throw error;
  }
}

async function connectedNodes(): Promise<string[]> {
  const answer = await scene.owner.get('/api/nodes/ws-status');
  return answer.json<{ connected_nodes: string[]; count: number }>().connected_nodes;
}

/** Deletes the node, which sends it a command whose outcome the answer tells. */
function startDelete(node: NodeClient) {
  return scene.owner.ask('DELETE', `/api/nodes/${node.nodeId}`);
}

describe('handshake', () => {
  it('cloudnode 39: the two headers give 101 without subprotocol and extensions, even when offered', async () => {
    const { node } = await scene.fleet();
    using connection = await RawConnection.open(scene.server.url);
    connection.write([
      'GET /ws/node HTTP/1.1',
      'Host: 10.0.0.2:8000',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: chat',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
      `X-Node-API-Key: ${node.key}`,
      `X-Node-Id: ${node.nodeId}`,
    ]);
    const answer = await connection.answer();
    expect(answer.status).toBe(101);
    expect(answer.head).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(answer.head).not.toMatch(/sec-websocket-(protocol|extensions)/i);
  });

  it('cloudnode 39, rest 61: wrong key, wrong id and missing credentials are refused alike, without 101', async () => {
    const { node } = await scene.fleet();
    const other = await newNodeClient(scene.owner);
    const session = { cookie: scene.owner.headers['cookie'] ?? '' };
    const attempts: Record<string, string>[] = [
      { 'X-Node-API-Key': other.key, 'X-Node-Id': node.nodeId },
      { 'X-Node-API-Key': node.key, 'X-Node-Id': other.nodeId },
      { 'X-Node-API-Key': node.key, 'X-Node-Id': '00000000' },
      { 'X-Node-API-Key': node.key },
      { 'X-Node-Id': node.nodeId },
      {},
      session,
    ];
    const refused = await Promise.all(attempts.map((headers) => upgradeStatus(node.connect(headers))));
    expect(refused).toEqual([401, 401, 401, 401, 401, 401, 401]);
    expect(await connectedNodes()).not.toContain(node.nodeId);
  });

  it('rest 61: old nodes may send credentials in the address, with a warning; headers win', async () => {
    const { node } = await scene.fleet();
    const good = `?api_key=${node.key}&node_id=${node.nodeId}`;
    const warnings = () => scene.server.logLines.filter((line) => line.includes('in the address')).length;
    const before = warnings();
    expect(await upgradeStatus(node.connect({}, good))).toBe(101);
    expect(warnings()).toBe(before + 1);
    expect(await upgradeStatus(node.connect({}, `?api_key=wrong&node_id=${node.nodeId}`))).toBe(401);
    expect(await upgradeStatus(node.connect(undefined, '?api_key=wrong&node_id=wrong'))).toBe(101);
    const wrong = { 'X-Node-API-Key': 'wrong', 'X-Node-Id': node.nodeId };
    expect(await upgradeStatus(node.connect(wrong, good))).toBe(401);
    expect(warnings()).toBe(before + 1);
    expect(scene.server.logLines.join('')).not.toContain(node.key);
  });

  it('rest 62: the 11th connect in 60 s is 429, other nodes are not affected, a minute later it works', async () => {
    const [{ node }, { node: other }] = [await scene.fleet(), await scene.fleet()];
    const seen = [];
    for (let attempt = 0; attempt < 11; attempt += 1) seen.push(await upgradeStatus(node.connect()));
    expect(seen).toEqual([...Array.from({ length: 10 }, () => 101), 429]);
    expect(await upgradeStatus(other.connect())).toBe(101);
    scene.advance(59_000);
    expect(await upgradeStatus(node.connect())).toBe(429);
    scene.advance(1_001);
    expect(await upgradeStatus(node.connect())).toBe(101);
  });

  it('attempts with a wrong key do not lock the real node out', async () => {
    const { node } = await scene.fleet();
    const wrong = { 'X-Node-API-Key': 'guess', 'X-Node-Id': node.nodeId };
    for (let attempt = 0; attempt < 20; attempt += 1) await upgradeStatus(node.connect(wrong));
    expect(await upgradeStatus(node.connect(wrong))).toBe(429);
    expect(await upgradeStatus(node.connect())).toBe(101);
  });

  it.each(['/ws/other', '/', '/api/cameras'])('an upgrade of %s is refused promptly', async (path) => {
    using connection = await RawConnection.open(scene.server.url);
    connection.write([
      `GET ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]);
    expect((await connection.answer()).status).toBe(404);
  });
});

describe('messages', () => {
  it('cloudnode 40, rest 61: a heartbeat without id brings the node online; with one it is acknowledged by it', async () => {
    const fleet = await scene.fleet();
    const camera = cameraOf(fleet);
    scene.advance(91_000);
    using channel = await fleet.node.connect();
    const report = { camera_id: camera.id, status: 'error', last_error: 'x'.repeat(5_000) };
    const ack = await channel.heartbeat({ cameras: [report] });
    expect(ack).toEqual({
      type: 'ack',
      payload: { timestamp: expect.stringMatching(/Z$/) as string, update_available: '0.1.80' },
    });
    const node = (await scene.owner.get(`/api/nodes/${fleet.node.nodeId}`)).json();
    expect(node['status']).toBe('online');
    const view = (await scene.owner.get(`/api/cameras/${camera.id}`)).json<Record<string, string>>();
    expect([view['status'], view['last_error']?.length]).toEqual(['error', 500]);
    channel.send({ type: 'heartbeat', id: 'beat-7', payload: {} });
    expect(await channel.next()).toMatchObject({ type: 'ack', id: 'beat-7' });
    channel.send({ type: 'heartbeat', id: 7, payload: {} });
    expect(await channel.next()).not.toHaveProperty('id');
  });

  it('a node too old for this server is told so and stays connected', async () => {
    const { node } = await scene.fleet();
    using channel = await node.connect();
    const ack = await channel.heartbeat({ node_version: '0.1.9' });
    expect(ack.payload).toMatchObject({ unsupported: true, update_available: '0.1.80' });
    expect((await channel.heartbeat()).type).toBe('ack');
  });

  it('cloudnode 48, rest 66: unknown and malformed messages are answered, and later ones still work', async () => {
    const { node } = await scene.fleet();
    using channel = await node.connect();
    channel.send({ type: 'event', id: 'e-1', command: 'motion_detected', payload: {} });
    expect(await channel.next()).toMatchObject({ type: 'error', id: 'e-1', payload: {} });
    for (const text of [
      'not json',
      '[]',
      '"text"',
      'null',
      '{}',
      '{"type":7}',
      '{"type":"command_result"}',
    ]) {
      channel.send(text);
      const frame = await channel.next();
      expect([text, frame.type, typeof frame.payload['detail']]).toEqual([text, 'error', 'string']);
    }
    channel.send({ type: 'heartbeat', payload: { cameras: 'all' } });
    expect((await channel.next()).type).toBe('error');
    channel.socket.send(Buffer.from('{"type":"heartbeat"}'), { binary: true });
    channel.send({ type: 'command_result', id: 'nobody-asked', payload: { status: 'success' } });
    expect((await channel.heartbeat()).type).toBe('ack');
  });

  it('rest 64: the 181st message in 60 s is refused, the connection stays', async () => {
    const { node } = await scene.fleet();
    using channel = await node.connect();
    for (let count = 0; count < 181; count += 1) channel.send({ type: 'novel', id: String(count) });
    for (let count = 0; count < 180; count += 1) expect((await channel.next()).id).toBe(String(count));
    const refused = await channel.next();
    expect([refused.type, refused.id]).toEqual(['error', undefined]);
    scene.advance(60_001);
    expect((await channel.heartbeat()).type).toBe('ack');
  });

  it('cloudnode 46: a message of 20 MB is taken', async () => {
    const { node } = await scene.fleet();
    using channel = await node.connect();
    const deleting = startDelete(node);
    const command = await channel.next();
    channel.succeed(command, 'x'.repeat(20_000_000));
    expect((await deleting).json()).toMatchObject({ node_wiped: true });
  });
});

describe('commands and connections', () => {
  it('cloudnode 43: a result with another id, or of another node, satisfies nobody', async () => {
    const [{ node }, { node: other }] = [await scene.fleet(), await scene.fleet()];
    using channel = await node.connect();
    using stranger = await other.connect();
    const deleting = startDelete(node);
    const command = await channel.next();
    stranger.send({ type: 'command_result', id: command.id, payload: { status: 'success', data: {} } });
    channel.send({ type: 'command_result', id: 'another', payload: { status: 'success', data: {} } });
    expect((await stranger.heartbeat()).type).toBe('ack');
    expect((await channel.heartbeat()).type).toBe('ack');
    channel.send({ type: 'command_result', id: command.id, payload: { status: 'error', error: 'no' } });
    expect((await deleting).json()).toMatchObject({ node_wiped: false });
  });

  it('cloudnode 44, rest 65: a channel lost during a command fails its caller within 2 s', async () => {
    const { node } = await scene.fleet();
    using channel = await node.connect();
    const started = performance.now();
    const deleting = startDelete(node);
    await channel.next();
    channel.socket.terminate();
    expect((await deleting).json()).toMatchObject({ success: true, node_wiped: false });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('cloudnode 45, rest 63: a second connection replaces the first and keeps the commands', async () => {
    const { node } = await scene.fleet();
    using first = await node.connect();
    expect((await first.heartbeat()).type).toBe('ack');
    using second = await node.connect();
    expect(await first.closed).toBe(1000);
    expect((await second.heartbeat()).type).toBe('ack');
    expect((await connectedNodes()).filter((id) => id === node.nodeId)).toHaveLength(1);
    const deleting = startDelete(node);
    second.succeed(await second.next(), { wiped: true });
    expect((await deleting).json()).toMatchObject({ node_wiped: true });
  });

  it('cloudnode 45: the first connection answers no close frame and is gone all the same', async () => {
    const { node } = await scene.fleet();
    using dead = await node.connect();
    dead.socket.pause();
    using second = await node.connect();
    await eventually('only the second is left', async () => (await connectedNodes()).includes(node.nodeId));
    const deleting = startDelete(node);
    second.succeed(await second.next(), { wiped: true });
    expect((await deleting).json()).toMatchObject({ node_wiped: true });
  });

  it('rest 60: ws-status follows connections', async () => {
    const { node } = await scene.fleet();
    expect(await connectedNodes()).not.toContain(node.nodeId);
    const channel = await node.connect();
    const answer = (await scene.owner.get('/api/nodes/ws-status')).json<{
      connected_nodes: string[];
      count: number;
    }>();
    expect(answer.connected_nodes).toContain(node.nodeId);
    expect(answer.count).toBe(answer.connected_nodes.length);
    channel.socket.terminate();
    await eventually('it is gone', async () => !(await connectedNodes()).includes(node.nodeId));
  });

  it('cloudnode 49: a stopping server closes channels; the node comes back and works without registering', async () => {
    using folder = temporaryFolder();
    const before = await startScene({ dataDir: folder.path });
    const fleet = await before.fleet();
    const camera = cameraOf(fleet);
    using channel = await fleet.node.connect();
    await before[Symbol.asyncDispose]();
    expect(await channel.closed).toBe(1001);
    expect(channel.socket.readyState).toBe(WebSocket.CLOSED);
    await using after = await startScene({ dataDir: folder.path });
    using returned = fleet.node.as({ url: after.server.url });
    using second = await returned.connect();
    const ack = await second.heartbeat({ cameras: [{ camera_id: camera.id, status: 'streaming' }] });
    expect(ack.type).toBe('ack');
    expect((await after.owner.get(`/api/cameras/${camera.id}`)).json()['status']).toBe('streaming');
  });
});

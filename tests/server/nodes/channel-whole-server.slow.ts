import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';
import { ChannelEnd } from './channel-bench.ts';
import { camerasOf, newNode, nodeSeenBy, type TestNode } from './test-node.ts';

async function openChannel(server: TestServer, node: TestNode): Promise<ChannelEnd> {
  const url = `${server.url.replace('http:', 'ws:')}/ws/node`;
  const headers = { 'x-node-id': node.id, 'x-node-api-key': node.key };
  const end = new ChannelEnd(new WebSocket(url, { headers }));
  await once(end.socket, 'open');
  return end;
}

function beat(payload: Readonly<Record<string, unknown>>): unknown {
  return { type: 'heartbeat', payload: { cameras: [], node_version: '0.1.73', ...payload } };
}

describe('the command channel of a whole server', () => {
  it('cloudnode 15: a heartbeat over the channel obeys lan_streaming as the other one does', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    await node.heartbeat({ local_ip: '192.168.1.20', lan_streaming: false });
    const end = await openChannel(server, node);
    end.say(beat({ local_ip: '192.168.1.20', lan_streaming: false }));
    await end.frame('ack');
    expect((await nodeSeenBy(owner, node))['local_ip']).toBeNull();
    end.say(beat({ local_ip: '192.168.1.20', lan_streaming: true }));
    await end.frame('ack', 2);
    expect((await nodeSeenBy(owner, node))['local_ip']).toBe('192.168.1.20');
    end.say(beat({ local_ip: null, lan_streaming: true }));
    await end.frame('ack', 3);
    expect((await nodeSeenBy(owner, node))['local_ip']).toBe('192.168.1.20');
    end.say(beat({ local_ip: '192.168.1.20', lan_streaming: false }));
    await end.frame('ack', 4);
    expect((await nodeSeenBy(owner, node))['local_ip']).toBeNull();
  });

  it('cloudnode 40: a heartbeat over the channel updates the node and its own cameras, and keeps the storage', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    await node.heartbeat({ storage_stats: { used_bytes: 5 } });
    const end = await openChannel(server, node);
    const cameras = [
      { camera_id: `${node.id}_dev_video0`, status: 'failed', last_error: 'x'.repeat(5000) },
      { camera_id: 'somebody_else', status: 'failed' },
    ];
    end.say(beat({ cameras }));
    await end.frame('ack');
    expect((await camerasOf(owner))[0]).toMatchObject({ status: 'failed', last_error: 'x'.repeat(500) });
    expect(await nodeSeenBy(owner, node)).toMatchObject({ status: 'online', storage: { used_bytes: 5 } });
  });

  it('a version that is too old is told so and stays connected', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner());
    const end = await openChannel(server, node);
    end.say(beat({ node_version: '0.0.1' }));
    expect((await end.frame('ack')).payload).toMatchObject({ unsupported: true });
    end.say(beat({}));
    expect((await end.frame('ack', 2)).payload).not.toHaveProperty('unsupported');
  });

  it('cloudnode 50: deleting a connected node has it erase its data first', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    const end = await openChannel(server, node);
    expect((await owner.get('/api/nodes/ws-status')).json()).toEqual({
      connected_nodes: [node.id],
      count: 1,
    });
    const deletion = owner.ask('DELETE', `/api/nodes/${node.id}`);
    const command = await end.frame('command');
    expect(command).toMatchObject({ command: 'wipe_data', payload: {} });
    expect(await camerasOf(owner)).toHaveLength(1);
    end.answer(command, { wiped: true });
    expect((await deletion).json()).toMatchObject({ node_wiped: true });
    expect(await end.closed()).toBe(1000);
    expect((await owner.get('/api/nodes/ws-status')).json()).toEqual({ connected_nodes: [], count: 0 });
  });

  it('cloudnode 50: a node that goes away while it is deleted is deleted all the same', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const end = await openChannel(server, node);
    const deletion = owner.ask('DELETE', `/api/nodes/${node.id}`);
    await end.frame('command');
    end.socket.terminate();
    expect((await deletion).json()).toMatchObject({ success: true, node_wiped: false });
  });

  it('rest 57: a rotated key closes the open channel, and only the new key opens another', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const end = await openChannel(server, node);
    await owner.post(`/api/nodes/${node.id}/rotate-key`);
    expect(await end.closed()).toBe(1000);
    await expect(openChannel(server, node)).rejects.toThrow('401');
  });

  it('cloudnode 50: decommissioning closes the channel and sends no command', async () => {
    await using server = await startTestServer();
    const node = await newNode(server, await server.owner());
    const end = await openChannel(server, node);
    expect((await node.client.post('/api/nodes/self/decommission')).status).toBe(200);
    await end.closed();
    expect(end.frames).toEqual([]);
  });

  it('cloudnode 49: a stopped server closes the channel; the next one takes it without registration', async () => {
    const before = await startTestServer();
    const owner = await before.owner();
    const node = await newNode(before, owner);
    const end = await openChannel(before, node);
    const { dataDir } = before;
    await before.running.dispose();
    expect(await end.closed()).toBe(1001);
    await using after = await startTestServer({ dataDir });
    const again = await openChannel(after, node);
    again.say(beat({}));
    await again.frame('ack');
    await eventually('nothing but the ack was sent', () => again.frames.length === 1);
    await before[Symbol.asyncDispose]();
  });
});

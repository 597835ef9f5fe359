import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ChannelBench, ChannelEnd } from './channel-bench.ts';

const NODE_A = { 'x-node-id': 'aaaaaaaa', 'x-node-api-key': 'key-a' };

describe('opening the command channel', () => {
  it('cloudnode 39: the two headers open it, without subprotocol and extensions', async () => {
    await using bench = await ChannelBench.start();
    const { socket } = await bench.connect();
    expect(socket.protocol).toBe('');
    expect(socket.extensions).toBe('');
    expect(bench.connections.isConnected('aaaaaaaa')).toBe(true);
  });

  it('cloudnode 39, rest 61: wrong key, wrong id and missing values are refused alike, before the upgrade', async () => {
    await using bench = await ChannelBench.start();
    expect(await bench.refusal({ ...NODE_A, 'x-node-api-key': 'key-b' })).toBe(401);
    expect(await bench.refusal({ ...NODE_A, 'x-node-id': 'dddddddd' })).toBe(401);
    expect(await bench.refusal({ 'x-node-id': 'aaaaaaaa' })).toBe(401);
    expect(await bench.refusal({ 'x-node-api-key': 'key-a' })).toBe(401);
    expect(await bench.refusal({})).toBe(401);
    expect(bench.connections.isConnected('aaaaaaaa')).toBe(false);
  });

  it('rest 61: old nodes may use the address, which is warned about only after success', async () => {
    await using bench = await ChannelBench.start();
    expect(await bench.refusal({}, '?api_key=wrong&node_id=aaaaaaaa')).toBe(401);
    const warnings = () => bench.logLines.filter((line) => line.includes('in the address'));
    expect(warnings()).toHaveLength(0);
    const end = new ChannelEnd(bench.open({}, '?api_key=key-a&node_id=aaaaaaaa'));
    await once(end.socket, 'open');
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).not.toContain('key-a');
  });

  it('rest 61: a header beats its query twin, each on its own', async () => {
    await using bench = await ChannelBench.start();
    const end = new ChannelEnd(bench.open(NODE_A, '?api_key=wrong&node_id=dddddddd'));
    await once(end.socket, 'open');
    const mixed = new ChannelEnd(bench.open({ 'x-node-id': 'bbbbbbbb' }, '?api_key=key-b&node_id=dddddddd'));
    await once(mixed.socket, 'open');
    expect(bench.connections.connectedNodes('org_1').toSorted()).toEqual(['aaaaaaaa', 'bbbbbbbb']);
    expect(await bench.refusal({ 'x-node-api-key': 'wrong' }, '?api_key=key-a&node_id=aaaaaaaa')).toBe(401);
  });

  it('rest 62: the 11th connect in a minute is refused, another node and the next minute are not', async () => {
    await using bench = await ChannelBench.start();
    for (let attempt = 0; attempt < 10; attempt += 1) await bench.connect();
    expect(await bench.refusal(NODE_A)).toBe(429);
    await bench.connect('bbbbbbbb');
    bench.clock.advance(60_000);
    await bench.connect();
  });

  it('whoever guesses keys is throttled without locking the node out', async () => {
    await using bench = await ChannelBench.start();
    const wrong = { ...NODE_A, 'x-node-api-key': 'guess' };
    for (let attempt = 0; attempt < 10; attempt += 1) expect(await bench.refusal(wrong)).toBe(401);
    expect(await bench.refusal(wrong)).toBe(429);
    await bench.connect();
  });

  it('a peer that resets while being refused harms nobody', async () => {
    await using bench = await ChannelBench.start();
    const socket = connect(bench.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'GET /ws/node HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    socket.resetAndDestroy();
    await bench.connect();
  });

  it('rest 60: only nodes of the same organisation are listed', async () => {
    await using bench = await ChannelBench.start();
    await bench.connect('aaaaaaaa');
    await bench.connect('cccccccc');
    expect(bench.connections.connectedNodes('org_1')).toEqual(['aaaaaaaa']);
    expect(bench.connections.connectedNodes('org_2')).toEqual(['cccccccc']);
    expect(bench.connections.connectedNodes('org_3')).toEqual([]);
  });

  it('cloudnode 49: shutdown closes open channels within a second and takes no new ones', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const pending = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    const failed = expect(pending).rejects.toMatchObject({ reason: 'disconnected' });
    await bench.connections.dispose();
    await failed;
    expect(await end.closed()).toBe(1001);
    expect(await bench.refusal(NODE_A)).toBe(503);
  });

  it('cloudnode 49: shutdown does not wait for a peer that does not answer the close', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    end.socket.pause();
    const before = performance.now();
    await bench.connections.dispose();
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/wait.ts';
import { NodeClient } from '../../scripts/simulator/node-client.ts';
import { CAMERA, KEY, NODE_ID, type RecordedSocket, RecordingServer } from './recording-server.ts';

function firstSocket(server: RecordingServer, index = 0): Promise<RecordedSocket> {
  return eventually(`socket ${index}`, () => server.sockets[index]);
}

function results(socket: RecordedSocket): Record<string, unknown>[] {
  return socket.frames.filter(({ type }) => type === 'command_result');
}

function send(socket: RecordedSocket, frame: object): void {
  socket.socket.send(JSON.stringify(frame));
}

async function answered(socket: RecordedSocket, count: number): Promise<Record<string, unknown>[]> {
  return eventually(`${count} results`, () =>
    results(socket).length >= count ? results(socket) : undefined,
  );
}

describe('connecting', () => {
  it('sends the two identity headers, no origin, no extensions, no subprotocol', async () => {
    const server = await RecordingServer.start();
    await server.node();
    const socket = await firstSocket(server);
    expect(socket.url).toBe('/ws/node');
    const { host: _host, ...headers } = Object.fromEntries(socket.headers);
    expect(headers).toEqual({
      'x-node-api-key': KEY,
      'x-node-id': NODE_ID,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': expect.any(String) as unknown,
    });
  });

  it('a refused upgrade is tried again after growing pauses, which a success resets', async () => {
    const server = await RecordingServer.start();
    server.upgradeStatus = (attempt) => (attempt <= 5 || attempt === 7 ? 403 : 101);
    const node = await server.node({ reconnectMs: [20, 40, 80] });
    const socket = await firstSocket(server);
    const pauses = node.events.past('refused').map(({ retryInMs, status }) => [retryInMs, status]);
    expect(pauses).toEqual([20, 40, 80, 80, 80].map((ms) => [ms, 403]));
    const gaps = server.upgrades.slice(1).map((at, index) => at - (server.upgrades[index] ?? 0));
    for (const [index, least] of [20, 40, 80, 80, 80].entries()) {
      expect(gaps[index]).toBeGreaterThanOrEqual(least - 1);
    }
    await node.events.waitFor('connected', { past: true });
    const dropped = node.waitFor('disconnected');
    socket.socket.close(1000);
    expect((await dropped).retryInMs).toBe(20);
    expect((await node.waitFor('refused')).retryInMs, 'the count starts over').toBe(40);
    await firstSocket(server, 1);
  });

  it('an unanswered upgrade is waited for, and a stop still ends the node', async () => {
    const server = await RecordingServer.start();
    server.upgradeStatus = () => 0;
    const node = await server.node();
    await eventually('the upgrade was asked for', () => server.upgrades.length === 1);
    await node.waitFor('segment', { match: ({ number }) => number >= 3 });
    expect(server.upgrades).toHaveLength(1);
    await node.stop();
    await eventually('the connection is dropped', () => server.abandonedUpgrades === 1);
  });

  it('a stopped node drops TCP without a close frame', async () => {
    const server = await RecordingServer.start();
    const node = await server.node();
    const socket = await firstSocket(server);
    await node.stop();
    expect(await eventually('the socket ends', () => socket.closedWith)).toBe(1006);
  });
});

describe('frames', () => {
  it('a heartbeat goes out at once and then regularly, errors in full length', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ heartbeatMs: 80, heartbeats: false });
    const socket = await firstSocket(server);
    const first = await eventually('first heartbeat', () => socket.frames[0]);
    const cameras = [{ camera_id: CAMERA, status: 'streaming' }];
    const rest = { local_ip: null, lan_streaming: false, node_version: '0.1.73' };
    expect(first).toEqual({ type: 'heartbeat', payload: { cameras, ...rest } });
    node.setCameraStatus(0, 'error', 'e'.repeat(5_000));
    const failed = [{ camera_id: CAMERA, status: 'error', last_error: 'e'.repeat(5_000) }];
    const later = await eventually('the error is told', () => {
      return socket.frames.find(({ payload }) => JSON.stringify(payload).includes('eee'));
    });
    expect(later).toEqual({ type: 'heartbeat', payload: { cameras: failed, ...rest } });
  });

  it('all four commands, an unknown one, and a number as id that is dropped silently', async () => {
    const server = await RecordingServer.start();
    const on = JSON.stringify({ success: true, timestamp: 't', recording_state: { [CAMERA]: true } });
    server.answer = ({ line }) => (line.includes('heartbeat') ? { body: on } : undefined);
    const node = await server.node();
    const socket = await firstSocket(server);
    await node.events.waitFor('recording', { past: true });
    await node.waitFor('segment');
    const payload = { camera_id: CAMERA };
    send(socket, { type: 'command', id: 7, command: 'list_snapshots', payload });
    for (const command of [
      'take_snapshot',
      'list_snapshots',
      'list_recordings',
      'start_recording',
      'wipe_data',
    ]) {
      send(socket, { type: 'command', id: `id-${command}`, command, payload });
    }
    const [picture, snapshots, recordings, unknown, wiped] = await answered(socket, 5);
    expect(picture).toMatchObject({ id: 'id-take_snapshot', command: 'take_snapshot' });
    const data = (picture as { payload: { data: Record<string, unknown> } }).payload.data;
    expect(Object.keys(data)).toEqual(['filename', 'size_bytes', 'timestamp', 'image_b64']);
    const jpeg = Buffer.from(String(data['image_b64']), 'base64');
    expect(jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(jpeg.length).toBe(data['size_bytes']);
    const { image_b64: _image, ...row } = data;
    expect(snapshots?.['payload']).toEqual({
      status: 'success',
      data: [{ id: 1, camera_id: CAMERA, ...row }],
    });
    const counts = {
      segment_count: expect.any(Number) as unknown,
      total_size_bytes: expect.any(Number) as unknown,
    };
    const day = { camera_id: CAMERA, date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown, ...counts };
    expect(recordings?.['payload']).toEqual({ status: 'success', data: [day] });
    expect(unknown?.['payload']).toEqual({ status: 'error', error: 'unknown command: start_recording' });
    expect(wiped?.['payload']).toEqual({ status: 'success', data: { wiped: true } });
    await node.waitFor('segment');
    await expect(node.restartProcess()).rejects.toThrow(/setup/);
  });

  it('snapshot errors: no camera id, no segment yet, disk almost full', async () => {
    const server = await RecordingServer.start();
    const storage = { used_bytes: 0, max_bytes: 1, disk_free_bytes: 1_000, disk_total_bytes: 2_000 };
    await server.node({ segmentIntervalMs: 60_000 });
    const empty = await firstSocket(server);
    await server.node({ storage });
    const full = await firstSocket(server, 1);
    send(empty, { type: 'command', id: 'a', command: 'take_snapshot', payload: {} });
    send(empty, { type: 'command', id: 'b', command: 'take_snapshot', payload: { camera_id: CAMERA } });
    send(full, { type: 'command', id: 'c', command: 'take_snapshot', payload: { camera_id: CAMERA } });
    const errors = [...(await answered(empty, 2)), ...(await answered(full, 1))].map(
      ({ payload }) => payload,
    );
    expect(errors).toEqual([
      { status: 'error', error: 'missing camera_id' },
      { status: 'error', error: 'no segment available yet' },
      { status: 'error', error: 'disk is almost full' },
    ]);
  });

  it('one thing at a time: while a command runs there is no heartbeat, no pong and no second command', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ heartbeatMs: 40, heartbeats: false, commandDelayMs: 200 });
    const socket = await firstSocket(server);
    let answeredBeforePong: number | undefined;
    socket.socket.on('pong', () => {
      answeredBeforePong = results(socket).length;
    });
    const begun = node.waitFor('command');
    send(socket, { type: 'command', id: 'one', command: 'list_snapshots', payload: {} });
    send(socket, { type: 'command', id: 'two', command: 'list_recordings', payload: {} });
    await begun;
    socket.socket.ping();
    await answered(socket, 2);
    const one = socket.frames.findIndex(({ id }) => id === 'one');
    expect(socket.frames[one + 1], 'five heartbeats were due in between').toMatchObject({ id: 'two' });
    expect(await eventually('the ping is answered in the end', () => answeredBeforePong)).toBe(2);
    const late = await eventually('missed heartbeats arrive in a burst', () => {
      const after = socket.frames.slice(socket.frames.findIndex(({ id }) => id === 'two') + 1);
      return after.length >= 3 ? after : undefined;
    });
    expect(late.every(({ type }) => type === 'heartbeat')).toBe(true);
  });

  it('binary frames, broken frames and unknown types change nothing; acks and errors are read', async () => {
    const server = await RecordingServer.start();
    const node = await server.node();
    const socket = await firstSocket(server);
    const told = node.waitFor('serverFrame', { match: ({ type }) => type === 'error' });
    socket.socket.send(Buffer.from('{"type":"command","id":"x","command":"list_snapshots"}'), {
      binary: true,
    });
    socket.socket.send('{');
    send(socket, { type: 'novelty' });
    send(socket, { type: 'error', payload: { detail: 'no' } });
    expect((await told).payload).toEqual({ detail: 'no' });
    expect(results(socket)).toEqual([]);
    expect(node.connected).toBe(true);
  });
});

describe('the channel by hand', () => {
  it('a refusal comes back as status and body', async () => {
    const server = await RecordingServer.start();
    server.upgradeStatus = () => 401;
    const client = new NodeClient({ url: server.url, nodeId: NODE_ID });
    onTestFinished(() => client.close());
    expect(await client.openWebSocket()).toEqual({ status: 401, body: 'no' });
  });

  it('frames wait until they are asked for, and the close is told', async () => {
    const server = await RecordingServer.start();
    const client = new NodeClient({ url: server.url, nodeId: NODE_ID, key: KEY });
    onTestFinished(() => client.close());
    const { socket } = await client.openWebSocket();
    const peer = await firstSocket(server);
    send(peer, { type: 'ack', payload: null });
    send(peer, { type: 'error', payload: null });
    expect(await socket?.next((frame) => (frame as { type: string }).type === 'error')).toBeDefined();
    expect(await socket?.next()).toEqual({ type: 'ack', payload: null });
    await expect(socket?.next(() => true, 20)).rejects.toThrow(/no matching frame/);
    socket?.send({ type: 'heartbeat', payload: { cameras: [] } });
    await eventually('the frame arrives', () => peer.frames.length === 1);
    peer.socket.close(4001, 'replaced');
    expect(await socket?.closed).toEqual({ code: 4001, reason: 'replaced' });
  });
});

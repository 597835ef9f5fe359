import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/wait.ts';
import { ChannelBench } from './channel-bench.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('commands to a node', () => {
  it('cloudnode 41: a command carries a text id, and its result comes back unchanged', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const result = bench.connections.send('aaaaaaaa', 'take_snapshot', { camera_id: 'aaaaaaaa_cam' });
    const command = await end.frame('command');
    expect(command.id).toMatch(UUID);
    expect(command).toMatchObject({ command: 'take_snapshot', payload: { camera_id: 'aaaaaaaa_cam' } });
    const picture = 'A'.repeat(1_400_000);
    end.answer(command, { image_b64: picture });
    expect(await result).toEqual({ status: 'success', data: { image_b64: picture } });
  });

  it('cloudnode 41: an error result is a result', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const result = bench.connections.send('aaaaaaaa', 'take_snapshot', {});
    const { id } = await end.frame('command');
    end.say({ type: 'command_result', id, payload: { status: 'error', error: 'no segment yet' } });
    expect(await result).toEqual({ status: 'error', error: 'no segment yet' });
  });

  it('cloudnode 42, rest 65: no answer is a time-out, the late result is dropped and the next command works', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const lost = bench.connections.send('aaaaaaaa', 'take_snapshot', {}, { timeoutMs: 50 });
    await expect(lost).rejects.toMatchObject({ reason: 'timed-out' });
    const first = await end.frame('command');
    const second = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    const next = await end.frame('command', 2);
    end.answer(first, 'late');
    end.answer(next, []);
    expect(await second).toEqual({ status: 'success', data: [] });
  });

  it('cloudnode 43: a result with a foreign id or from another node satisfies nobody', async () => {
    await using bench = await ChannelBench.start();
    const mine = await bench.connect('aaaaaaaa');
    const other = await bench.connect('bbbbbbbb');
    const result = bench.connections.send('aaaaaaaa', 'list_recordings', {});
    const command = await mine.frame('command');
    other.answer(command, 'from another node');
    mine.say({ type: 'command_result', id: 'something else', payload: { status: 'success', data: 'x' } });
    mine.say({ type: 'command_result', id: command.id, payload: 'no object' });
    // The refusal of the malformed result shows that everything before it was looked at.
    await mine.frame('error');
    mine.answer(command, 'right');
    expect(await result).toEqual({ status: 'success', data: 'right' });
  });

  it('cloudnode 44, rest 65: losing the channel fails the caller at once', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const inFlight = bench.connections.send('aaaaaaaa', 'wipe_data', {});
    const queued = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    const failed = Promise.all([
      expect(inFlight).rejects.toMatchObject({ reason: 'disconnected' }),
      expect(queued).rejects.toMatchObject({ reason: 'disconnected' }),
    ]);
    await end.frame('command');
    end.socket.terminate();
    await failed;
    await expect(bench.connections.send('aaaaaaaa', 'wipe_data', {})).rejects.toMatchObject({
      reason: 'not-connected',
    });
  });

  it('cloudnode 45, rest 63: a second connection takes over, also after the first has cleaned up', async () => {
    await using bench = await ChannelBench.start();
    const first = await bench.connect();
    const lost = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    const failed = expect(lost).rejects.toMatchObject({ reason: 'disconnected' });
    await first.frame('command');
    const second = await bench.connect();
    await failed;
    expect(await first.closed()).toBe(1000);
    expect(bench.connections.isConnected('aaaaaaaa')).toBe(true);
    const result = bench.connections.send('aaaaaaaa', 'list_recordings', {});
    second.answer(await second.frame('command'), 'from the second');
    expect(await result).toMatchObject({ data: 'from the second' });
    expect(first.frames).toHaveLength(1);
  });

  it('cloudnode 46: a listing of 20 MB is taken', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const result = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    end.answer(await end.frame('command'), 'x'.repeat(20_000_000));
    expect((await result)['data']).toHaveLength(20_000_000);
  });

  it('cloudnode 47: commands of one node run one after the other, each with its own answer', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const one = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    const two = bench.connections.send('aaaaaaaa', 'list_recordings', {});
    const first = await end.frame('command');
    end.say({ type: 'heartbeat', id: 'between', payload: {} });
    await end.frame('ack');
    expect(end.frames.filter((frame) => frame.type === 'command')).toHaveLength(1);
    end.answer(first, 1);
    end.answer(await end.frame('command', 2), 2);
    expect(await one).toMatchObject({ data: 1 });
    expect(await two).toMatchObject({ data: 2 });
  });

  it('shared commands that wait become one with one result; what was sent already is not joined', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const take = (camera: string, timeoutMs = 5_000) =>
      bench.connections.send('aaaaaaaa', 'take_snapshot', { camera_id: camera }, { timeoutMs, shared: true });
    const sent = take('gate');
    const first = await end.frame('command');
    const waiting = [take('gate'), take('yard'), take('gate'), take('gate')];
    const alone = bench.connections.send('aaaaaaaa', 'take_snapshot', { camera_id: 'gate' });
    const impatient = take('gate', 30);
    await expect(impatient).rejects.toMatchObject({ reason: 'timed-out' });
    end.answer(first, 1);
    for (const count of [2, 3, 4]) end.answer(await end.frame('command', count), count);
    expect(await sent).toMatchObject({ data: 1 });
    expect((await Promise.all(waiting)).map(({ data }) => data)).toEqual([2, 3, 2, 2]);
    expect(await alone).toMatchObject({ data: 4 });
    expect(end.frames.filter(({ type }) => type === 'command')).toHaveLength(4);
  });

  it('a shared command that all gave up on is not sent, and a lost channel fails all who share', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const take = (timeoutMs: number) =>
      bench.connections.send('aaaaaaaa', 'take_snapshot', {}, { timeoutMs, shared: true });
    const slow = bench.connections.send('aaaaaaaa', 'wipe_data', {});
    const failed = (reason: string, ...all: readonly Promise<unknown>[]) =>
      Promise.all(all.map((one) => expect(one).rejects.toMatchObject({ reason })));
    await failed('timed-out', take(20), take(40));
    end.answer(await end.frame('command'), { wiped: true });
    await slow;
    const after = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
    expect(await end.frame('command', 2)).toMatchObject({ command: 'list_snapshots' });
    const lost = failed('disconnected', after, take(5_000), take(5_000));
    end.socket.terminate();
    await lost;
  });

  it('the wait for earlier commands counts towards the time-out, and nothing is sent afterwards', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    const slow = bench.connections.send('aaaaaaaa', 'wipe_data', {});
    const queued = bench.connections.send('aaaaaaaa', 'take_snapshot', {}, { timeoutMs: 50 });
    await expect(queued).rejects.toMatchObject({ reason: 'timed-out' });
    end.answer(await end.frame('command'), { wiped: true });
    await slow;
    const last = bench.connections.send('aaaaaaaa', 'list_recordings', {});
    end.answer(await end.frame('command', 2), []);
    await last;
    expect(end.frames.map((frame) => frame.command)).toEqual(['wipe_data', 'list_recordings']);
  });

  it('a disconnected node is closed and forgotten at once', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    bench.connections.disconnect('aaaaaaaa');
    expect(bench.connections.isConnected('aaaaaaaa')).toBe(false);
    expect(await end.closed()).toBe(1000);
    bench.connections.disconnect('aaaaaaaa');
    await eventually('nothing is open', () => bench.connections.connectedNodes('org_1').length === 0);
  });
});

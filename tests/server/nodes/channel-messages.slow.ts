import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/wait.ts';
import { ChannelBench } from './channel-bench.ts';

const HEARTBEAT = { type: 'heartbeat', payload: { cameras: [], local_ip: null, lan_streaming: true } };

describe('messages of a node', () => {
  it('rest 61: a heartbeat is acknowledged with the same id', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    end.say({ ...HEARTBEAT, id: 'abc' });
    expect(await end.frame('ack')).toEqual({
      type: 'ack',
      id: 'abc',
      payload: { timestamp: '2026-03-01T12:00:00.000Z' },
    });
  });

  it('cloudnode 40: a heartbeat without id and with a very long error text is taken', async () => {
    const seen: unknown[] = [];
    await using bench = await ChannelBench.start({
      onHeartbeat: async (_owner, payload) => {
        seen.push(payload.cameras);
        return { timestamp: 'now' };
      },
    });
    const end = await bench.connect();
    const cameras = [{ camera_id: 'aaaaaaaa_cam', status: 'failed', last_error: 'x'.repeat(5000) }];
    end.say({ type: 'heartbeat', payload: { cameras } });
    expect(await end.frame('ack')).toEqual({ type: 'ack', payload: { timestamp: 'now' } });
    expect(seen).toEqual([[{ camera_id: 'aaaaaaaa_cam', status: 'failed', last_error: 'x'.repeat(500) }]]);
  });

  it('a numeric id is never echoed, for the node would drop the answer', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    end.say({ ...HEARTBEAT, id: 7 });
    expect(await end.frame('ack')).not.toHaveProperty('id');
  });

  it('cloudnode 48, rest 66: an unknown type gets an error with its id and harms nothing', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    end.say({ type: 'event', id: 'e1', payload: { kind: 'motion_detected' } });
    expect(await end.frame('error')).toMatchObject({ id: 'e1' });
    end.say({ ...HEARTBEAT, id: 'h1' });
    expect(await end.frame('ack')).toMatchObject({ id: 'h1' });
  });

  it('text that is no JSON object gets an error frame, binary is ignored, the channel stays', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    for (const text of ['{', '[]', '"heartbeat"', 'null', '{"id":"x"}', '{"type":5}']) end.say(text);
    end.socket.send(Buffer.from([0, 1, 2]));
    end.say({ type: 'heartbeat', id: 'bad', payload: { cameras: 'none' } });
    expect(await end.frame('error', 7)).toMatchObject({ id: 'bad' });
    end.say(HEARTBEAT);
    await end.frame('ack');
    expect(end.frames.filter((frame) => frame.type === 'error')).toHaveLength(7);
  });

  it('rest 64: the 181st message in a minute is ignored with an error, and the channel stays', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    for (let count = 0; count < 181; count += 1) end.say(HEARTBEAT);
    await end.frame('ack', 180);
    await end.frame('error');
    bench.clock.advance(60_000);
    end.say({ ...HEARTBEAT, id: 'later' });
    await eventually('a later heartbeat is acknowledged', () => end.frames.some((f) => f.id === 'later'));
  });

  it('answers that were asked for do not count, so that a node much asked is heard at all', async () => {
    await using bench = await ChannelBench.start();
    const end = await bench.connect();
    for (let count = 1; count <= 185; count += 1) {
      const result = bench.connections.send('aaaaaaaa', 'list_snapshots', {});
      end.answer(await end.frame('command', count), count);
      expect(await result).toMatchObject({ data: count });
    }
    end.say({ ...HEARTBEAT, id: 'h1' });
    expect(await end.frame('ack')).toMatchObject({ id: 'h1' });
    const asked = bench.connections.send('aaaaaaaa', 'wipe_data', {});
    const command = await end.frame('command', 186);
    // Naming the command in flight is not enough.
    for (let count = 0; count < 180; count += 1) end.say({ ...HEARTBEAT, id: command.id });
    await end.frame('error');
    end.answer(command, 'done');
    expect(await asked).toMatchObject({ data: 'done' });
  });

  it('a heartbeat that cannot be stored is answered with an error frame', async () => {
    await using bench = await ChannelBench.start({
      onHeartbeat: () => Promise.reject(new Error('no database')),
    });
    const end = await bench.connect();
    end.say({ ...HEARTBEAT, id: 'h1' });
    expect(await end.frame('error')).toMatchObject({ id: 'h1' });
    expect(JSON.stringify(end.frames)).not.toContain('no database');
  });

  it('pings the node, and drops a channel that is silent for more than 90 s', async () => {
    await using bench = await ChannelBench.start({ timing: { pingEveryMs: 20 } });
    const lively = await bench.connect('aaaaaaaa');
    const silent = await bench.connect('bbbbbbbb');
    await once(lively.socket, 'ping');
    silent.socket.pause();
    await eventually('both would be dropped but for the pong', () => {
      bench.clock.advance(3000);
      return !bench.connections.isConnected('bbbbbbbb');
    });
    expect(bench.connections.isConnected('aaaaaaaa')).toBe(true);
  });

  it('cloudnode 47: a silent channel is kept while a command is in flight', async () => {
    await using bench = await ChannelBench.start({ timing: { pingEveryMs: 10 } });
    const end = await bench.connect();
    const result = bench.connections.send('aaaaaaaa', 'wipe_data', {});
    const command = await end.frame('command');
    end.socket.pause();
    bench.clock.advance(100_000);
    // Ten watch rounds see a silence above the limit.
    let rounds = 0;
    const counter = setInterval(() => (rounds += 1), 10);
    await eventually('ten rounds', () => rounds >= 10);
    clearInterval(counter);
    end.socket.resume();
    end.answer(command, { wiped: true });
    expect(await result).toEqual({ status: 'success', data: { wiped: true } });
  });
});

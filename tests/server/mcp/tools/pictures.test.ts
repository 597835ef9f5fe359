import { describe, expect, it } from 'vitest';
import { cameras } from '../../../../server/db/schema/cameras.ts';
import { GATE } from '../../incidents/incident-bench.ts';
import { answering, caller, failed, MISSING, PICTURE, pictured, ToolBench } from './tool-bench.ts';

const GATE_ONLY = { camera_id: GATE };

describe('view_camera', () => {
  it('mcp 26: sends take_snapshot with only the camera id, waits 15 s, returns one JPEG block', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    answering(end, pictured());
    const blocks = await tools.blocks('view_camera', GATE_ONLY);
    expect(blocks).toEqual([{ type: 'image', mimeType: 'image/jpeg', data: PICTURE.toString('base64') }]);
    expect(await end.frame('command')).toMatchObject({ command: 'take_snapshot' });
    expect((await end.frame('command')).payload).toEqual({ camera_id: GATE });
    expect(tools.bench.timeouts).toEqual([15_000]);
  });

  it('mcp 27: a node that leaves during the wait fails the call at once and is named', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    const failure = tools.failure('view_camera', GATE_ONLY);
    await end.frame('command');
    end.socket.terminate();
    expect(await failure).toMatch(/aaaaaaaa lost its connection/);
  });

  it('mcp 28: a picture beside the status is taken too', async () => {
    await using tools = await ToolBench.start();
    answering(await tools.bench.connect(), { status: 'success', image_b64: PICTURE.toString('base64') });
    expect(await tools.blocks('view_camera', GATE_ONLY)).toHaveLength(1);
  });

  it('mcp 29: four classes of error texts get four hints, in any case of letters', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    const texts = ['No Segments found', 'ERROR OPENING INPUT: x', 'FFmpeg exited with 1', 'disk on fire', ''];
    answering(end, ...texts.map(failed), { status: 'success' }, { status: 'success', data: {} });
    const told: string[] = [];
    for (let index = 0; index < 7; index += 1) told.push(await tools.failure('view_camera', GATE_ONLY));
    expect(told[0]).toMatch(/no active stream.*encoder.*disk.*unplugged.*get_node/s);
    expect(told[1]).toBe(told[0]);
    expect(told[2]).toMatch(/inside FFmpeg.*FFmpeg exited with 1/);
    expect(told[3]).toMatch(/disk on fire/);
    expect(told[4]).toMatch(/gave no reason/);
    expect(told[5]).toMatch(/too old.*update/s);
    expect(told[6]).toBe(told[5]);
  });

  it('a node that is away or silent, a camera without a node and an unknown one have texts of their own', async () => {
    await using tools = await ToolBench.start();
    expect(await tools.failure('view_camera', GATE_ONLY)).toMatch(/aaaaaaaa is offline/);
    const end = await tools.bench.connect();
    tools.bench.commandTimeoutMs = 30;
    expect(await tools.failure('view_camera', GATE_ONLY)).toMatch(/timed out/);
    await end.frame('command');
    await tools.bench.db.write(async (tx) => void tx.update(cameras).set({ nodeId: null }).run());
    expect(await tools.failure('view_camera', GATE_ONLY)).toMatch(/no node/);
    expect(await tools.failure('watch_camera', GATE_ONLY)).toMatch(/no node/);
    const unknown = await tools.failure('view_camera', { camera_id: MISSING });
    expect(unknown).toContain(MISSING);
    expect(unknown).toContain('list_cameras');
  });

  it('a camera switched off by the plan can still be looked at', async () => {
    await using tools = await ToolBench.start();
    answering(await tools.bench.connect(), pictured());
    await tools.bench.db.write(async (tx) => void tx.update(cameras).set({ disabledByPlan: true }).run());
    expect(await tools.blocks('view_camera', GATE_ONLY)).toHaveLength(1);
  });
});

describe('watch_camera', () => {
  it('mcp 30: two pictures 1 s apart are two commands; defaults 3 and 5; other bounds are refused', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    answering(end, pictured());
    const commands = () => end.frames.filter(({ type }) => type === 'command').length;
    const before: number[] = [];
    tools.onPause = () => void before.push(commands());
    expect(await tools.blocks('watch_camera', { ...GATE_ONLY, count: 2, interval_seconds: 1 })).toHaveLength(
      2,
    );
    expect([tools.pauses, before, commands()]).toEqual([[1000], [1], 2]);
    expect(await tools.blocks('watch_camera', GATE_ONLY)).toHaveLength(3);
    expect(tools.pauses).toEqual([1000, 5000, 5000]);
    const wrong = [
      { count: 1 },
      { count: 11 },
      { interval_seconds: 0 },
      { interval_seconds: 31 },
      { count: 2.5 },
    ];
    for (const part of wrong) expect(tools.accepts('watch_camera', { ...GATE_ONLY, ...part })).toBe(false);
    expect(tools.accepts('watch_camera', { ...GATE_ONLY, count: 10, interval_seconds: 30 })).toBe(true);
  });

  it('mcp 31: one picture of two is a success, with a text in place of the other, in order', async () => {
    await using tools = await ToolBench.start();
    answering(await tools.bench.connect(), failed('ffmpeg died'), pictured());
    const args = { ...GATE_ONLY, count: 2 };
    const [first, second] = await tools.blocks('watch_camera', args);
    expect(first).toEqual({ type: 'text', text: 'Frame 1: no image data.' });
    expect(second).toMatchObject({ type: 'image' });
  });

  it('mcp 31: without any picture it fails, and says why for each', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    answering(end, failed('broken'));
    tools.onPause = async () => {
      end.socket.terminate();
      await end.closed();
      await expect.poll(() => tools.bench.connections.isConnected('aaaaaaaa')).toBe(false);
    };
    const failure = await tools.failure('watch_camera', { ...GATE_ONLY, count: 2 });
    expect(failure).toMatch(/None of the 2 pictures.*Frame 1: no image data.*Frame 2: the node is offline/s);
  });

  it('fails at once when the node is away, without waiting', async () => {
    await using tools = await ToolBench.start();
    expect(await tools.failure('watch_camera', GATE_ONLY)).toMatch(/aaaaaaaa is offline/);
    expect(tools.pauses).toEqual([]);
  });

  it('ends when the caller goes away', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    answering(end, pictured());
    const gone = new AbortController();
    tools.onPause = () => gone.abort();
    const by = { ...caller(), signal: gone.signal };
    expect(await tools.failure('watch_camera', { ...GATE_ONLY, count: 10 }, by)).toMatch(/ended/);
    expect(end.frames.filter(({ type }) => type === 'command')).toHaveLength(1);
  });
});

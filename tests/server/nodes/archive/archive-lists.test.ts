import { describe, expect, it } from 'vitest';
import { ControlBench, FOREIGN, GATE, NODE, YARD } from '../../cameras/control-bench.ts';
import type { ChannelEnd } from '../channel-bench.ts';
import { LanNode } from './lan-node.ts';

type Kind = 'snapshots' | 'recordings';

function list(bench: ControlBench, kind: Kind, query = '') {
  return bench.admin.get(`/api/nodes/${NODE}/${kind}${query}`);
}

async function answered(bench: ControlBench, end: ChannelEnd, kind: Kind, data: unknown, count = 1) {
  const answer = list(bench, kind);
  end.answer(await end.frame('command', count), data);
  return answer;
}

const ROW = {
  id: 3,
  camera_id: GATE,
  filename: 'gate.jpg',
  timestamp: 1_772_366_400_123,
  size_bytes: 70_000,
};
const DAY = { camera_id: GATE, date: '2026-03-01', segment_count: 60, total_size_bytes: 18_000_000 };

describe('what a node has stored', () => {
  it('snapshots come with UTC instants, newest first', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const newer = { ...ROW, id: 4, timestamp: ROW.timestamp + 1 };
    const answer = await answered(bench, end, 'snapshots', [ROW, newer, { ...newer, id: 5 }]);
    expect(answer.json()).toEqual({
      lan_streaming: false,
      total: 3,
      snapshots: [
        { ...newer, id: 5, timestamp: '2026-03-01T12:00:00.124Z' },
        { ...newer, timestamp: '2026-03-01T12:00:00.124Z' },
        { ...ROW, timestamp: '2026-03-01T12:00:00.123Z' },
      ],
    });
    expect(end.frames[0]).toMatchObject({ command: 'list_snapshots', payload: {} });
    expect(bench.timeouts).toEqual([30_000]);
  });

  it('recordings come by camera and UTC day, newest first', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const answer = await answered(bench, end, 'recordings', [DAY, { ...DAY, date: '2026-03-02' }]);
    expect(answer.json()).toEqual({
      lan_streaming: false,
      total: 2,
      recordings: [{ ...DAY, date: '2026-03-02' }, DAY],
    });
    expect(end.frames[0]).toMatchObject({ command: 'list_recordings', payload: {} });
  });

  it('rows of cameras of other nodes and rows that make no sense are left out', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const snapshots = [
      { ...ROW, camera_id: YARD },
      { ...ROW, camera_id: FOREIGN },
      { ...ROW, camera_id: undefined },
      { ...ROW, id: '3' },
      { ...ROW, id: -1 },
      { ...ROW, timestamp: 1e300 },
      { ...ROW, timestamp: '2026-03-01' },
      { ...ROW, timestamp: 9e15 },
      null,
      'row',
      [ROW],
      { ...ROW, filename: 7, size_bytes: -5 },
    ];
    const pictures = (await answered(bench, end, 'snapshots', snapshots)).json();
    expect(pictures).toMatchObject({ total: 1, snapshots: [{ id: 3, filename: '', size_bytes: 0 }] });
    const days = [{ ...DAY, date: '2026-02-30' }, { ...DAY, date: '../x' }, { ...DAY, date: 7 }, DAY];
    const recordings = (await answered(bench, end, 'recordings', days, 2)).json();
    expect(recordings).toMatchObject({ total: 1, recordings: [DAY] });
  });

  it('one camera of the node can be asked for; any other does not exist and is never sent', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    for (const camera of [YARD, FOREIGN, 'nobody', '..', '']) {
      expect((await list(bench, 'snapshots', `?camera_id=${camera}`)).status).toBe(404);
      expect((await list(bench, 'recordings', `?camera_id=${camera}`)).status).toBe(404);
    }
    const answer = list(bench, 'snapshots', `?camera_id=${GATE}`);
    const command = await end.frame('command');
    expect(command.payload).toEqual({ camera_id: GATE });
    end.answer(command, [ROW]);
    expect((await answer).json()).toMatchObject({ total: 1 });
    expect(end.frames).toHaveLength(1);
  });

  it('only administrators of the own organisation may ask', async () => {
    await using bench = await ControlBench.start();
    const path = `/api/nodes/${NODE}/snapshots`;
    expect((await bench.as('member').get(path)).status).toBe(403);
    expect((await bench.as('other').get(path)).status).toBe(404);
    expect((await bench.as('nobody').get(path)).status).toBe(401);
    expect((await bench.admin.get('/api/nodes/dddddddd/recordings')).status).toBe(404);
  });

  it('cloudnode 41–44: a node that is away, silent, unwilling or confused is a clean refusal', async () => {
    await using bench = await ControlBench.start({ commandTimeoutMs: 100 });
    expect((await list(bench, 'snapshots')).status).toBe(503);
    const end = await bench.connect();
    expect((await list(bench, 'snapshots')).status).toBe(504);
    bench.commandTimeoutMs = undefined;
    const unwilling = list(bench, 'recordings');
    const { id } = await end.frame('command', 2);
    end.say({ type: 'command_result', id, payload: { status: 'error', error: 'database is locked' } });
    expect((await unwilling).status).toBe(502);
    expect((await unwilling).text).toContain('database is locked');
    expect((await answered(bench, end, 'snapshots', { rows: [] }, 3)).status).toBe(502);
    const lost = list(bench, 'snapshots');
    await end.frame('command', 4);
    end.socket.terminate();
    expect((await lost).status).toBe(503);
  });

  it('cloudnode 46: a listing of 20 MB is taken, and its newest rows are answered', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const rows = Array.from({ length: 150_000 }, (_, index) =>
      Object.assign({}, ROW, { id: index, timestamp: ROW.timestamp + index, filename: 'x'.repeat(60) }),
    );
    expect(JSON.stringify(rows).length).toBeGreaterThan(20_000_000);
    const answer = await answered(bench, end, 'snapshots', rows);
    const body = answer.json<{ total: number; snapshots: { id: number }[] }>();
    expect([body.total, body.snapshots.length, body.snapshots[0]?.id]).toEqual([150_000, 10_000, 149_999]);
  });

  it('the list says whether the files themselves can be fetched', async () => {
    await using node = await LanNode.start();
    const end = await node.bench.connect();
    const offered = async (count: number) =>
      (await answered(node.bench, end, 'recordings', [], count)).json()['lan_streaming'];
    expect(await offered(1)).toBe(true);
    await node.registerAt('203.0.113.9');
    expect(await offered(2)).toBe(false);
    await node.registerAt(null);
    expect(await offered(3)).toBe(false);
    await node.registerAt('127.0.0.1');
    node.bench.clock.advance(90_001);
    expect(await offered(4)).toBe(false);
  });
});

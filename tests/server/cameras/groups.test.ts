import { describe, expect, it } from 'vitest';
import { ControlBench, FOREIGN, GATE, YARD } from './control-bench.ts';

async function groupsOf(bench: ControlBench, who: 'admin' | 'member' | 'other' = 'admin') {
  return (await bench.as(who).get('/api/camera-groups')).json<Record<string, unknown>[]>();
}

function assign(bench: ControlBench, cameraId: string, query: string) {
  return bench.admin.ask('PUT', `/api/cameras/${cameraId}/group${query}`);
}

describe('camera groups', () => {
  it('rest 71: create, duplicate, list with counts, assign, unassign by omission, delete', async () => {
    await using bench = await ControlBench.start();
    const created = await bench.admin.post('/api/camera-groups', { name: '  Outside ' });
    expect(created.json()).toEqual({ success: true, id: 1, name: 'Outside' });
    const again = await bench.admin.post('/api/camera-groups', { name: 'Outside' });
    expect(again.status).toBe(400);
    expect(again.json()['detail']).toContain('already exists');
    const other = { name: 'outside', color: '#ff0000', icon: '🚪' };
    expect((await bench.admin.post('/api/camera-groups', other)).json()).toMatchObject({ id: 2 });
    expect((await assign(bench, GATE, '?group_id=1')).json()).toEqual({
      success: true,
      camera_id: GATE,
      group_id: 1,
    });
    await assign(bench, YARD, '?group_id=1');
    expect(await groupsOf(bench, 'member')).toEqual([
      { id: 1, name: 'Outside', color: '#22c55e', icon: '📁', camera_count: 2 },
      { id: 2, ...other, camera_count: 0 },
    ]);
    const seen = async () => (await bench.admin.get(`/api/cameras/${GATE}`)).json();
    expect(await seen()).toMatchObject({ group_id: 1, group: 'Outside' });
    expect((await assign(bench, GATE, '')).json()).toMatchObject({ group_id: null });
    expect(await seen()).toMatchObject({ group_id: null, group: null });
    await assign(bench, GATE, '?group_id=2');
    expect((await assign(bench, GATE, '?group_id=0')).json()).toMatchObject({ group_id: 0 });
    expect(await seen()).toMatchObject({ group_id: null });
    await assign(bench, GATE, '?group_id=1');
    const deleted = await bench.admin.ask('DELETE', '/api/camera-groups/1');
    expect(deleted.json()).toEqual({ success: true, deleted: 'Outside' });
    expect(await seen()).toMatchObject({ group_id: null, group: null });
    expect(await groupsOf(bench)).toHaveLength(1);
  });

  it('rest 71: unknown and foreign groups and cameras do not exist', async () => {
    await using bench = await ControlBench.start();
    await bench.as('other').post('/api/camera-groups', { name: 'Theirs' });
    expect(await groupsOf(bench)).toEqual([]);
    const answers = [
      await assign(bench, GATE, '?group_id=1'),
      await assign(bench, GATE, '?group_id=-1'),
      await assign(bench, FOREIGN, ''),
      await bench.admin.ask('DELETE', '/api/camera-groups/1'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    expect(await groupsOf(bench, 'other')).toHaveLength(1);
    // The same name is free in every organisation.
    expect((await bench.admin.post('/api/camera-groups', { name: 'Theirs' })).status).toBe(200);
  });

  it('malformed groups are refused, and members may only look', async () => {
    await using bench = await ControlBench.start();
    const bad = [
      {},
      { name: '   ' },
      { name: 'x'.repeat(101) },
      { name: 'a', color: 'x'.repeat(21) },
      { name: 'a', icon: 'x'.repeat(11) },
      { name: 7 },
      '{',
    ];
    for (const body of bad) expect((await bench.admin.post('/api/camera-groups', body)).status).toBe(422);
    expect((await assign(bench, GATE, '?group_id=abc')).status).toBe(422);
    expect((await assign(bench, GATE, '?group_id=1.5')).status).toBe(422);
    expect((await bench.admin.ask('DELETE', '/api/camera-groups/x')).status).toBe(422);
    const member = bench.as('member');
    expect((await member.post('/api/camera-groups', { name: 'Mine' })).status).toBe(403);
    expect((await member.ask('PUT', `/api/cameras/${GATE}/group`)).status).toBe(403);
    expect((await member.ask('DELETE', '/api/camera-groups/1')).status).toBe(403);
    expect((await bench.as('nobody').get('/api/camera-groups')).status).toBe(401);
    expect(await groupsOf(bench)).toEqual([]);
  });

  it('two simultaneous creations of one name make one group', async () => {
    await using bench = await ControlBench.start();
    const both = [1, 2].map(() => bench.admin.post('/api/camera-groups', { name: 'Doors' }));
    const statuses = (await Promise.all(both)).map((answer) => answer.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 400]);
    expect(await groupsOf(bench)).toHaveLength(1);
  });

  it('dashboards are told what to ask for again, after each change and only then', async () => {
    await using bench = await ControlBench.start();
    await bench.admin.post('/api/camera-groups', { name: 'Doors' });
    expect(bench.changes()).toEqual(['org_1 all groups']);
    await assign(bench, GATE, '?group_id=1');
    expect(bench.changes()).toEqual(['org_1 all cameras', 'org_1 all groups']);
    await assign(bench, GATE, '?group_id=99');
    await bench.admin.post('/api/camera-groups', { name: 'Doors' });
    expect(bench.changes()).toEqual([]);
    await bench.admin.ask('DELETE', '/api/camera-groups/1');
    expect(bench.changes()).toEqual(['org_1 all groups', 'org_1 all cameras']);
  });
});

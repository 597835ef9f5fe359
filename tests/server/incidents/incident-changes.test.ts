import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentDetail, IncidentRevision } from '../../../server/contract/incidents/incidents.ts';
import { incidentRevisions } from '../../../server/db/schema/incidents.ts';
import { changeIncident, finalizeIncident } from '../../../server/incidents/incident-service.ts';
import { agent, IncidentBench } from './incident-bench.ts';

let bench: IncidentBench;
beforeEach(async () => {
  bench = await IncidentBench.start();
  await bench.filed();
  bench.clock.advance(60_000);
});
afterEach(() => bench[Symbol.asyncDispose]());

const patch = async (body: unknown): Promise<IncidentDetail> => {
  const answer = await bench.patch(1, body);
  expect(answer.status).toBe(200);
  return answer.json<IncidentDetail>();
};
const read = async (): Promise<IncidentDetail> =>
  (await bench.admin.get('/api/incidents/1')).json<IncidentDetail>();
const revisions = async (): Promise<readonly IncidentRevision[]> =>
  (await bench.admin.get('/api/incidents/1/revisions')).json<{ revisions: IncidentRevision[] }>().revisions;
const undo = (id: number) => bench.admin.post(`/api/incidents/1/revisions/${id}/undo`);
const ended = ({ status, resolved_at: at, resolved_by: by }: IncidentDetail) => [status, at, by];

describe('changing an incident', () => {
  it('ai-mcp 41: the first end is remembered; reopening clears it, acknowledging keeps it', async () => {
    const me = 'user:user_admin';
    const first = '2026-03-01T12:01:00.000Z';
    expect(ended(await patch({ status: 'acknowledged' }))).toEqual(['acknowledged', null, null]);
    expect(ended(await patch({ status: 'resolved' }))).toEqual(['resolved', first, me]);
    bench.clock.advance(60_000);
    const dismissed = await changeIncident(bench.deps, agent(), 1, { status: 'dismissed' });
    expect([dismissed.resolved_at, dismissed.resolved_by]).toEqual([first, me]);
    expect(ended(await patch({ status: 'acknowledged' }))).toEqual(['acknowledged', first, me]);
    const again = await changeIncident(bench.deps, agent(), 1, { status: 'resolved' });
    expect([again.resolved_at, again.resolved_by]).toEqual(['2026-03-01T12:02:00.000Z', 'mcp:Scout']);
    expect(ended(await patch({ status: 'open' }))).toEqual(['open', null, null]);
  });

  it('ai-mcp 42: nothing given, null and equal values change nothing; finalizing always counts', async () => {
    const before = await read();
    bench.told();
    for (const body of [
      {},
      { status: null, summary: null },
      { status: 'open', severity: 'medium' },
      { title: 'New' },
    ])
      expect(await patch(body)).toEqual(before);
    expect(bench.told()).toEqual([]);
    const done = await finalizeIncident(bench.deps, agent(), 1, 'Nobody came.');
    expect(done).toMatchObject({
      report: 'Nobody came.',
      status: 'open',
      updated_at: '2026-03-01T12:01:00.000Z',
    });
    bench.clock.advance(1_000);
    const twice = await finalizeIncident(bench.deps, agent(), 1, 'Nobody came.');
    expect(twice.updated_at).toBe('2026-03-01T12:01:01.000Z');
    expect(await revisions()).toHaveLength(1);
    expect(bench.told()).toEqual(['org_1 admin incidents', 'org_1 admin incidents']);
  });

  it('ai-mcp 62: one bad field and nothing is changed, its value is quoted', async () => {
    const before = await read();
    const answer = await bench.patch(1, { status: 'resolved', severity: 'urgent', report: 'x' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("'urgent'")]);
    const blank = await bench.patch(1, { severity: 'low', status: '' });
    expect([blank.status, blank.text]).toEqual([400, expect.stringContaining("''")]);
    expect((await bench.patch(1, { report: 'x'.repeat(200_001) })).status).toBe(422);
    expect(await read()).toEqual(before);
    expect(await revisions()).toEqual([]);
  });

  it('ai-mcp 40: texts of people are stored as sent, empty ones too', async () => {
    expect(await patch({ summary: '  two spaces ', report: '\n' })).toMatchObject({
      summary: '  two spaces ',
      report: '\n',
    });
    expect(await patch({ summary: '', report: '' })).toMatchObject({ summary: '', report: '' });
  });

  it('ai-mcp §4.1: a change writes no audit row and notifies nobody', async () => {
    const notified = bench.inbox().length;
    await patch({ status: 'resolved' });
    expect([bench.audit(), bench.inbox().length, bench.told()]).toEqual([
      [],
      notified,
      ['org_1 admin incidents'],
    ]);
  });
});

describe('the record of changes', () => {
  it('names who, when, before and after of what really changed, newest first', async () => {
    await patch({ status: 'resolved', severity: 'medium', report: 'Cat.' });
    bench.clock.advance(1_000);
    await changeIncident(bench.deps, agent(), 1, { report: 'Fox.' });
    expect(await revisions()).toEqual([
      {
        id: 2,
        at: '2026-03-01T12:01:01.000Z',
        by: 'mcp:Scout',
        by_name: 'Scout',
        changes: [{ field: 'report', before: 'Cat.', after: 'Fox.' }],
        undoes: null,
        can_undo: true,
      },
      {
        id: 1,
        at: '2026-03-01T12:01:00.000Z',
        by: 'user:user_admin',
        by_name: 'admin',
        changes: [
          { field: 'status', before: 'open', after: 'resolved' },
          { field: 'report', before: '', after: 'Cat.' },
        ],
        undoes: null,
        can_undo: false,
      },
    ]);
  });

  it('a change is taken back exactly, which is a change of its own and can be taken back too', async () => {
    await patch({ status: 'resolved', severity: 'high' });
    const resolved = await read();
    bench.clock.advance(60_000);
    await patch({ status: 'open' });
    bench.told();
    const undone = await undo(2);
    expect(undone.status).toBe(200);
    expect(ended(undone.json<IncidentDetail>())).toEqual(ended(resolved));
    expect(bench.told()).toEqual(['org_1 admin incidents']);
    const [newest] = await revisions();
    expect(newest).toMatchObject({
      undoes: 2,
      can_undo: true,
      changes: [{ field: 'status', before: 'open', after: 'resolved' }],
    });
    expect(ended((await undo(3)).json<IncidentDetail>())).toEqual(['open', null, null]);
  });

  it('what was changed again since is not taken back: 409, and nothing moves', async () => {
    await patch({ severity: 'high', report: 'One.' });
    await patch({ report: 'Two.' });
    const before = await read();
    expect((await undo(1)).status).toBe(409);
    expect(await read()).toEqual(before);
    await undo(2);
    const back = await undo(1);
    expect([back.status, back.json()]).toEqual([
      200,
      expect.objectContaining({ severity: 'medium', report: '' }),
    ]);
    expect((await undo(1)).status).toBe(409);
  });

  it('a change of another incident, and none at all, is 404', async () => {
    await bench.filed();
    await bench.patch(2, { severity: 'high' });
    expect((await undo(1)).status).toBe(404);
    expect((await undo(99)).status).toBe(404);
    expect((await bench.admin.get('/api/incidents/2')).json()).toMatchObject({ severity: 'high' });
  });

  it('a record that cannot be read is shown as empty and cannot be taken back', async () => {
    await patch({ severity: 'high' });
    await bench.db.write(async (tx) => {
      tx.update(incidentRevisions).set({ changes: '{broken' }).run();
    });
    expect(await revisions()).toMatchObject([{ changes: [], can_undo: false }]);
    expect((await undo(1)).status).toBe(409);
  });
});

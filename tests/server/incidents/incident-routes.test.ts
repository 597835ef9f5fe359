import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  incident as incidentShape,
  incidents as contract,
} from '../../../server/contract/incidents/incidents.ts';
import { sql } from '../../../server/db/drizzle.ts';
import { incidentEvidence, incidentRevisions, incidents } from '../../../server/db/schema/incidents.ts';
import { eraseOrganization } from '../../../server/organization/erasure-service.ts';
import { addObservation } from '../../../server/incidents/evidence/evidence-service.ts';
import { createIncident } from '../../../server/incidents/incident-service.ts';
import type { Answer } from '../../support/test-client.ts';
import { agent, FOREIGN, GATE, IncidentBench, YARD } from './incident-bench.ts';

interface Listed {
  readonly total: number;
  readonly incidents: readonly { readonly id: number; readonly title: string }[];
}

let bench: IncidentBench;
beforeEach(async () => {
  bench = await IncidentBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const file = (body: unknown): Promise<Answer> => bench.admin.post('/api/incidents', body);
const draft = { title: 'Gate open', summary: 'Since 2 am.' };

describe('filing an incident', () => {
  it('ai-mcp 60: 201 with empty evidence, the person as author, one notification and fresh dashboards', async () => {
    const answer = await file({
      title: '  Gate open ',
      summary: ' Since 2 am.\n',
      severity: 'high',
      camera_id: GATE,
    });
    expect(answer.status).toBe(201);
    const expected = {
      id: 1,
      camera_id: GATE,
      title: 'Gate open',
      summary: 'Since 2 am.',
      report: '',
      severity: 'high',
      status: 'open',
      created_by: 'user:user_admin',
      created_at: '2026-03-01T12:00:00.000Z',
      updated_at: '2026-03-01T12:00:00.000Z',
      resolved_at: null,
      resolved_by: null,
      evidence_count: 0,
      evidence: [],
    };
    expect(answer.json()).toEqual(expected);
    expect((await bench.admin.get('/api/incidents/1')).json()).toEqual(expected);
    expect(bench.inbox()).toMatchObject([
      {
        kind: 'incident_created',
        audience: 'all',
        title: 'Incident #1: Gate open',
        body: '[HIGH] Since 2 am.',
        severity: 'critical',
        link: '/incidents/1',
        cameraId: GATE,
        metaJson: JSON.stringify({ incident_id: 1, severity: 'high' }),
      },
    ]);
    expect(bench.told()).toEqual(['org_1 all notification', 'org_1 admin incidents']);
    expect(bench.audit()).toEqual([]);
  });

  it.each([
    ['low', 'warning'],
    ['medium', 'warning'],
    ['high', 'critical'],
    ['critical', 'critical'],
  ])('ai-mcp 60: severity %s notifies as %s', async (severity, notified) => {
    await file({ ...draft, severity });
    expect(bench.inbox().map((row) => row.severity)).toEqual([notified]);
  });

  it('severity is medium when none is named, and an empty camera is none', async () => {
    const answer = await file({ ...draft, camera_id: '' });
    expect(answer.json()).toMatchObject({ severity: 'medium', camera_id: null });
  });

  it('ai-mcp 61: a long title is 422, blank texts, unknown severities and cameras are 400', async () => {
    expect((await file({ ...draft, title: 't'.repeat(201) })).status).toBe(422);
    expect((await file({ ...draft, title: 't'.repeat(200) })).status).toBe(201);
    expect((await file({ ...draft, title: '' })).status).toBe(422);
    expect((await file({ ...draft, summary: '' })).status).toBe(422);
    expect((await file({ ...draft, title: ' \t' })).status).toBe(400);
    expect((await file({ ...draft, summary: ' \n ' })).status).toBe(400);
    const urgent = await file({ ...draft, severity: 'urgent' });
    expect([urgent.status, urgent.text]).toEqual([400, expect.stringContaining("'urgent'")]);
    const foreign = await file({ ...draft, camera_id: FOREIGN });
    const missing = await file({ ...draft, camera_id: 'nobody' });
    expect([foreign.status, missing.status]).toEqual([400, 400]);
    expect(foreign.text).toBe(missing.text);
    expect(foreign.text).not.toContain(FOREIGN);
    expect(bench.inbox()).toHaveLength(1);
  });

  it('ai-mcp 46: a notification that cannot be passed on does not lose the incident', async () => {
    bench.followUp = async () => {
      throw new Error('mail is broken');
    };
    expect((await file(draft)).status).toBe(201);
    expect(bench.inbox()).toHaveLength(1);
    await bench.db.write(async (tx) => void tx.run(sql`DROP TABLE notifications`));
    const filed = await createIncident(bench.deps, agent(), { ...draft, severity: 'low', cameraId: null });
    expect(filed).toMatchObject({ id: 2, created_by: 'mcp:Scout' });
    expect((await bench.admin.get('/api/incidents/2')).status).toBe(200);
  });

  it('only administrators come near', async () => {
    await bench.filed();
    const paths = [
      '/api/incidents',
      '/api/incidents/counts',
      '/api/incidents/1',
      '/api/incidents/1/revisions',
    ];
    for (const path of paths) {
      expect((await bench.as('member').get(path)).status).toBe(403);
      expect((await bench.as('nobody').get(path)).status).toBe(401);
    }
    expect((await bench.as('member').post('/api/incidents', draft)).status).toBe(403);
    expect((await bench.as('member').ask('DELETE', '/api/incidents/1')).status).toBe(403);
  });
});

describe('finding incidents', () => {
  it('ai-mcp §4.1: newest first, with report and without evidence, in pages and by filter', async () => {
    for (const [index, severity] of ['low', 'high', 'high'].entries()) {
      await bench.filed({ title: `No. ${index + 1}`, severity, camera_id: index === 2 ? YARD : GATE });
      bench.clock.advance(1_000);
    }
    await bench.patch(2, { status: 'resolved', report: 'All well.' });
    const list = async (query = ''): Promise<Listed> =>
      (await bench.admin.get(`/api/incidents${query}`)).json<Listed>();
    const ids = async (query: string) => (await list(query)).incidents.map(({ id }) => id);
    const all = await list();
    expect(all).toMatchObject({ total: 3, limit: 50, offset: 0 });
    expect(all.incidents.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(all.incidents[1]).toMatchObject({ report: 'All well.', status: 'resolved' });
    for (const row of all.incidents)
      expect(Object.keys(row).toSorted()).toEqual(Object.keys(incidentShape.shape).toSorted());
    expect(await ids('?status=open')).toEqual([3, 1]);
    expect(await ids('?severity=high')).toEqual([3, 2]);
    expect(await ids(`?camera_id=${GATE}&severity=high`)).toEqual([2]);
    expect(await ids('?status=&severity=&camera_id=')).toEqual([3, 2, 1]);
    expect(await list('?limit=1&offset=1')).toMatchObject({
      total: 3,
      limit: 1,
      offset: 1,
      incidents: [{ id: 2 }],
    });
    for (const query of ['?status=closed', '?severity=severe']) {
      const { status, text } = await bench.admin.get(`/api/incidents${query}`);
      expect([status, text]).toEqual([400, expect.stringContaining(`'${query.split('=')[1]}'`)]);
    }
    for (const query of ['?limit=0', '?limit=201', '?offset=-1', '?offset=1000001', '?limit=x'])
      expect((await bench.admin.get(`/api/incidents${query}`)).status).toBe(422);
  });

  it('ai-mcp 63: severe ones count only while they are open', async () => {
    for (const severity of ['critical', 'critical', 'high', 'low']) await bench.filed({ severity });
    await bench.patch(1, { status: 'acknowledged' });
    const counts = await bench.admin.get('/api/incidents/counts');
    expect(counts.json()).toEqual({ open: 3, open_critical: 1, open_high: 1, total: 4 });
    expect((await bench.as('other').get('/api/incidents/counts')).json()).toEqual({
      open: 0,
      open_critical: 0,
      open_high: 0,
      total: 0,
    });
  });

  it('another organisation finds nothing, changes nothing and gets the answer for a missing id', async () => {
    await bench.filed();
    const other = bench.as('other');
    expect((await other.get('/api/incidents')).json()).toMatchObject({ total: 0, incidents: [] });
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { status: 'resolved' }],
      ['DELETE', ''],
      ['GET', '/revisions'],
      ['POST', '/revisions/1/undo'],
      ['POST', '/evidence', { kind: 'observation', text: 'x' }],
      ['GET', '/evidence/1'],
      ['GET', '/evidence/1/playlist.m3u8'],
    ];
    for (const [method, rest, body] of calls) {
      const [foreign, missing] = await Promise.all(
        [1, 999].map((id) => other.ask(method, `/api/incidents/${id}${rest}`, { body })),
      );
      expect([method, rest, foreign?.status]).toEqual([method, rest, 404]);
      expect(foreign?.text).toBe(missing?.text);
    }
    expect((await bench.admin.get('/api/incidents/1')).json()).toMatchObject({
      status: 'open',
      evidence: [],
    });
    expect((await bench.admin.get('/api/incidents/one')).status).toBe(422);
  });
});

describe('deleting', () => {
  it('ai-mcp 67: the incident goes with evidence and changes, and the audit log keeps its title', async () => {
    await bench.filed();
    await bench.filed({ title: 'Stays' });
    await bench.patch(1, { report: 'Nobody came.' });
    for (const incidentId of [1, 1, 2])
      await addObservation(bench.deps, agent(), { incidentId, text: 'Seen.', cameraId: null });
    bench.told();
    const answer = await bench.admin.ask('DELETE', '/api/incidents/1');
    expect([answer.status, answer.json()]).toEqual([200, { deleted: 1 }]);
    expect((await bench.admin.get('/api/incidents/1')).status).toBe(404);
    expect((await bench.admin.ask('DELETE', '/api/incidents/1')).status).toBe(404);
    const left = bench.db.read.select({ id: incidentEvidence.incidentId }).from(incidentEvidence).all();
    expect(left).toEqual([{ id: 2 }]);
    expect(bench.db.read.select().from(incidentRevisions).all()).toEqual([]);
    expect(bench.audit()).toMatchObject([
      {
        orgId: 'org_1',
        event: 'incident_deleted',
        username: 'admin@example.com',
        userId: 'user_admin',
        details: JSON.stringify({ incident_id: 1, title: 'Gate open' }),
      },
    ]);
    expect(bench.told()).toEqual(['org_1 admin incidents']);
  });

  it('ai-mcp 67: erasing an organisation takes its incidents, evidence and changes, and no others', async () => {
    await bench.filed();
    await bench.patch(1, { report: 'Nobody came.' });
    await addObservation(bench.deps, agent(), { incidentId: 1, text: 'Seen.', cameraId: GATE });
    await createIncident(bench.deps, agent('org_2'), { ...draft, severity: 'low', cameraId: FOREIGN });
    await addObservation(bench.deps, agent('org_2'), { incidentId: 2, text: 'Seen.', cameraId: null });
    const nothing = () => undefined;
    await eraseOrganization(
      {
        db: bench.db,
        keys: { remove: nothing },
        connections: bench.connections,
        directory: { refresh: () => Promise.resolve() },
        liveness: { forgetNode: nothing, forgetCameras: nothing },
        onCamerasDeleted: nothing,
        forgetUsage: nothing,
      },
      'org_1',
    );
    const owners = [incidents, incidentEvidence, incidentRevisions].map((table) =>
      bench.db.read.select({ orgId: table.orgId }).from(table).all(),
    );
    expect(owners).toEqual([[{ orgId: 'org_2' }], [{ orgId: 'org_2' }], []]);
  });
});

it('every answer keeps to its declared shape', async () => {
  await bench.filed({ camera_id: GATE });
  await addObservation(bench.deps, agent(), { incidentId: 1, text: 'Seen.', cameraId: GATE });
  await bench.patch(1, { status: 'dismissed' });
  const shapes = [
    ['/api/incidents', contract.list.response],
    ['/api/incidents/1', contract.get.response],
    ['/api/incidents/counts', contract.counts.response],
    ['/api/incidents/1/revisions', contract.revisions.response],
  ] as const;
  for (const [path, shape] of shapes) {
    const body: unknown = (await bench.admin.get(path)).json();
    expect(shape?.parse(body)).toEqual(body);
  }
});

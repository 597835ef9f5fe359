import { describe, expect, it } from 'vitest';
import type { Evidence, Incident, IncidentDetail } from '../../../../server/contract/incidents/incidents.ts';
import { incidentEvidence } from '../../../../server/db/schema/incidents.ts';
import { FOREIGN, GATE, numbers, YARD } from '../../incidents/incident-bench.ts';
import { answering, caller, failed, MISSING, PICTURE, pictured, ToolBench } from './tool-bench.ts';

const ELSEWHERE = caller(undefined, 'Scout', 'org_2');
const UNKNOWN = 4711;

interface Clip extends Evidence {
  readonly segment_count: number;
  readonly approx_duration_seconds: number | null;
  readonly bytes: number;
}

/** Stores evidence as another part of the server might have. */
async function store(
  tools: ToolBench,
  fields: Partial<typeof incidentEvidence.$inferInsert>,
): Promise<number> {
  const row = {
    orgId: 'org_1',
    incidentId: 1,
    kind: 'snapshot',
    timestamp: tools.bench.clock.now(),
    data: PICTURE,
    ...fields,
  };
  return tools.bench.db.write(async (tx) => tx.insert(incidentEvidence).values(row).returning().get().id);
}

describe('filing', () => {
  it('mcp 38: a title of 250 characters is cut to 200, title and summary are trimmed', async () => {
    await using tools = await ToolBench.start();
    const args = {
      title: `  ${'x'.repeat(250)}`,
      summary: '\n Somebody climbed the gate. ',
      camera_id: GATE,
    };
    const filed = await tools.value<Incident>('create_incident', args);
    expect(filed).toMatchObject({
      title: 'x'.repeat(200),
      summary: 'Somebody climbed the gate.',
      severity: 'medium',
      status: 'open',
      camera_id: GATE,
      created_by: 'mcp:Scout',
      report: '',
      evidence_count: 0,
    });
    const cut = await tools.value<Incident>('create_incident', {
      title: `${'x'.repeat(199)}😀`,
      summary: 'y',
    });
    expect(cut.title).toBe('x'.repeat(199));
    expect(tools.bench.inbox()).toHaveLength(2);
  });

  it('a bad severity lists the four; blank words and unknown cameras are refused; nothing is filed', async () => {
    await using tools = await ToolBench.start();
    const refused = (changes: object) =>
      tools.failure('create_incident', { title: 'a', summary: 'b', ...changes });
    expect(await refused({ severity: 'urgent' })).toMatch(/"urgent".*low, medium, high, critical/);
    expect(await refused({ title: ' \n' })).toMatch(/title is blank/);
    expect(await refused({ summary: '' })).toMatch(/summary is blank/);
    const missing = await refused({ camera_id: MISSING });
    expect(missing).toContain(MISSING);
    expect(await refused({ camera_id: FOREIGN })).toBe(missing.replace(MISSING, FOREIGN));
    expect(await tools.value('list_incidents')).toMatchObject({ total: 0 });
    expect(tools.bench.inbox()).toEqual([]);
  });

  it('mcp 46: a notification that fails does not fail the filing', async () => {
    await using tools = await ToolBench.start();
    tools.bench.followUp = () => Promise.reject(new Error('no mail today'));
    await tools.incident();
    await tools.bench.db.write(async (tx) => void tx.run('DROP TABLE notifications'));
    await tools.incident();
    expect(await tools.value('list_incidents')).toMatchObject({ total: 2 });
  });
});

describe('reading', () => {
  it('mcp 43: rows have has_report and no report; pages and filters narrow them, newest first', async () => {
    await using tools = await ToolBench.start();
    const first = await tools.incident({ camera_id: GATE, severity: 'high' });
    tools.bench.clock.advance(1000);
    const second = await tools.incident({ camera_id: YARD });
    await tools.value('finalize_incident', { incident_id: first, report: '# Done' });
    interface Page {
      readonly incidents: readonly Record<string, unknown>[];
    }
    const page = (args: object = {}) => tools.value<Page>('list_incidents', { ...args });
    const { incidents, ...counts } = await page();
    expect(counts).toEqual({ total: 2, returned: 2, offset: 0, limit: 20 });
    expect(incidents.map(({ id, has_report }) => [id, has_report])).toEqual([
      [second, false],
      [first, true],
    ]);
    for (const row of incidents) expect(row).not.toHaveProperty('report');
    const ids = async (args: object) => (await page(args)).incidents.map(({ id }) => id);
    expect(await ids({ severity: 'high' })).toEqual([first]);
    expect(await ids({ camera_id: YARD, status: 'open' })).toEqual([second]);
    expect(await ids({ camera_id: '' })).toEqual([second, first]);
    expect(await ids({ status: 'resolved' })).toEqual([]);
    expect(await page({ limit: 1, offset: 1 })).toMatchObject({ total: 2, returned: 1, offset: 1, limit: 1 });
    expect(await ids({ limit: 1, offset: 1 })).toEqual([first]);
    expect(await tools.failure('list_incidents', { status: 'closed' })).toMatch(
      /open, acknowledged, resolved, dismissed/,
    );
    expect(await tools.failure('list_incidents', { severity: 'x' })).toMatch(/low, medium, high, critical/);
  });

  it('equals what the dashboard is told of the same incident', async () => {
    await using tools = await ToolBench.start();
    answering(await tools.bench.connect(), pictured());
    const id = await tools.incident({ camera_id: GATE });
    await tools.value('attach_snapshot', { incident_id: id, camera_id: GATE, note: 'At the lock' });
    await tools.value('finalize_incident', { incident_id: id, report: 'Locked again.' });
    const detail = (await tools.bench.admin.get(`/api/incidents/${id}`)).json();
    expect(await tools.value('get_incident', { incident_id: id })).toEqual(detail);
    expect(detail).toMatchObject({ evidence_count: 1, report: 'Locked again.' });
    const { evidence: _, ...row } = detail;
    expect(await tools.value('update_incident', { incident_id: id })).toEqual(row);
  });

  it('an incident of another organisation is like a missing one for every tool', async () => {
    await using tools = await ToolBench.start();
    const id = await tools.incident();
    const evidence_id = await store(tools, { dataMime: 'image/png' });
    const calls = {
      get_incident: {},
      get_incident_snapshot: { evidence_id },
      get_incident_clip: { evidence_id },
      add_observation: { text: 'x' },
      attach_snapshot: { camera_id: FOREIGN },
      attach_clip: { camera_id: FOREIGN },
      update_incident: { status: 'resolved' },
      finalize_incident: { report: 'x' },
    } as const;
    for (const [name, args] of Object.entries(calls) as [keyof typeof calls, object][]) {
      const foreign = await tools.failure(name, { ...args, incident_id: id }, ELSEWHERE);
      const missing = await tools.failure(name, { ...args, incident_id: UNKNOWN }, ELSEWHERE);
      expect(missing, name).toContain(String(UNKNOWN));
      expect(foreign, name).toBe(missing.replace(String(UNKNOWN), String(id)));
    }
    expect(tools.bench.timeouts).toEqual([]);
  });

  it('mcp 36: a picture keeps png and webp, anything else is sent as jpeg; clips and observations are refused', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const types = { 'image/png': 'image/png', 'image/webp; q=1': 'image/webp', 'text/html': 'image/jpeg' };
    for (const [dataMime, mimeType] of Object.entries(types)) {
      const evidence_id = await store(tools, { dataMime });
      const blocks = await tools.blocks('get_incident_snapshot', { incident_id, evidence_id });
      expect(blocks).toEqual([{ type: 'image', data: PICTURE.toString('base64'), mimeType }]);
    }
    for (const fields of [
      { kind: 'clip', dataMime: 'video/mp2t' },
      { kind: 'observation', data: null },
      { data: null },
    ]) {
      const evidence_id = await store(tools, fields);
      expect(await tools.failure('get_incident_snapshot', { incident_id, evidence_id })).toMatch(
        /no stored picture/,
      );
    }
  });

  it('mcp 35: a clip tells its type without parameters and its length; an unreadable length is null', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const facts = async (dataMime: string) => {
      const evidence_id = await store(tools, { kind: 'clip', dataMime });
      return tools.value('get_incident_clip', { incident_id, evidence_id });
    };
    expect(await facts('video/mp2t;duration=16.0')).toMatchObject({
      mime: 'video/mp2t',
      approx_duration_seconds: 16,
      bytes: PICTURE.length,
      data_mime: 'video/mp2t;duration=16.0',
      playback_hint: expect.stringContaining(`/incidents/${incident_id}`),
    });
    expect(await facts('video/mp2t;duration=long')).toMatchObject({ approx_duration_seconds: null });
    for (const fields of [{ kind: 'snapshot' }, { kind: 'clip', data: null }]) {
      const evidence_id = await store(tools, fields);
      expect(await tools.failure('get_incident_clip', { incident_id, evidence_id })).toMatch(
        /no stored clip/,
      );
    }
  });

  it('mcp 37: evidence of another incident of the same organisation is refused', async () => {
    await using tools = await ToolBench.start();
    await tools.incident();
    const other = await tools.incident();
    const evidence_id = await store(tools, { dataMime: 'image/png' });
    const clip_id = await store(tools, { kind: 'clip', dataMime: 'video/mp2t' });
    const picture = await tools.failure('get_incident_snapshot', { incident_id: other, evidence_id });
    expect(picture).toBe(
      `Incident ${other} has no evidence with the id ${evidence_id}. Call get_incident: its evidence list has the ids.`,
    );
    const clip = await tools.failure('get_incident_clip', { incident_id: other, evidence_id: clip_id });
    expect(clip).toMatch(/has no evidence/);
  });
});

describe('adding evidence', () => {
  it('mcp 39: an observation of a foreign camera fails, one without a camera is kept', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    for (const camera_id of [FOREIGN, MISSING, '']) {
      const failure = await tools.failure('add_observation', { incident_id, text: 'x', camera_id });
      expect(failure).toContain(JSON.stringify(camera_id));
    }
    expect(await tools.failure('add_observation', { incident_id, text: ' \t' })).toMatch(/text is blank/);
    tools.bench.clock.advance(1000);
    const noted = await tools.value<Evidence>('add_observation', { incident_id, text: '  A ladder. ' });
    expect(noted).toMatchObject({ kind: 'observation', text: 'A ladder.', camera_id: null, has_data: false });
    const detail = await tools.value<IncidentDetail>('get_incident', { incident_id });
    expect(detail.evidence).toEqual([noted]);
    expect(detail.updated_at).toBe(tools.bench.clock.now().toISOString());
  });

  it('a snapshot is stored with its trimmed note, and its failures are those of view_camera', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const args = { incident_id, camera_id: GATE };
    expect(await tools.failure('attach_snapshot', args)).toBe(
      await tools.failure('view_camera', { camera_id: GATE }),
    );
    answering(await tools.bench.connect(), failed('no segments'), failed('no segments'), pictured());
    expect(await tools.failure('attach_snapshot', args)).toBe(
      await tools.failure('view_camera', { camera_id: GATE }),
    );
    expect(await tools.failure('attach_snapshot', { ...args, camera_id: MISSING })).toBe(
      await tools.failure('view_camera', { camera_id: MISSING }),
    );
    const stored = await tools.value<Evidence>('attach_snapshot', { ...args, note: '  ' });
    expect(stored).toMatchObject({ kind: 'snapshot', text: null, data_mime: 'image/jpeg', has_data: true });
    const noted = await tools.value<Evidence>('attach_snapshot', { ...args, note: ' The lock ' });
    expect(noted.text).toBe('The lock');
    const shown = { incident_id, evidence_id: stored.id };
    expect(await tools.blocks('get_incident_snapshot', shown)).toMatchObject([
      { data: PICTURE.toString('base64'), mimeType: 'image/jpeg' },
    ]);
  });

  it('mcp 32: 60 one-second segments and 15 seconds make the newest 15, oldest first', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    tools.bench.push(GATE, numbers(1, 60));
    const stored = await tools.value<Clip>('attach_clip', {
      incident_id,
      camera_id: GATE,
      note: 'The climb',
    });
    const joined = numbers(46, 60)
      .map((number) => `[${number}]`)
      .join('');
    expect(stored).toMatchObject({
      kind: 'clip',
      text: 'The climb',
      data_mime: 'video/mp2t;duration=15.0',
      segment_count: 15,
      approx_duration_seconds: 15,
      bytes: joined.length,
    });
    const row = tools.bench.db.read.select().from(incidentEvidence).get();
    expect(row?.data?.toString()).toBe(joined);
    const facts = await tools.value<Clip>('get_incident_clip', { incident_id, evidence_id: stored.id });
    expect(facts).toMatchObject({ approx_duration_seconds: 15, bytes: joined.length, mime: 'video/mp2t' });
  });

  it('mcp 33: segments stay in order from 99999 to 100000', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    tools.bench.push(GATE, numbers(99_997, 100_002));
    await tools.value('attach_clip', { incident_id, camera_id: GATE, duration_seconds: 4 });
    const row = tools.bench.db.read.select().from(incidentEvidence).get();
    expect(row?.data?.toString()).toBe('[99999][100000][100001][100002]');
  });

  it('mcp 34: a short buffer gives everything it has, an empty one fails with what to do', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const args = { incident_id, camera_id: GATE, duration_seconds: 60 };
    expect(await tools.failure('attach_clip', args)).toMatch(/nothing to cut.*must be live/s);
    tools.bench.push(GATE, numbers(1, 3));
    expect(await tools.value('attach_clip', args)).toMatchObject({
      segment_count: 3,
      approx_duration_seconds: 3,
    });
    tools.bench.segments.flush(GATE);
    expect(await tools.failure('attach_clip', args)).toMatch(/nothing to cut/);
    expect(await tools.failure('attach_clip', { ...args, camera_id: MISSING })).toContain(MISSING);
    for (const duration_seconds of [1, 61, 2.5]) {
      expect(tools.accepts('attach_clip', { ...args, duration_seconds })).toBe(false);
    }
  });
});

describe('changing', () => {
  it('mcp 40: a blank report is refused by both tools, a blank summary is taken', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    expect(await tools.failure('finalize_incident', { incident_id, report: ' \n' })).toMatch(
      /report is blank/,
    );
    expect(await tools.failure('update_incident', { incident_id, report: '', status: 'resolved' })).toMatch(
      /report is blank/,
    );
    expect(await tools.value('update_incident', { incident_id, summary: ' ' })).toMatchObject({
      summary: '',
      status: 'open',
      report: '',
    });
    expect(
      await tools.value('update_incident', { incident_id, report: ' # New \n', summary: ' s ' }),
    ).toMatchObject({
      report: '# New',
      summary: 's',
    });
  });

  it('one bad value changes nothing, and the values there are get listed', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const before = await tools.value('get_incident', { incident_id });
    const status = await tools.failure('update_incident', { incident_id, status: 'done', severity: 'high' });
    expect(status).toMatch(/"done".*open, acknowledged, resolved, dismissed/);
    const severity = await tools.failure('update_incident', {
      incident_id,
      status: 'resolved',
      severity: 'HIGH',
    });
    expect(severity).toMatch(/low, medium, high, critical/);
    expect(await tools.value('get_incident', { incident_id })).toEqual(before);
  });

  it('mcp 41: resolved to dismissed keeps who and when, open clears both, acknowledged keeps', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const to = async (status: string, by = caller()) => {
      tools.bench.clock.advance(1000);
      const changed = await tools.value<Incident>('update_incident', { incident_id, status }, by);
      return [changed.status, changed.resolved_at, changed.resolved_by];
    };
    const [, at] = await to('resolved');
    expect(at).toBe(tools.bench.clock.now().toISOString());
    expect(await to('dismissed', caller(undefined, 'Other'))).toEqual(['dismissed', at, 'mcp:Scout']);
    expect(await to('acknowledged')).toEqual(['acknowledged', at, 'mcp:Scout']);
    expect(await to('open')).toEqual(['open', null, null]);
    expect((await to('dismissed', caller(undefined, 'Other')))[2]).toBe('mcp:Other');
  });

  it('mcp 42: a change of nothing leaves updated_at, a report always moves it', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const touched = async (name: 'update_incident' | 'finalize_incident', args: object) => {
      tools.bench.clock.advance(1000);
      const { updated_at } = await tools.value<Incident>(name, { incident_id, ...args });
      return updated_at === tools.bench.clock.now().toISOString();
    };
    expect(await touched('update_incident', {})).toBe(false);
    expect(await touched('update_incident', { status: 'open', severity: 'medium' })).toBe(false);
    expect(await touched('finalize_incident', { report: ' Same ' })).toBe(true);
    expect(await touched('finalize_incident', { report: 'Same' })).toBe(true);
    expect(await tools.value('get_incident', { incident_id })).toMatchObject({
      report: 'Same',
      status: 'open',
    });
  });

  it('an incident deleted while a picture is taken is a missing one', async () => {
    await using tools = await ToolBench.start();
    const incident_id = await tools.incident();
    const end = await tools.bench.connect();
    const failure = tools.failure('attach_snapshot', { incident_id, camera_id: GATE });
    const command = await end.frame('command');
    await tools.bench.admin.ask('DELETE', `/api/incidents/${incident_id}`);
    end.say({ type: 'command_result', id: command.id, payload: pictured() });
    expect(await failure).toMatch(/no incident with the id/);
  });
});

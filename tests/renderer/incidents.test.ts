import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyMessage } from '../../renderer/api/event-cache.ts';
import {
  clipSeconds,
  evidenceFileName,
  playlistUrl,
} from '../../renderer/features/incidents/evidence/evidence-file.ts';
import { moved, SCALE_MOST, WHOLE, zoomed } from '../../renderer/features/incidents/evidence/zoom.ts';
import {
  bodyOf,
  draftErrors,
  draftOf,
  NO_START,
  startFromCamera,
  startFromMotion,
} from '../../renderer/features/incidents/filing/incident-draft.ts';
import {
  countsQuery,
  forgetIncident,
  incidentQuery,
  incidentsQuery,
  keepChanged,
} from '../../renderer/features/incidents/incident-queries.ts';
import { authorOf, bySeverity, nextSteps } from '../../renderer/features/incidents/incident-words.ts';
import {
  emptyWords,
  figuresOf,
  listed,
  readFilter,
  writeFilter,
} from '../../renderer/features/incidents/list/incident-filter.ts';
import { changedFields } from '../../renderer/features/incidents/report/text/report-changes.ts';
import { changeWords, timelineOf } from '../../renderer/features/incidents/report/timeline/timeline.ts';
import type {
  Evidence,
  Incident,
  IncidentDetail,
  IncidentRevision,
} from '../../server/contract/incidents/incidents.ts';

const AT = '2026-05-30T12:00:00.000Z';
const NOW = Date.parse(AT);

function incident(id: number, changes: Partial<Incident> = {}): Incident {
  return {
    id,
    camera_id: null,
    title: `Incident ${id}`,
    summary: 'Something happened',
    report: '',
    severity: 'medium',
    status: 'open',
    created_by: 'user:u1',
    created_at: AT,
    updated_at: AT,
    resolved_at: null,
    resolved_by: null,
    evidence_count: 0,
    ...changes,
  };
}

function piece(id: number, changes: Partial<Evidence> = {}): Evidence {
  return {
    id,
    incident_id: 1,
    kind: 'snapshot',
    text: null,
    camera_id: null,
    has_data: true,
    data_mime: 'image/jpeg',
    timestamp: AT,
    ...changes,
  };
}

function revision(id: number, at: string, changes: Partial<IncidentRevision> = {}): IncidentRevision {
  return {
    id,
    at,
    by: 'user:u1',
    by_name: 'Ann',
    changes: [{ field: 'severity', before: 'medium', after: 'high' }],
    undoes: null,
    can_undo: true,
    ...changes,
  };
}

/** A server that answers every request with these incidents; the requests it was sent. */
function answering(incidents: readonly Incident[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(Response.json({ total: incidents.length, limit: 100, offset: 0, incidents }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('the list of incidents', () => {
  it('ai-mcp 95: first asks for open ones, "All" drops the status, and who filed needs no request', async () => {
    const rows = [incident(1, { created_by: 'mcp:night' }), incident(2)];
    const asked = answering(rows);
    const client = new QueryClient();
    await client.fetchInfiniteQuery(incidentsQuery(readFilter(new URLSearchParams()).state));
    await client.fetchInfiniteQuery(incidentsQuery('all'));
    expect(asked).toEqual([
      '/api/incidents?limit=100&offset=0&status=open',
      '/api/incidents?limit=100&offset=0',
    ]);
    expect(listed(rows, 'ai').map(({ id }) => id)).toEqual([1]);
    expect(listed(rows, 'people').map(({ id }) => id)).toEqual([2]);
    expect(asked).toHaveLength(2);
  });

  it('asks for the next page as long as there is more', async () => {
    answering([incident(1)]);
    const { getNextPageParam } = incidentsQuery('all');
    const page = {
      total: 150,
      limit: 100,
      offset: 0,
      incidents: Array.from({ length: 100 }, () => incident(1)),
    };
    expect(getNextPageParam(page, [], 0, [])).toBe(100);
    expect(getNextPageParam({ ...page, total: 100 }, [], 0, [])).toBeUndefined();
    expect(getNextPageParam({ ...page, incidents: [] }, [], 0, [])).toBeUndefined();
  });

  it('keeps its filter in the address and forgives a wrong one', () => {
    for (const state of ['open', 'all'] as const) {
      for (const by of ['anyone', 'ai', 'people'] as const)
        expect(readFilter(writeFilter({ state, by }))).toEqual({ state, by });
    }
    expect(writeFilter({ state: 'open', by: 'anyone' }).toString()).toBe('');
    expect(readFilter(new URLSearchParams('state=x&by=y'))).toEqual({ state: 'open', by: 'anyone' });
  });

  it('shows the most severe first and of equals the newest', () => {
    const rows = [
      incident(1, { severity: 'low', created_at: '2026-05-30T13:00:00.000Z' }),
      incident(2, { severity: 'high', created_at: '2026-05-29T12:00:00.000Z' }),
      incident(3, { severity: 'high' }),
      incident(4, { severity: 'critical', created_at: '2026-05-01T12:00:00.000Z' }),
      incident(5, { severity: 'medium' }),
    ];
    expect(bySeverity(rows).map(({ id }) => id)).toEqual([4, 3, 2, 5, 1]);
  });

  it('counts what agents filed and what came today', () => {
    const rows = [
      incident(1, { created_by: 'mcp:night' }),
      incident(2, { created_at: '2026-05-28T12:00:00.000Z' }),
    ];
    expect(figuresOf(rows, NOW)).toEqual({ byAgents: 1, today: 1 });
  });

  it('ai-mcp 98: every filter has an empty text of its own', () => {
    const texts = (['open', 'all'] as const).flatMap((state) =>
      (['anyone', 'ai', 'people'] as const).map((by) => emptyWords({ state, by })),
    );
    expect(new Set(texts.map(({ title }) => title)).size).toBe(6);
    expect(new Set(texts.map(({ text }) => text)).size).toBeGreaterThanOrEqual(4);
  });

  it('ai-mcp 96: a deleted incident leaves the lists without another request for them', async () => {
    const asked = answering([incident(1), incident(2)]);
    const client = new QueryClient();
    await client.fetchInfiniteQuery(incidentsQuery('open'));
    client.setQueryData(incidentQuery(1).queryKey, { ...incident(1), evidence: [] });
    asked.length = 0;
    forgetIncident(client, 1);
    const pages = client.getQueryData(incidentsQuery('open').queryKey)?.pages;
    expect(pages?.flatMap(({ incidents }) => incidents.map(({ id }) => id))).toEqual([2]);
    expect(pages?.[0]?.total).toBe(1);
    expect(client.getQueryData(incidentQuery(1).queryKey)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('is asked for again when the server tells of a change, pictures are not', async () => {
    const client = new QueryClient();
    answering([]);
    await client.fetchInfiniteQuery(incidentsQuery('open'));
    client.setQueryData(countsQuery.queryKey, { open: 0, open_critical: 0, open_high: 0, total: 0 });
    client.setQueryData(['incident-evidence', 1, 2], new Blob());
    applyMessage(client, { type: 'changed', what: 'incidents' });
    expect(client.getQueryState(incidentsQuery('open').queryKey)?.isInvalidated).toBe(true);
    expect(client.getQueryState(countsQuery.queryKey)?.isInvalidated).toBe(true);
    expect(client.getQueryState(['incident-evidence', 1, 2])?.isInvalidated).toBe(false);
  });

  it('shows the answer to a change at once', async () => {
    const client = new QueryClient();
    const detail: IncidentDetail = { ...incident(3, { status: 'resolved' }), evidence: [] };
    await keepChanged(client, detail);
    expect(client.getQueryData(incidentQuery(3).queryKey)).toEqual(detail);
  });
});

describe('filing an incident', () => {
  it('says what is missing before anything is sent', () => {
    expect(Object.keys(draftErrors({ title: '  ', summary: '\n' }))).toEqual(['title', 'summary']);
    expect(draftErrors({ title: 'x'.repeat(201), summary: 'y' }).title).toContain('200');
    expect(draftErrors({ title: 'x'.repeat(200), summary: 'y' })).toEqual({});
  });

  it('sends trimmed texts, and no camera when there is none', () => {
    const draft = { ...draftOf(NO_START), title: ' A ', summary: ' B ' };
    expect(bodyOf(draft)).toEqual({ title: 'A', summary: 'B', severity: 'medium' });
    expect(bodyOf({ ...draft, cameraId: 'c1' })).toMatchObject({ camera_id: 'c1' });
  });

  it('from a camera proposes what it shows now as evidence', () => {
    expect(draftOf(startFromCamera('c1'))).toMatchObject({ cameraId: 'c1', picture: true, clip: true });
  });

  it('from a motion says where and how much, and offers a clip only while it would still show it', () => {
    const motion = { camera_id: 'c1', score: 43, timestamp: AT };
    const start = startFromMotion(motion, 'Front door', NOW + 10_000);
    expect(start).toMatchObject({ cameraId: 'c1', title: 'Motion: Front door', clip: true, picture: false });
    expect(start.summary).toContain('43 %');
    expect(startFromMotion(motion, 'Front door', NOW + 120_000).clip).toBe(false);
    expect(startFromMotion(motion, 'x'.repeat(300), NOW).title).toHaveLength(200);
  });
});

describe('the report of an incident', () => {
  it('offers the steps that make sense in each state', () => {
    const steps = (status: Incident['status']) => nextSteps(status).map(({ to }) => to);
    expect(steps('open')).toEqual(['acknowledged', 'resolved', 'dismissed']);
    expect(steps('acknowledged')).toEqual(['resolved', 'dismissed']);
    expect(steps('resolved')).toEqual(['dismissed', 'open']);
    expect(steps('dismissed')).toEqual(['resolved', 'open']);
  });

  it('ai-mcp 97: only what was changed is sent, and nothing when nothing was', () => {
    const before = { severity: 'low', summary: 'a', report: 'b' } as const;
    expect(changedFields(before, { ...before })).toEqual({});
    expect(changedFields(before, { ...before, report: '' })).toEqual({ report: '' });
    expect(changedFields(before, { severity: 'high', summary: 'c', report: 'b' })).toEqual({
      severity: 'high',
      summary: 'c',
    });
  });

  it('names agents by their key, people by name, and never shows an id', () => {
    const people = new Map([['u1', 'Ann']]);
    expect(authorOf('mcp:night watch', people)).toEqual({ kind: 'ai', name: 'night watch' });
    expect(authorOf('user:u1', people)).toEqual({ kind: 'person', name: 'Ann' });
    expect(authorOf('user:u2', people).name).not.toContain('u2');
  });

  it('tells what happened in order: filed, evidence and changes', () => {
    const detail: IncidentDetail = {
      ...incident(1),
      evidence: [piece(5, { timestamp: '2026-05-30T12:05:00.000Z' }), piece(6)],
    };
    const items = timelineOf(detail, [
      revision(9, '2026-05-30T12:06:00.000Z'),
      revision(8, '2026-05-30T12:04:00.000Z'),
    ]);
    expect(items.map(({ key }) => key)).toEqual([
      'filed',
      'evidence 6',
      'change 8',
      'evidence 5',
      'change 9',
    ]);
  });

  it('words a change as before and after', () => {
    expect(changeWords({ field: 'severity', before: 'medium', after: 'high' })).toEqual({
      field: 'Severity',
      before: 'Medium',
      after: 'High',
      long: false,
    });
    expect(changeWords({ field: 'status', before: 'open', after: 'dismissed' }).after).toBe('Dismissed');
    expect(changeWords({ field: 'report', before: '', after: '# a' })).toMatchObject({
      before: 'nothing',
      long: true,
    });
    expect(changeWords({ field: 'summary', before: 'high', after: 'open' })).toMatchObject({
      before: 'high',
      after: 'open',
    });
  });
});

describe('evidence', () => {
  it('reads the length of a clip and leaves an odd one open', () => {
    const length = (mime: string | null) => clipSeconds({ data_mime: mime });
    expect(length('video/mp2t;duration=14.0')).toBe(14);
    expect(length('video/mp2t; duration=2.5')).toBe(2.5);
    expect(length('video/mp2t;duration=nan')).toBeNull();
    expect(length('video/mp2t')).toBeNull();
    expect(length(null)).toBeNull();
  });

  it('names files by what they are, and plays clips from their own playlist', () => {
    expect(evidenceFileName(piece(7, { incident_id: 42 }))).toBe('Incident 42, evidence 7.jpg');
    expect(evidenceFileName(piece(7, { data_mime: 'video/mp2t;duration=3.0' }))).toMatch(/\.ts$/);
    expect(playlistUrl(piece(7, { incident_id: 42 }))).toBe('/api/incidents/42/evidence/7/playlist.m3u8');
  });

  it('zooms around the pointer and never leaves the box', () => {
    const box = { width: 400, height: 200 };
    const point = { x: 100, y: -50 };
    const view = zoomed(WHOLE, 2, point, box);
    expect(view).toEqual({ scale: 2, x: -100, y: 50 });
    const under = { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
    expect(under).toEqual(point);
    expect(zoomed(view, 0.01, point, box)).toEqual(WHOLE);
    expect(zoomed(view, 1000, point, box).scale).toBe(SCALE_MOST);
    expect(moved(view, 5000, -5000, box)).toEqual({ scale: 2, x: 200, y: -100 });
    expect(moved(WHOLE, 30, 30, box)).toEqual(WHOLE);
  });
});

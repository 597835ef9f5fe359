import { describe, expect, it } from 'vitest';
import { openControlPlane } from '../organization/control-plane.ts';
import { readCsv } from './csv-reader.ts';
import { addAccessRows, addAuditRows } from './log-rows.ts';

const DAY_MS = 86_400_000;

describe('acts in numbers', () => {
  it('are counted by kind, person and hour of the span, of the own organization only', async () => {
    await using plane = await openControlPlane();
    await addAuditRows(plane, [{ event: 'node_deleted' }]);
    plane.clock.advance(2 * DAY_MS);
    await addAuditRows(plane, [
      { event: 'signed_in', username: 'ann' },
      { event: 'signed_in', username: 'bob' },
      { event: 'node_created', username: 'ann' },
      { event: 'node_created', username: 'eve', orgId: 'org_blue' },
    ]);
    plane.clock.advance(3_600_000);
    await addAuditRows(plane, [{ event: 'signed_in' }]);
    expect((await plane.person('org_red').get('/api/audit-logs/stats?days=1')).json()).toEqual({
      days: 1,
      total: 4,
      by_event: [
        { event: 'signed_in', count: 3 },
        { event: 'node_created', count: 1 },
      ],
      by_user: [
        { username: 'ann', count: 2 },
        { username: null, count: 1 },
        { username: 'bob', count: 1 },
      ],
      by_hour: [
        { hour: '2026-03-03T13:00:00.000Z', count: 1 },
        { hour: '2026-03-03T12:00:00.000Z', count: 3 },
      ],
    });
    expect((await plane.person('org_red').get('/api/audit-logs/stats?days=31')).status).toBe(422);
    expect((await plane.person('org_red', 'member').get('/api/audit-logs/stats')).status).toBe(403);
  });
});

describe('a time range', () => {
  it('leaves out older rows of both logs, in the page and in the file', async () => {
    await using plane = await openControlPlane();
    await addAuditRows(plane, [{}, {}]);
    await addAccessRows(plane, [{}, {}]);
    plane.clock.advance(3 * DAY_MS);
    await addAuditRows(plane, [{}]);
    await addAccessRows(plane, [{}]);
    const person = plane.person('org_red');
    for (const path of ['/api/audit-logs', '/api/audit/stream-logs']) {
      expect((await person.get(`${path}?days=1`)).json()).toMatchObject({ total: 1 });
      expect((await person.get(`${path}?days=4`)).json()).toMatchObject({ total: 3 });
      expect(readCsv((await person.get(`${path}?days=1&format=csv`)).text)).toHaveLength(2);
      expect((await person.get(`${path}?days=367`)).status).toBe(422);
    }
  });
});

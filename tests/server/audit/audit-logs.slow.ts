import { describe, expect, it } from 'vitest';
import { openControlPlane, type ControlPlane } from '../organization/control-plane.ts';
import { readCsv } from './csv-reader.ts';
import { addAuditRows, addManyAuditRows } from './log-rows.ts';

interface AuditAnswer {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly logs: readonly { readonly id: number; readonly event: string; readonly username: string | null }[];
}

async function ask(plane: ControlPlane, query = '', orgId = 'org_red'): Promise<AuditAnswer> {
  const answer = await plane.person(orgId).get(`/api/audit-logs${query}`);
  expect(answer.status).toBe(200);
  return answer.json<AuditAnswer>();
}

describe('audit log', () => {
  it('rest 80: exact keys, newest first, nothing of another organization', async () => {
    await using plane = await openControlPlane();
    await addAuditRows(plane, [
      { event: 'node_created', username: 'ann', userId: 'user_1', ipAddress: '10.0.0.1', details: '{"a":1}' },
      { event: 'node_deleted' },
      { event: 'node_created', orgId: 'org_blue', username: 'bob' },
    ]);
    const answer = await plane.person('org_red').get('/api/audit-logs');
    expect(answer.json()).toEqual({
      total: 2,
      limit: 100,
      offset: 0,
      logs: [
        {
          id: 2,
          timestamp: '2026-03-01T12:00:02.000Z',
          event: 'node_deleted',
          ip: null,
          username: null,
          details: null,
        },
        {
          id: 1,
          timestamp: '2026-03-01T12:00:01.000Z',
          event: 'node_created',
          ip: '10.0.0.1',
          username: 'ann',
          details: '{"a":1}',
        },
      ],
    });
    for (const filter of ['', '?event=node_created', '?username=bob', '?username=ann&event=node_created']) {
      const { logs } = await ask(plane, filter);
      expect(logs.map(({ username }) => username)).not.toContain('bob');
    }
  });

  it('rest 80: the user name matches anywhere and in any case; %, _ and \\ mean themselves', async () => {
    await using plane = await openControlPlane();
    const names = [
      'alice@example.com',
      'literal_match',
      'literalXmatch',
      '100%',
      '1000',
      'back\\slash',
      'backslash',
    ];
    await addAuditRows(
      plane,
      names.map((username) => ({ username })),
    );
    const found = async (text: string) => {
      const { logs, total } = await ask(plane, `?username=${encodeURIComponent(text)}`);
      expect(total).toBe(logs.length);
      return logs.map(({ username }) => username ?? '').toSorted();
    };
    expect(await found('ALICE')).toEqual(['alice@example.com']);
    expect(await found('literal_match')).toEqual(['literal_match']);
    expect(await found('100%')).toEqual(['100%']);
    expect(await found('k\\s')).toEqual(['back\\slash']);
    expect(await found("' OR 1=1 --")).toEqual([]);
    expect(await found('_')).toEqual(['literal_match']);
  });

  it('the event matches exactly', async () => {
    await using plane = await openControlPlane();
    await addAuditRows(plane, [{ event: 'node_created' }, { event: 'node_createdx' }]);
    expect(await ask(plane, '?event=node_created')).toMatchObject({ total: 1 });
    expect(await ask(plane, '?event=NODE_CREATED')).toMatchObject({ total: 0, logs: [] });
  });

  it('rest 80: pages are disjoint and together complete, also across the runs rows are counted in', async () => {
    await using plane = await openControlPlane();
    await addManyAuditRows(plane, 'org_red', 12_345);
    await addManyAuditRows(plane, 'org_blue', 10);
    const ids = new Set<number>();
    for (const offset of [4800, 5200, 9900, 12_300]) {
      const { logs, total } = await ask(plane, `?limit=400&offset=${offset}`);
      expect(total).toBe(12_345);
      expect(logs.map(({ id }) => id)).toEqual(
        Array.from({ length: Math.min(400, 12_345 - offset) }, (_, index) => 12_345 - offset - index),
      );
      for (const { id } of logs) ids.add(id);
    }
    expect(ids.size).toBe(400 * 3 + 45);
    const filtered = await ask(plane, '?event=event_1&limit=500&offset=3900');
    expect(filtered.total).toBe(4115);
    expect(filtered.logs).toHaveLength(215);
    expect(filtered.logs.at(-1)?.id).toBe(1);
  });

  it('rows of the same instant are paged without loss', async () => {
    await using plane = await openControlPlane();
    const timestamp = new Date('2026-01-01T00:00:00.000Z');
    await addAuditRows(
      plane,
      Array.from({ length: 30 }, () => ({ timestamp })),
    );
    const first = await ask(plane, '?limit=20');
    const second = await ask(plane, '?limit=20&offset=20');
    expect([...first.logs, ...second.logs].map(({ id }) => id)).toEqual(
      Array.from({ length: 30 }, (_, index) => 30 - index),
    );
  });

  it.each(['offset=1000001', 'offset=2000000', 'offset=-1', 'limit=0', 'limit=501', 'limit=x', 'format=xml'])(
    'rest 80, 81: %s is refused',
    async (query) => {
      await using plane = await openControlPlane();
      const admin = plane.person('org_red');
      for (const path of ['/api/audit-logs', '/api/audit/stream-logs']) {
        expect((await admin.get(`${path}?${query}`)).status).toBe(422);
      }
    },
  );

  it('rest 81: members may read neither log, in no format', async () => {
    await using plane = await openControlPlane();
    const member = plane.person('org_red', 'member');
    for (const path of ['/api/audit-logs', '/api/audit/stream-logs', '/api/audit/stream-logs/stats']) {
      expect((await member.get(path)).status).toBe(403);
      expect((await member.get(`${path}?format=csv`)).status).toBe(403);
      expect((await plane.anonymous.get(path)).status).toBe(401);
    }
  });

  it('rest 82: JSON and CSV calls share one limit of 120 a minute, each organization its own', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    for (let turn = 0; turn < 60; turn += 1) {
      expect((await admin.get('/api/audit-logs')).status).toBe(200);
      expect((await admin.get('/api/audit-logs?format=csv')).status).toBe(200);
    }
    expect((await admin.get('/api/audit-logs?format=csv')).status).toBe(429);
    expect((await admin.get('/api/audit-logs')).status).toBe(429);
    expect((await admin.get('/api/audit/stream-logs')).status).toBe(200);
    expect((await plane.person('org_blue').get('/api/audit-logs')).status).toBe(200);
  });
});

describe('audit log as CSV', () => {
  it('rest 81: header, order, type and file name', async () => {
    await using plane = await openControlPlane();
    await addAuditRows(plane, [
      { event: 'node_created', username: 'ann', userId: 'user_1', ipAddress: '10.0.0.1', details: '{"a":1}' },
      { event: 'node_deleted' },
    ]);
    const answer = await plane.person('org_red').get('/api/audit-logs?format=csv&limit=1&offset=1');
    expect(answer.text).toBe(
      'timestamp,event,username,user_id,ip_address,details\r\n' +
        '2026-03-01T12:00:02.000Z,node_deleted,,,,\r\n' +
        '2026-03-01T12:00:01.000Z,node_created,ann,user_1,10.0.0.1,"{""a"":1}"\r\n',
    );
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit-log-org_red-20260301.csv"',
      'cache-control': 'no-store',
    });
  });

  it('rest 81: no rows give the header alone', async () => {
    await using plane = await openControlPlane();
    const answer = await plane.person('org/red "x"').get('/api/audit-logs?format=csv');
    expect(answer.text).toBe('timestamp,event,username,user_id,ip_address,details\r\n');
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="audit-log-org-red--x--20260301.csv"',
    );
  });

  it.each([
    ['quotes "inside", and commas', 'quotes "inside", and commas'],
    ['two\nlines', 'two\nlines'],
    ['carriage\r\nreturn', 'carriage\r\nreturn'],
    ['emoji 📷 and ümlauts', 'emoji 📷 and ümlauts'],
    ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['\r=1', `'\r=1`],
    ['a=1', 'a=1'],
    [' =1', ' =1'],
  ])('rest 81: %j arrives as %j', async (username, expected) => {
    await using plane = await openControlPlane();
    await addAuditRows(plane, [{ username }]);
    const { text } = await plane.person('org_red').get('/api/audit-logs?format=csv');
    expect(readCsv(text)[1]).toEqual(['2026-03-01T12:00:01.000Z', 'node_created', expected, '', '', '']);
  });

  it('filters hold, and other organizations stay out', async () => {
    await using plane = await openControlPlane();
    await addManyAuditRows(plane, 'org_red', 3000);
    await addManyAuditRows(plane, 'org_blue', 3000);
    const { text } = await plane
      .person('org_red')
      .get('/api/audit-logs?format=csv&event=event_2&username=USER1');
    const rows = readCsv(text).slice(1);
    const expected = Array.from({ length: 3000 }, (_, index) => 3000 - index).filter(
      (n) => n % 3 === 2 && `user${n}`.startsWith('user1'),
    );
    expect(rows.map((row) => row[2])).toEqual(expected.map((n) => `user${n}`));
  });

  it('at most the newest 50 000 rows', async () => {
    await using plane = await openControlPlane();
    await addManyAuditRows(plane, 'org_red', 50_700);
    const { text } = await plane.person('org_red').get('/api/audit-logs?format=csv');
    const rows = text.trimEnd().split('\r\n').slice(1);
    expect(rows).toHaveLength(50_000);
    expect(rows[0]).toContain(',user50700,');
    expect(rows.at(-1)).toContain(',user701,');
  });
});

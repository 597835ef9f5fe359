import { describe, expect, it } from 'vitest';
import { openControlPlane } from '../organization/control-plane.ts';
import { readCsv } from './csv-reader.ts';
import { addAccessRows } from './log-rows.ts';

const LOGS = '/api/audit/stream-logs';

describe('stream access log', () => {
  it('rest 80: exact keys, newest first, without the browser name; a plan is not needed', async () => {
    await using plane = await openControlPlane();
    await addAccessRows(plane, [
      { userAgent: 'Browser 1', ipAddress: '10.0.0.7' },
      { userEmail: '' },
      { orgId: 'org_blue' },
    ]);
    const row = { user_id: 'user_1', org_id: 'org_red', camera_id: 'cam_1', node_id: 'node_1' };
    expect((await plane.person('org_red').get(LOGS)).json()).toEqual({
      total: 2,
      limit: 100,
      offset: 0,
      logs: [
        { id: 2, ...row, user_email: '', ip_address: null, accessed_at: '2026-03-01T12:00:02.000Z' },
        {
          id: 1,
          ...row,
          user_email: 'ann@example.com',
          ip_address: '10.0.0.7',
          accessed_at: '2026-03-01T12:00:01.000Z',
        },
      ],
    });
  });

  it('rest 80: filters by camera exactly and by person within e-mail or id, literally', async () => {
    await using plane = await openControlPlane();
    await addAccessRows(plane, [
      { cameraId: 'cam_1', userId: 'user_A', userEmail: 'ann@example.com' },
      { cameraId: 'cam_11', userId: 'user_B', userEmail: 'bob@example.com' },
      { cameraId: 'cam_1', userId: 'userXC', userEmail: '' },
      { cameraId: 'cam_1', userId: 'user_A', userEmail: 'ann@example.com', orgId: 'org_blue' },
    ]);
    const ids = async (query: string) => {
      const answer = await plane.person('org_red').get(`${LOGS}?${query}`);
      const { total, logs } = answer.json<{ total: number; logs: { id: number }[] }>();
      expect(total).toBe(logs.length);
      return logs.map(({ id }) => id);
    };
    expect(await ids('camera_id=cam_1')).toEqual([3, 1]);
    expect(await ids('user_id=ANN@')).toEqual([1]);
    expect(await ids('user_id=USER_')).toEqual([2, 1]);
    expect(await ids('user_id=%25')).toEqual([]);
    expect(await ids('user_id=user_a&camera_id=cam_11')).toEqual([]);
  });

  it('rest 81: CSV columns, the same filters, the organization in the file name', async () => {
    await using plane = await openControlPlane();
    await addAccessRows(plane, [{ ipAddress: '10.0.0.7' }, { cameraId: 'cam_2', userEmail: '=1' }]);
    const all = await plane.person('org_red').get(`${LOGS}?format=csv`);
    expect(readCsv(all.text)).toEqual([
      ['accessed_at', 'camera_id', 'node_id', 'user_email', 'user_id', 'ip_address'],
      ['2026-03-01T12:00:02.000Z', 'cam_2', 'node_1', `'=1`, 'user_1', ''],
      ['2026-03-01T12:00:01.000Z', 'cam_1', 'node_1', 'ann@example.com', 'user_1', '10.0.0.7'],
    ]);
    expect(all.headers).toMatchObject({
      'content-disposition': 'attachment; filename="stream-access-log-org_red-20260301.csv"',
      'cache-control': 'no-store',
    });
    const one = await plane.person('org_red').get(`${LOGS}?format=csv&camera_id=cam_2`);
    expect(readCsv(one.text)).toHaveLength(2);
    const none = await plane.person('org_blue').get(`${LOGS}?format=csv`);
    expect(none.text).toBe('accessed_at,camera_id,node_id,user_email,user_id,ip_address\r\n');
  });

  it('sums up by camera, person and UTC day within the window', async () => {
    await using plane = await openControlPlane();
    const on = (accessedAt: string, more: object = {}) => ({ accessedAt: new Date(accessedAt), ...more });
    await addAccessRows(plane, [
      on('2026-02-22T11:00:00Z', { cameraId: 'too_old' }),
      on('2026-02-22T12:00:30Z', { cameraId: 'cam_2' }),
      on('2026-02-27T23:59:59Z'),
      on('2026-02-28T00:00:01Z'),
      on('2026-02-28T10:00:00Z', { userEmail: '' }),
      on('2026-02-28T10:00:00Z', { orgId: 'org_blue', cameraId: 'blue' }),
    ]);
    const week = await plane.person('org_red').get(`${LOGS}/stats`);
    expect(week.status).toBe(200);
    expect(week.json()).toEqual({
      days: 7,
      total_accesses: 4,
      by_camera: [
        { camera_id: 'cam_1', count: 3 },
        { camera_id: 'cam_2', count: 1 },
      ],
      by_user: [
        { user_id: 'user_1', user_email: 'ann@example.com', count: 3 },
        { user_id: 'user_1', user_email: '', count: 1 },
      ],
      by_day: [
        { date: '2026-02-28', count: 2 },
        { date: '2026-02-27', count: 1 },
        { date: '2026-02-22', count: 1 },
      ],
    });
    const month = await plane.person('org_red').get(`${LOGS}/stats?days=30`);
    expect(month.json()).toMatchObject({ days: 30, total_accesses: 5 });
  });

  it('the ten busiest cameras and people only', async () => {
    await using plane = await openControlPlane();
    const rows = Array.from({ length: 12 }, (_, index) =>
      Array.from({ length: index + 1 }, () => ({ cameraId: `cam_${index}`, userId: `user_${index}` })),
    );
    await addAccessRows(plane, rows.flat());
    const stats = (await plane.person('org_red').get(`${LOGS}/stats`)).json<{
      total_accesses: number;
      by_camera: { camera_id: string; count: number }[];
      by_user: { user_id: string }[];
    }>();
    expect(stats.total_accesses).toBe(78);
    expect(stats.by_camera.map(({ count }) => count)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(stats.by_user[0]?.user_id).toBe('user_11');
    expect(stats.by_user).toHaveLength(10);
  });

  it.each(['days=0', 'days=31', 'days=-1', 'days=x'])('rest 82: %s is refused', async (query) => {
    await using plane = await openControlPlane();
    expect((await plane.person('org_red').get(`${LOGS}/stats?${query}`)).status).toBe(422);
  });

  it('rest 82: the statistics have a limit of 60 a minute', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    for (let turn = 0; turn < 60; turn += 1) expect((await admin.get(`${LOGS}/stats`)).status).toBe(200);
    expect((await admin.get(`${LOGS}/stats`)).status).toBe(429);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FinishedCall } from '../../../../server/mcp/activity/agent-activity.ts';
import { readCsv } from '../../audit/csv-reader.ts';
import { openActivityBench, type ActivityBench } from './activity-bench.ts';

const LOGS = '/api/mcp/activity/logs';
const HEADER = ['timestamp', 'tool_name', 'key_name', 'status', 'duration_ms', 'args_summary', 'error'];

let bench: ActivityBench;
beforeEach(async () => {
  bench = await openActivityBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

/** Stores calls a second apart, oldest first. */
async function store(...calls: readonly Partial<FinishedCall>[]): Promise<void> {
  for (const call of calls) {
    bench.clock.advance(1000);
    bench.call(call);
  }
  await bench.activity.flush();
}

async function ids(query: string): Promise<number[]> {
  const answer = await bench.person('org_red').get(`${LOGS}?${query}`);
  const { total, logs } = answer.json<{ total: number; logs: { id: number }[] }>();
  expect(total).toBe(logs.length);
  return logs.map(({ id }) => id);
}

describe('stored calls', () => {
  it('exact keys, newest first, nothing of another organisation', async () => {
    await store(
      {},
      { orgId: 'org_blue' },
      { toolName: 'get_camera', args: { camera_id: 'c' }, error: 'No.' },
    );
    const row = { org_id: 'org_red', key_name: 'Night watch', duration_ms: 12 };
    expect((await bench.person('org_red').get(LOGS)).json()).toEqual({
      total: 2,
      limit: 100,
      offset: 0,
      logs: [
        {
          ...row,
          id: 3,
          tool_name: 'get_camera',
          status: 'error',
          args_summary: 'camera_id=c',
          error: 'No.',
          timestamp: '2026-03-01T12:00:03.000Z',
        },
        {
          ...row,
          id: 1,
          tool_name: 'list_cameras',
          status: 'completed',
          args_summary: null,
          error: null,
          timestamp: '2026-03-01T12:00:01.000Z',
        },
      ],
    });
  });

  it('hold a call as soon as it was told', async () => {
    bench.call({});
    expect(bench.rows()).toEqual([]);
    expect(await ids('')).toEqual([1]);
  });

  it('ai-mcp 57: key_name matches anywhere and in any case; %, _ and \\ mean themselves', async () => {
    await store(
      ...['a_b', 'aXb', 'Front A_B desk', '100%', '1000', 'back\\slash', 'backslash'].map((keyName) => ({
        keyName,
      })),
    );
    expect(await ids('key_name=a_b')).toEqual([3, 1]);
    expect(await ids('key_name=A_B')).toEqual([3, 1]);
    expect(await ids('key_name=100%25')).toEqual([4]);
    expect(await ids(`key_name=${encodeURIComponent('k\\s')}`)).toEqual([6]);
    expect(await ids(`key_name=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
  });

  it('tool and status match exactly, and filters add up', async () => {
    await store({ toolName: 'get_camera' }, { toolName: 'get_camera', error: 'No.' }, { error: 'No.' });
    expect(await ids('tool_name=get_camera')).toEqual([2, 1]);
    expect(await ids('tool_name=get_cam')).toEqual([]);
    expect(await ids('status=error')).toEqual([3, 2]);
    expect(await ids('status=completed')).toEqual([1]);
    expect(await ids('tool_name=get_camera&status=error&key_name=night')).toEqual([2]);
  });

  it('pages are disjoint and complete; bounds are checked', async () => {
    await store(...Array.from({ length: 25 }, () => ({})));
    const page = async (offset: number) => {
      const answer = await bench.person('org_red').get(`${LOGS}?limit=10&offset=${offset}`);
      return answer.json<{ logs: { id: number }[] }>().logs.map(({ id }) => id);
    };
    expect([...(await page(0)), ...(await page(10)), ...(await page(20))]).toEqual(
      Array.from({ length: 25 }, (_, index) => 25 - index),
    );
    for (const query of ['limit=0', 'limit=-1', 'limit=501', 'offset=-1', 'offset=1000001', 'format=xml']) {
      expect([query, (await bench.person('org_red').get(`${LOGS}?${query}`)).status]).toEqual([query, 422]);
    }
    for (const days of ['0', '31', 'x']) {
      expect((await bench.person('org_red').get(`${LOGS}/stats?days=${days}`)).status).toBe(422);
    }
  });

  it('ai-mcp 58: CSV header, columns, filters and isolation', async () => {
    await store(
      { args: { text: 'a, "b"' }, durationMs: 0 },
      { toolName: 'get_camera', keyName: '=HYPERLINK("x")', error: 'No.' },
      { orgId: 'org_blue' },
    );
    const all = await bench.person('org_red').get(`${LOGS}?format=csv`);
    expect(all.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="mcp-activity-log-org_red-20260301.csv"',
      'cache-control': 'no-store',
    });
    expect(
      all.text.startsWith('timestamp,tool_name,key_name,status,duration_ms,args_summary,error\r\n'),
    ).toBe(true);
    expect(readCsv(all.text)).toEqual([
      HEADER,
      ['2026-03-01T12:00:02.000Z', 'get_camera', `'=HYPERLINK("x")`, 'error', '12', '', 'No.'],
      ['2026-03-01T12:00:01.000Z', 'list_cameras', 'Night watch', 'completed', '0', 'text=a, "b"', ''],
    ]);
    const failed = await bench.person('org_red').get(`${LOGS}?format=csv&status=error&limit=1`);
    expect(readCsv(failed.text)).toHaveLength(2);
    const none = await bench.person('org_new').get(`${LOGS}?format=csv`);
    expect(readCsv(none.text)).toEqual([HEADER]);
  });

  it('ai-mcp 58: CSV and JSON share one bucket; the 121st call and the 61st of the statistics are refused', async () => {
    const client = bench.person('org_red');
    for (let n = 0; n < 60; n += 1) {
      expect((await client.get(LOGS)).status).toBe(200);
      expect((await client.get(`${LOGS}?format=csv`)).status).toBe(200);
    }
    expect((await client.get(`${LOGS}?format=csv`)).status).toBe(429);
    expect((await client.get(LOGS)).json()).toMatchObject({
      error: 'rate_limit_exceeded',
      limit: '120 per 1 minute',
    });
    for (let n = 0; n < 60; n += 1) expect((await client.get(`${LOGS}/stats`)).status).toBe(200);
    expect((await client.get(`${LOGS}/stats`)).json()).toMatchObject({ limit: '60 per 1 minute' });
  });

  it('statistics by tool, key and UTC day within the window', async () => {
    const day = 86_400_000;
    bench.call({ toolName: 'too_old' });
    bench.clock.advance(6 * day + 12 * 3_600_000);
    bench.call({ error: 'No.' });
    bench.clock.advance(day);
    bench.call({ keyName: 'Day watch' });
    bench.call({ toolName: 'get_camera' });
    bench.call({ orgId: 'org_blue' });
    await bench.activity.flush();
    expect((await bench.person('org_red').get(`${LOGS}/stats`)).json()).toEqual({
      days: 7,
      total_calls: 3,
      total_errors: 1,
      by_tool: [
        { tool_name: 'list_cameras', count: 2 },
        { tool_name: 'get_camera', count: 1 },
      ],
      by_key: [
        { key_name: 'Night watch', count: 2 },
        { key_name: 'Day watch', count: 1 },
      ],
      by_day: [
        { date: '2026-03-09', count: 2 },
        { date: '2026-03-08', count: 1 },
      ],
    });
    expect((await bench.person('org_red').get(`${LOGS}/stats?days=30`)).json()).toMatchObject({
      total_calls: 4,
    });
  });
});

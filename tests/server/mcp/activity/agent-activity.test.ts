import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../../server/db/database.ts';
import { AppError } from '../../../../server/http/app-error.ts';
import { AgentActivity } from '../../../../server/mcp/activity/agent-activity.ts';
import { openActivityBench } from './activity-bench.ts';

const call = { orgId: 'org_red', keyName: 'k', toolName: 'list_cameras', args: {}, durationMs: 1 };

describe('what is remembered', () => {
  it('each organisation has a ring of its own: a busy one drives nobody out', async () => {
    await using bench = await openActivityBench();
    bench.call({ args: { camera_id: 'red' } });
    for (let n = 0; n < 600; n += 1) bench.call({ orgId: 'org_blue', args: { n } });
    const blue = bench.activity.recent('org_blue', 500);
    expect(blue.map(({ args_summary: args }) => args)).toEqual(
      Array.from({ length: 500 }, (_, index) => `n=${index + 100}`),
    );
    expect(bench.activity.recent('org_red', 500)).toHaveLength(1);
    expect(bench.activity.stats('org_blue')).toMatchObject({ total_calls: 600, recent_event_count: 500 });
  });

  it('the number of organisations and of sessions is bounded; the silent ones go first', async () => {
    await using bench = await openActivityBench();
    bench.call({ orgId: 'silent' });
    bench.call({ orgId: 'steady' });
    for (let n = 0; n < 199; n += 1) {
      bench.call({ orgId: `org_${n}` });
      bench.call({ orgId: 'steady', keyName: `key ${n}` });
    }
    expect(bench.activity.recent('silent', 1)).toEqual([]);
    expect(bench.activity.stats('steady').total_calls).toBe(200);
    for (let n = 0; n < 50; n += 1) bench.call({ orgId: 'steady', keyName: `more ${n}` });
    expect(bench.activity.sessions('steady')).toHaveLength(200);
  });

  it('minutes and spans are counted, also when the clock jumps', async () => {
    await using bench = await openActivityBench();
    bench.call();
    bench.clock.advance(50_000);
    bench.call();
    bench.call();
    bench.clock.advance(20_000);
    const stats = bench.activity.stats('org_red');
    expect(stats).toMatchObject({ calls_per_min: 2, calls_5m: 3 });
    expect(stats.by_minute).toHaveLength(60);
    expect(stats.by_minute.slice(-2)).toEqual([
      { minute: Date.parse('2026-03-01T12:00:00Z') / 1000, count: 3 },
      { minute: Date.parse('2026-03-01T12:01:00Z') / 1000, count: 0 },
    ]);
    bench.clock.advance(3_600_000);
    bench.call();
    expect(bench.activity.stats('org_red')).toMatchObject({ total_calls: 4, calls_per_min: 1, calls_5m: 1 });
    bench.clock.advance(-7_200_000);
    bench.call();
    expect(bench.activity.stats('org_red')).toMatchObject({ total_calls: 5, calls_per_min: 1 });
    expect(bench.activity.sessions('org_red')).toMatchObject([{ last_active_ago: 0, status: 'active' }]);
  });

  it('ten thousand calls are recorded in a second', async () => {
    await using bench = await openActivityBench();
    const begun = performance.now();
    for (let n = 0; n < 10_000; n += 1) bench.call({ args: { camera_id: 'cam_1', n } });
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe('what is stored', () => {
  it('every field, 0 ms as 0, missing ones as null; nothing before the flush', async () => {
    await using bench = await openActivityBench();
    bench.call({ durationMs: 0.4 });
    bench.clock.advance(1000);
    bench.call({
      toolName: 'get_camera',
      args: { camera_id: 'c' },
      durationMs: 17.6,
      error: 'No such camera.',
    });
    expect(bench.rows()).toEqual([]);
    await bench.activity.flush();
    const row = { orgId: 'org_red', keyName: 'Night watch' };
    expect(bench.rows()).toEqual([
      {
        ...row,
        id: 1,
        toolName: 'list_cameras',
        status: 'completed',
        durationMs: 0,
        argsSummary: null,
        error: null,
        timestamp: new Date('2026-03-01T12:00:00.000Z'),
      },
      {
        ...row,
        id: 2,
        toolName: 'get_camera',
        status: 'error',
        durationMs: 18,
        argsSummary: 'camera_id=c',
        error: 'No such camera.',
        timestamp: new Date('2026-03-01T12:00:01.000Z'),
      },
    ]);
    await bench.activity.flush();
    expect(bench.rows()).toHaveLength(2);
  });

  it('many calls are stored in order and in several transactions', async () => {
    await using bench = await openActivityBench();
    for (let n = 0; n < 1234; n += 1) bench.call({ args: { n } });
    await Promise.all([bench.activity.flush(), bench.activity.flush()]);
    expect(bench.rows().map(({ argsSummary }) => argsSummary)).toEqual(
      Array.from({ length: 1234 }, (_, n) => `n=${n}`),
    );
  });

  it('an erased organisation is forgotten, also what was not stored yet', async () => {
    await using bench = await openActivityBench();
    bench.call();
    bench.call({ orgId: 'org_blue' });
    bench.activity.forget('org_red');
    await bench.activity.flush();
    expect(bench.rows().map(({ orgId }) => orgId)).toEqual(['org_blue']);
    expect(bench.activity.recent('org_red', 500)).toEqual([]);
  });

  it('a disk that takes no writes costs nothing: what waits is stored when it does again', async () => {
    await using bench = await openActivityBench();
    let full = true;
    const db: Pick<Database, 'write'> = {
      write: async (work) => {
        if (full) throw AppError.plain(507, 'The disk is full.');
        return bench.db.write(work);
      },
    };
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const { clock } = bench;
    const activity = new AgentActivity({ db: { ...bench.db, ...db }, clock, log, publish: () => undefined });
    for (let n = 0; n < 10_003; n += 1) activity.record({ ...call, args: { n } });
    await activity.flush();
    await activity.flush();
    expect([bench.rows().length, lines]).toEqual([0, []]);
    full = false;
    await activity.flush();
    const rows = bench.rows();
    expect([rows.length, rows[0]?.argsSummary, rows.at(-1)?.argsSummary]).toEqual([10_000, 'n=0', 'n=9999']);
    expect(lines.join('')).toContain('"rows":3');
  });

  it('another failure is only logged, without the row, and does not stop later calls', async () => {
    await using bench = await openActivityBench();
    const rename = (from: string, to: string) =>
      bench.db.write(async (tx) => void tx.run(`ALTER TABLE ${from} RENAME TO ${to}`));
    const complaints = () => bench.logLines.filter((line) => line.includes('could not be stored'));
    await rename('mcp_activity_logs', 'elsewhere');
    bench.call({ args: { title: 'Burglar' } });
    await bench.activity.flush();
    expect([bench.published.length, complaints().length]).toEqual([1, 1]);
    await rename('elsewhere', 'mcp_activity_logs');
    bench.call({ args: { title: 'Fire' } });
    await bench.activity.flush();
    expect(bench.rows().map(({ argsSummary }) => argsSummary)).toEqual(['title=Fire']);
    expect(complaints().join('')).not.toContain('title=');
  });
});

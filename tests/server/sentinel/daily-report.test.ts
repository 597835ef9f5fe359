import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDailyReports } from '../../../server/sentinel/dispatch/daily-report.ts';
import { ORG, OTHER_ORG, SentinelBench } from './sentinel-bench.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let bench: SentinelBench;

beforeEach(async () => {
  bench = await SentinelBench.start({ now: '2026-03-02T06:00:00.000Z' });
});
afterEach(() => bench[Symbol.asyncDispose]());

const tick = (): Promise<void> => startDailyReports(bench.sentinel.routes, new AbortController().signal);
const wanted = (values = {}, orgId = ORG) => bench.rules({ dailyReportEnabled: true, ...values }, orgId);
const times = (orgId = ORG): string[] =>
  bench.runs(orgId).map(({ triggeredAt }) => triggeredAt.toISOString());

/** Lets the loop run every quarter of an hour of some time. */
async function pass(ms: number): Promise<void> {
  const end = bench.clock.now().getTime() + ms;
  while (bench.clock.now().getTime() < end) {
    await tick();
    bench.clock.advance(15 * MINUTE_MS);
  }
}

describe('the daily report', () => {
  it('is started once a day at its time, with what shall be found out', async () => {
    await wanted();
    await wanted({ dailyReportTime: '08:30' }, OTHER_ORG);
    await pass(50 * HOUR_MS);
    expect(times()).toEqual([
      '2026-03-02T07:00:00.000Z',
      '2026-03-03T07:00:00.000Z',
      '2026-03-04T07:00:00.000Z',
    ]);
    expect(times(OTHER_ORG)).toEqual(['2026-03-02T08:30:00.000Z', '2026-03-03T08:30:00.000Z']);
    expect(bench.runs()[0]).toMatchObject({
      triggerType: 'scheduled',
      outcome: 'pending',
      cameraId: null,
      manualPrompt: expect.stringContaining('overnight'),
    });
  });

  it('counts in the time zone of the organization, also in the nights in which clocks are changed', async () => {
    await bench.setting('timezone', 'Europe/Berlin');
    await wanted({ dailyReportTime: '02:30' });
    bench.clock.advance(Date.parse('2026-03-27T12:00:00Z') - bench.clock.now().getTime());
    await pass(72 * HOUR_MS);
    expect(times()).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('is started once in a night whose hours repeat', async () => {
    await bench.setting('timezone', 'Europe/Berlin');
    await wanted({ dailyReportTime: '02:30' });
    bench.clock.advance(Date.parse('2026-10-24T22:00:00Z') - bench.clock.now().getTime());
    await pass(6 * HOUR_MS);
    expect(times()).toEqual(['2026-10-25T00:30:00.000Z']);
  });

  it('is caught up within two hours after a start, and not later', async () => {
    await wanted();
    bench.clock.advance(3 * HOUR_MS);
    await tick();
    expect(times()).toEqual([]);
    bench.clock.advance(24 * HOUR_MS - MINUTE_MS);
    await tick();
    expect(times()).toEqual(['2026-03-03T08:59:00.000Z']);
  });

  it('two looks at once start one', async () => {
    await wanted();
    bench.clock.advance(HOUR_MS);
    await Promise.all([tick(), tick(), tick()]);
    expect(times()).toHaveLength(1);
  });

  it('switched on after its time it begins tomorrow', async () => {
    bench.clock.advance(2 * HOUR_MS);
    const body = { daily_report_enabled: true, daily_report_time: '07:30' };
    expect((await bench.person('admin').ask('PATCH', '/api/sentinel/config', { body })).status).toBe(200);
    await pass(24 * HOUR_MS);
    expect(times()).toEqual(['2026-03-03T07:30:00.000Z']);
  });

  it.each<[string, () => Promise<void>]>([
    ['while Sentinel is switched off', () => wanted({ enabled: false })],
    ['while nobody asked for it', () => bench.rules()],
    [
      'without the plan',
      async () => {
        await wanted();
        await bench.setting('org_plan', 'free_org');
      },
    ],
    [
      'when the runs of the month are used up',
      async () => {
        await wanted();
        await bench.fill(100);
      },
    ],
  ])('is not started %s', async (_, arrange) => {
    await arrange();
    const before = bench.runs().length;
    await pass(4 * HOUR_MS);
    expect(bench.runs()).toHaveLength(before);
  });

  it('waits for somebody to work on it, as long as it may be caught up', async () => {
    await using without = await SentinelBench.start({
      agent: { agentKey: undefined },
      now: '2026-03-02T07:00:00.000Z',
    });
    const look = () => startDailyReports(without.sentinel.routes, new AbortController().signal);
    await without.rules({ dailyReportEnabled: true });
    await look();
    expect(without.runs()).toEqual([]);
    await without.model();
    without.clock.advance(HOUR_MS);
    await look();
    expect(without.runs()).toHaveLength(1);
  });
});

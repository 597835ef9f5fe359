import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reapRuns } from '../../../server/sentinel/runs/reaper.ts';
import { claimForInvestigator } from '../../../server/sentinel/runs/run-claim.ts';
import { completeRun } from '../../../server/sentinel/runs/run-completion.ts';
import { ORG, OTHER_ORG, SentinelBench } from './sentinel-bench.ts';

const MINUTE_MS = 60_000;
let bench: SentinelBench;

beforeEach(async () => {
  bench = await SentinelBench.start({ agent: { agentKey: undefined } });
});
afterEach(() => bench[Symbol.asyncDispose]());

const ago = (minutes: number): Date => new Date(bench.clock.now().getTime() - minutes * MINUTE_MS);
/** As on a server that has been running for a day. */
const reap = (serverStartedAt = ago(24 * 60)) => reapRuns({ ...bench.core, serverStartedAt });
const running = (minutes: number, values = {}) =>
  bench.run({
    outcome: 'running',
    startedAt: ago(minutes),
    triggeredAt: ago(minutes),
    runner: 'service',
    ...values,
  });

describe('the reaper', () => {
  it('rest-core 106: a run begun 21 minutes ago ends as an error, 19 minutes and pending ones are untouched', async () => {
    const [stranded, young, waiting] = [await running(21), await running(19), await bench.run()];
    const foreign = await running(21, { orgId: OTHER_ORG });
    expect(await reap()).toEqual({ reaped: 2, ids: [stranded, foreign], requeued: [] });
    expect(bench.row(stranded)).toMatchObject({ outcome: 'error', completedAt: bench.clock.now() });
    expect(bench.row(stranded).summary.toLowerCase()).toMatch(/stranded.*never finished/);
    expect(bench.row(young)).toMatchObject({ outcome: 'running', completedAt: null });
    expect(bench.row(waiting)).toMatchObject({ outcome: 'pending', completedAt: null });
    expect(bench.changes()).toBe(2);
  });

  it('ai-mcp 85: 25 minutes end, 2 minutes and ended runs stay, a true outcome that comes late still counts', async () => {
    const stranded = await running(25);
    const untouched = [
      await running(2),
      await bench.run({ outcome: 'running', startedAt: null, runner: 'service' }),
      ...(await Promise.all(
        ['incident', 'no_action', 'error'].map((outcome) => running(90, { outcome, summary: 'kept' })),
      )),
    ];
    const before = untouched.map((id) => bench.row(id));
    expect((await reap()).ids).toEqual([stranded]);
    expect(untouched.map((id) => bench.row(id))).toEqual(before);
    const report = {
      runner: 'service',
      outcome: 'incident',
      severity: 'low',
      summary: 'late',
      toolCallCount: 2,
    };
    await completeRun(bench.core, stranded, report as Parameters<typeof completeRun>[2]);
    expect(bench.row(stranded)).toMatchObject({ outcome: 'incident', severity: 'low', summary: 'late' });
    expect((await reap()).reaped).toBe(0);
  });

  it('a run that nobody began within 60 minutes ends as expired', async () => {
    const [old, young] = [
      await bench.run({ triggeredAt: ago(61) }),
      await bench.run({ triggeredAt: ago(59) }),
    ];
    expect((await reap()).ids).toEqual([old]);
    expect(bench.row(old)).toMatchObject({ outcome: 'error', summary: expect.stringMatching(/^Expired/) });
    expect(bench.row(young).outcome).toBe('pending');
  });

  it('ends runs that wait in organizations switched off or without the plan', async () => {
    await bench.rules({ enabled: false });
    await bench.setting('org_plan', 'free_org', OTHER_ORG);
    const ids = [await bench.run(), await bench.run({ orgId: OTHER_ORG })];
    const manual = await bench.run({ triggerType: 'manual' });
    await reap();
    expect(ids.map((id) => bench.row(id).outcome)).toEqual(['error', 'error']);
    expect(bench.row(manual).outcome).toBe('pending');
  });
});

describe('the built-in investigator', () => {
  beforeEach(() => bench.model());

  it('of ten workers at once one alone gets a run', async () => {
    const id = await bench.run();
    const rows = await Promise.all(Array.from({ length: 10 }, () => claimForInvestigator(bench.core)));
    const claimed = rows.filter((row) => row !== undefined);
    expect(claimed).toEqual([
      expect.objectContaining({ id, outcome: 'running', runner: 'builtin', attempts: 1 }),
    ]);
    expect(bench.changes()).toBe(1);
  });

  it('ten workers and ten runs: each run goes to one', async () => {
    await bench.fill(10, { outcome: 'pending' });
    const rows = await Promise.all(Array.from({ length: 15 }, () => claimForInvestigator(bench.core)));
    expect(new Set(rows.flatMap((row) => row?.id ?? [])).size).toBe(10);
    expect(rows.filter((row) => row === undefined)).toHaveLength(5);
  });

  it('takes the oldest run of organizations that use a model, and none while there is an agent service', async () => {
    await bench.run({ orgId: OTHER_ORG, triggeredAt: ago(9) });
    await bench.run({ triggeredAt: ago(1) });
    const old = await bench.run({ triggeredAt: ago(5) });
    const config = { sentinel: { ...bench.core.config.sentinel, agentKey: 'some key' } };
    expect(await claimForInvestigator({ ...bench.core, config })).toBeUndefined();
    expect(await claimForInvestigator(bench.core)).toMatchObject({ id: old, orgId: ORG });
  });

  it('gets no run of an organization that was switched off meanwhile', async () => {
    const id = await bench.run();
    await bench.rules({ enabled: false });
    expect(await claimForInvestigator(bench.core)).toBeUndefined();
    expect(bench.row(id).outcome).toBe('error');
  });

  it('a run whose worker crashed is begun once more, and then ends as an error', async () => {
    const id = await bench.run();
    await claimForInvestigator(bench.core);
    bench.clock.advance(21 * MINUTE_MS);
    expect(await reap()).toEqual({ reaped: 0, ids: [], requeued: [id] });
    expect(bench.row(id)).toMatchObject({ outcome: 'pending', startedAt: null, runner: null });
    expect(await claimForInvestigator(bench.core)).toMatchObject({ id, attempts: 2 });
    bench.clock.advance(21 * MINUTE_MS);
    expect(await reap()).toEqual({ reaped: 1, ids: [id], requeued: [] });
    expect(bench.row(id)).toMatchObject({ outcome: 'error', summary: expect.stringContaining('Stranded') });
    expect(await claimForInvestigator(bench.core)).toBeUndefined();
  });

  it('what it had begun before the server was restarted does not wait for 20 minutes', async () => {
    const id = await bench.run();
    const service = await running(1);
    await claimForInvestigator(bench.core);
    bench.clock.advance(1000);
    expect(await reap(ago(10))).toMatchObject({ requeued: [] });
    expect(await reap(bench.clock.now())).toEqual({ reaped: 0, ids: [], requeued: [id] });
    expect(bench.row(service).outcome).toBe('running');
  });

  it('tells what a run cost and which pictures it saw', async () => {
    const id = await bench.run();
    await claimForInvestigator(bench.core);
    await completeRun(bench.core, id, {
      runner: 'builtin',
      outcome: 'no_action',
      summary: 'Quiet.',
      toolCallCount: 1,
      trace: [{ tool: 'view_camera', args: {}, result: 'a picture', pictures: [0] }],
      usage: { model: 'llava', inputTokens: 1200, outputTokens: 30, costMicros: 12_500 },
    });
    const shown = (await bench.person('admin').get(`/api/sentinel/runs/${id}`)).json();
    expect(shown).toMatchObject({
      runner: 'builtin',
      model: 'llava',
      input_tokens: 1200,
      output_tokens: 30,
      cost: 0.0125,
      tool_trace: [{ tool: 'view_camera', args: {}, result: 'a picture', pictures: [0] }],
    });
  });
});

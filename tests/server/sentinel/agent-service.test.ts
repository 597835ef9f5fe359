import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClient } from '../../support/test-client.ts';
import { AGENT_KEY, OTHER_ORG, SentinelBench, type RunJson } from './sentinel-bench.ts';

const MINUTE_MS = 60_000;
let bench: SentinelBench;

beforeEach(async () => {
  bench = await SentinelBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const pending = async (query = '') =>
  (await bench.service().get(`/api/sentinel/runs/pending${query}`)).json<{ runs: RunJson[] }>().runs;
const start = (id: string) => bench.service().post(`/api/sentinel/runs/${id}/start`);
const complete = (id: string, report: Record<string, unknown>) =>
  bench.service().post(`/api/sentinel/runs/${id}/complete`, report);

describe('the key of the agent service', () => {
  it.each<[string, string | undefined, Record<string, string>]>([
    ['wrong', AGENT_KEY, { 'x-sentinel-agent-key': 'guessed' }],
    ['longer', AGENT_KEY, { 'x-sentinel-agent-key': `${AGENT_KEY}x` }],
    ['missing', AGENT_KEY, {}],
    ['empty', AGENT_KEY, { 'x-sentinel-agent-key': '' }],
    ['that of a person', AGENT_KEY, { authorization: 'Bearer admin' }],
    ['not configured', undefined, { 'x-sentinel-agent-key': AGENT_KEY }],
    ['empty on both sides', '', { 'x-sentinel-agent-key': '' }],
  ])('ai-mcp 79: %s is 401 everywhere', async (_, agentKey, headers) => {
    await using other = await SentinelBench.start({ agent: { agentKey } });
    const id = await other.run();
    const caller = new TestClient(other.url, headers);
    const answers = [
      await caller.get('/api/sentinel/runs/pending'),
      await caller.post(`/api/sentinel/runs/${id}/start`),
      await caller.post(`/api/sentinel/runs/${id}/complete`, { outcome: 'no_action' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers[0]?.json()).toEqual({ detail: expect.any(String) });
    expect(other.row(id).outcome).toBe('pending');
  });
});

describe('runs that wait', () => {
  it('ai-mcp 78: pending ones alone, of all organizations, oldest first, with their organization', async () => {
    const now = bench.clock.now();
    const before = (minutes: number): Date => new Date(now.getTime() - minutes * MINUTE_MS);
    const young = await bench.run({ triggeredAt: before(1), orgId: OTHER_ORG });
    const old = await bench.run({ triggeredAt: before(9) });
    const same = await bench.run({ triggeredAt: before(9) });
    for (const outcome of ['running', 'incident', 'no_action', 'error']) await bench.run({ outcome });
    const runs = await pending();
    expect(runs.map(({ id, org_id }) => [id, org_id])).toEqual([
      [old, 'org_1'],
      [same, 'org_1'],
      [young, OTHER_ORG],
    ]);
    expect((await pending('?limit=1')).map(({ id }) => id)).toEqual([old]);
  });

  it.each(['0', '101', 'x'])('ai-mcp 78: limit=%s is 422', async (limit) => {
    expect((await bench.service().get(`/api/sentinel/runs/pending?limit=${limit}`)).status).toBe(422);
  });

  it('those of an organization switched off or without the plan end instead of being handed out', async () => {
    await bench.rules({ enabled: false });
    await bench.setting('org_plan', 'free_org', OTHER_ORG);
    const [off, manual, unpaid, unpaidManual] = [
      await bench.run(),
      await bench.run({ triggerType: 'manual' }),
      await bench.run({ orgId: OTHER_ORG }),
      await bench.run({ orgId: OTHER_ORG, triggerType: 'manual' }),
    ];
    expect((await pending()).map(({ id }) => id)).toEqual([manual]);
    expect([off, unpaid, unpaidManual].map((id) => bench.row(id).outcome)).toEqual([
      'error',
      'error',
      'error',
    ]);
    expect(bench.row(unpaid).summary).toContain('plan');
  });
});

describe('claiming', () => {
  it('ai-mcp 80: the first start claims, a second answers the same run unchanged', async () => {
    const id = await bench.run();
    const first = await start(id);
    expect([first.status, first.json()]).toEqual([
      200,
      expect.objectContaining({
        id,
        outcome: 'running',
        started_at: '2026-03-02T12:00:00.000Z',
        runner: 'service',
        claimed: true,
      }),
    ]);
    bench.clock.advance(MINUTE_MS);
    const again = await start(id);
    expect([again.status, again.json()]).toEqual([
      200,
      expect.objectContaining({
        outcome: 'running',
        started_at: '2026-03-02T12:00:00.000Z',
        claimed: false,
      }),
    ]);
    expect(bench.changes()).toBe(1);
    expect((await start('f'.repeat(32))).status).toBe(404);
  });

  it('of ten services at once one alone claims a run', async () => {
    const id = await bench.run();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(answers.filter((answer) => answer.json()['claimed'] === true)).toHaveLength(1);
  });

  it('a run that has ended is not begun again', async () => {
    const id = await bench.run({ outcome: 'no_action' });
    expect((await start(id)).json()).toMatchObject({
      outcome: 'no_action',
      started_at: null,
      claimed: false,
    });
  });
});

describe('reporting', () => {
  it('ai-mcp 81: what was found is not replaced by an error, an error is by what was found', async () => {
    const [found, nothing, failed] = [await bench.run(), await bench.run(), await bench.run()];
    const reports: [string, string, Record<string, unknown>][] = [
      [found, 'incident', { severity: 'high', summary: 'first' }],
      [found, 'error', { summary: 'second' }],
      [found, 'no_action', { summary: 'third' }],
      [nothing, 'no_action', { summary: 'first' }],
      [nothing, 'incident', { severity: 'low', summary: 'second' }],
      [failed, 'error', { summary: 'first' }],
      [failed, 'error', { summary: 'second' }],
    ];
    for (const [id, outcome, rest] of reports)
      expect((await complete(id, { outcome, ...rest })).status).toBe(200);
    expect(bench.row(failed)).toMatchObject({ outcome: 'error', summary: 'first' });
    await complete(failed, { outcome: 'incident', severity: 'low', summary: 'third' });
    expect([found, nothing, failed].map((id) => bench.row(id))).toMatchObject([
      { outcome: 'incident', severity: 'high', summary: 'first' },
      { outcome: 'no_action', severity: null, summary: 'first' },
      { outcome: 'incident', severity: 'low', summary: 'third' },
    ]);
    expect(bench.changes()).toBe(4);
  });

  it.each<[number, Record<string, unknown>]>([
    [400, { outcome: 'incident' }],
    [400, { outcome: 'incident', severity: 'critical' }],
    [400, { outcome: 'running' }],
    [400, { outcome: '' }],
    [422, {}],
    [422, { outcome: 'no_action', summary: 'x'.repeat(8001) }],
    [422, { outcome: 'no_action', tool_trace: 'none' }],
  ])('ai-mcp 82: %i for %j, and the run stays as it is', async (status, report) => {
    const id = await bench.run();
    expect((await complete(id, report)).status).toBe(status);
    expect(bench.row(id)).toMatchObject({ outcome: 'pending', completedAt: null });
  });

  it('ai-mcp 82: an incident of another organization is refused, its own is kept', async () => {
    const foreign = await bench.incident('user:user_other', OTHER_ORG);
    const own = await bench.incident();
    const id = await bench.run();
    const report = { outcome: 'incident', severity: 'medium' };
    for (const incident_id of [foreign, 99_999]) {
      const refused = await complete(id, { ...report, incident_id });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('does not belong')]);
    }
    expect(bench.row(id).outcome).toBe('pending');
    expect((await complete(id, { ...report, incident_id: own })).json()).toMatchObject({ incident_id: own });
  });

  it('the order of checks: outcome, severity, run, what was reported before, incident', async () => {
    const unknown = 'f'.repeat(32);
    expect((await complete(unknown, { outcome: 'odd' })).status).toBe(400);
    expect((await complete(unknown, { outcome: 'incident', severity: 'odd' })).status).toBe(400);
    expect((await complete(unknown, { outcome: 'no_action' })).status).toBe(404);
    const ended = await bench.run({ outcome: 'no_action' });
    expect((await complete(ended, { outcome: 'error', incident_id: 99_999 })).status).toBe(200);
  });

  it('severity and incident are kept for incidents alone, counts are not negative', async () => {
    const own = await bench.incident();
    const id = await bench.run();
    const report = { outcome: 'no_action', severity: 'high', incident_id: own, tool_call_count: -3 };
    expect((await complete(id, report)).json()).toMatchObject({
      severity: null,
      incident_id: null,
      tool_call_count: 0,
      tool_trace: [],
      runner: 'service',
    });
  });

  it('ai-mcp 83: a run that was never begun is taken as begun when it was completed', async () => {
    const id = await bench.run();
    bench.clock.advance(MINUTE_MS);
    expect((await complete(id, { outcome: 'no_action' })).json()).toMatchObject({
      started_at: '2026-03-02T12:01:00.000Z',
      completed_at: '2026-03-02T12:01:00.000Z',
    });
    const begun = await bench.run();
    await start(begun);
    bench.clock.advance(MINUTE_MS);
    expect((await complete(begun, { outcome: 'no_action' })).json()).toMatchObject({
      started_at: '2026-03-02T12:01:00.000Z',
      completed_at: '2026-03-02T12:02:00.000Z',
    });
  });

  it('ai-mcp 84: the trace is bounded', async () => {
    const id = await bench.run();
    const steps = Array.from({ length: 61 }, (_, n) => ({
      tool: `tool ${n}`,
      args: { n },
      result: 'ok',
      extra: 1,
    }));
    steps.push({
      tool: 't'.repeat(300),
      args: { text: 'a'.repeat(2000) } as never,
      result: 'r'.repeat(1001),
      extra: 1,
    });
    const odd = { tool: 7, args: ['list'], result: { found: true } };
    const answer = await complete(id, { outcome: 'no_action', tool_trace: [...steps, odd] });
    const trace = answer.json<{ tool_trace: Record<string, unknown>[] }>().tool_trace;
    expect(trace).toHaveLength(50);
    expect(trace[0]).toEqual({ tool: 'tool 13', args: { n: 13 }, result: 'ok' });
    expect(trace[48]).toEqual({
      tool: `${'t'.repeat(200)}…`,
      args: { _truncated: `${JSON.stringify({ text: 'a'.repeat(2000) }).slice(0, 1500)}…` },
      result: `${'r'.repeat(1000)}…`,
    });
    expect(trace[49]).toEqual({ tool: '7', args: {}, result: '{"found":true}' });
    const shown = await bench.person('admin').get(`/api/sentinel/runs/${id}`);
    expect(shown.json()).toMatchObject({ tool_trace: trace });
  });

  it('without a trace the stored one stays', async () => {
    const id = await bench.run();
    const trace = [{ tool: 'view_camera', args: {}, result: 'a picture' }];
    await complete(id, { outcome: 'error', tool_trace: trace });
    const answer = await complete(id, { outcome: 'no_action' });
    expect(answer.json()).toMatchObject({ outcome: 'no_action', tool_trace: trace });
  });
});

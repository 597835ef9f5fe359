import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ORG, SentinelBench } from './sentinel-bench.ts';

const DAY_MS = 86_400_000;
let bench: SentinelBench;

beforeEach(async () => {
  bench = await SentinelBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const settings = async (who: 'admin' | 'member' = 'admin') =>
  (await bench.person(who).get('/api/sentinel/config')).json();
const change = (body: unknown, who: 'admin' | 'member' = 'admin') =>
  bench.person(who).ask('PATCH', '/api/sentinel/config', { body });

describe('reading the rules', () => {
  it('ai-mcp 68: the first look makes them with the defaults, for members too', async () => {
    expect(bench.rulesRow()).toBeUndefined();
    const answer = await bench.person('member').get('/api/sentinel/config');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      config: {
        enabled: true,
        motion_enabled: true,
        incident_opened_enabled: true,
        motion_cooldown_min: 5,
        schedule_mode: 'always',
        schedule_start: '22:00',
        schedule_end: '06:00',
        active_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
        camera_scope: {},
        daily_report_enabled: false,
        daily_report_time: '07:00',
        created_at: '2026-03-02T12:00:00.000Z',
        updated_at: '2026-03-02T12:00:00.000Z',
      },
      plan_gated: false,
      plan_required: 'pro',
      plan_current: 'Pro',
      monthly_cap: 100,
      runner: 'service',
    });
    expect(bench.rulesRow()).toBeDefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['free_org', { plan_gated: true, monthly_cap: 0, plan_current: 'Free' }],
    ['pro', { plan_gated: false, monthly_cap: 100, plan_current: 'Pro' }],
    ['pro_plus', { plan_gated: false, monthly_cap: 500, plan_current: 'Pro Plus' }],
  ])('ai-mcp 68: the plan %s', async (plan, shown) => {
    await bench.setting('org_plan', plan);
    expect(await settings()).toMatchObject({ ...shown, plan_required: 'pro' });
  });

  it.each([
    [8, true],
    [6, false],
  ])('ai-mcp 70: past due for %i days, gated: %s', async (days, isGated) => {
    await bench.setting('payment_past_due', 'true');
    const since = new Date(bench.clock.now().getTime() - days * DAY_MS);
    await bench.setting('payment_past_due_at', since.toISOString());
    expect(await settings()).toMatchObject({ plan_gated: isGated, monthly_cap: isGated ? 0 : 100 });
  });

  it('says who would work on a run', async () => {
    await using without = await SentinelBench.start({ agent: { agentKey: undefined } });
    const runner = async () =>
      (await without.person('admin').get('/api/sentinel/config')).json<{ runner: string }>().runner;
    expect(await runner()).toBe('none');
    await without.model('org_2');
    expect(await runner()).toBe('none');
    await without.model();
    expect(await runner()).toBe('builtin');
  });

  it('the agent service is preferred to a model', async () => {
    await bench.model();
    expect(await settings()).toMatchObject({ runner: 'service' });
  });

  it('what cannot be read of stored rules starts no run', async () => {
    await bench.rules({ scheduleMode: 'sometimes', activeDays: '["mon"', cameraScope: '{"a":"yes"}' });
    expect(await settings()).toMatchObject({
      config: { schedule_mode: 'off', active_days: [], camera_scope: {} },
    });
  });
});

describe('changing the rules', () => {
  it('ai-mcp 69: a partial change keeps the other fields', async () => {
    await change({ motion_cooldown_min: 30 });
    bench.clock.advance(1000);
    const answer = await change({ enabled: false, schedule_mode: 'scheduled', schedule_end: '05:59' });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      config: expect.objectContaining({
        enabled: false,
        motion_cooldown_min: 30,
        schedule_mode: 'scheduled',
        schedule_start: '22:00',
        schedule_end: '05:59',
        updated_at: '2026-03-02T12:00:01.000Z',
      }),
    });
  });

  it('ai-mcp 69: 402 without the plan, 403 for a member', async () => {
    await bench.setting('org_plan', 'free_org');
    const refused = await change({ enabled: false });
    expect([refused.status, refused.json()]).toEqual([
      402,
      { detail: { error: 'plan_required', plan: 'pro', message: expect.stringContaining('Pro') } },
    ]);
    expect((await change({ enabled: false }, 'member')).status).toBe(403);
    expect(await settings()).toMatchObject({ config: { enabled: true } });
  });

  it.each<[number, unknown]>([
    [422, { motion_cooldown_min: 0 }],
    [422, { motion_cooldown_min: 61 }],
    [422, { motion_cooldown_min: 2.5 }],
    [422, { enabled: 'maybe' }],
    [422, { active_days: 'mon' }],
    [422, { camera_scope: ['gate'] }],
    [400, { schedule_mode: 'sometimes' }],
    [400, { schedule_mode: '' }],
    [400, { schedule_start: '24:00' }],
    [400, { schedule_start: '9:00' }],
    [400, { schedule_end: '' }],
    [400, { schedule_end: '+1:05' }],
    [400, { schedule_end: '12:60' }],
    [400, { schedule_end: '12:00\n' }],
    [400, { schedule_end: '١٢:٠٠' }],
    [400, { daily_report_time: '7' }],
  ])('ai-mcp 69: %i for %j, and nothing of it is kept', async (status, body) => {
    const answer = await change({ motion_enabled: false, ...(body as object) });
    expect(answer.status).toBe(status);
    expect(await settings()).toMatchObject({ config: { motion_enabled: true } });
    expect(bench.audit()).toEqual([]);
  });

  it('unknown days are dropped, an empty list is kept, camera values are taken for yes or no', async () => {
    const scope = { gate: 0, yard: 'x', hall: false, door: null };
    await change({ active_days: ['sun', 'someday', 7, 'mon', 'mon'], camera_scope: scope });
    expect(await settings()).toMatchObject({
      config: {
        active_days: ['mon', 'sun'],
        camera_scope: { gate: false, yard: true, hall: false, door: false },
      },
    });
    await change({ active_days: [], camera_scope: {} });
    expect(await settings()).toMatchObject({ config: { active_days: [], camera_scope: {} } });
  });

  it('null and unknown fields are ignored; nothing to change is no change', async () => {
    const answer = await change({ enabled: null, schedule_mode: null, camera_scope: null, colour: 'red' });
    expect([answer.status, bench.audit(), bench.published]).toEqual([200, [], []]);
  });

  it('is audited with what was asked for, and told to everybody', async () => {
    await change({ enabled: false, schedule_start: '20:15', active_days: ['mon'] });
    const [row, ...more] = bench.audit();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      event: 'sentinel_config_updated',
      username: 'admin@example.com',
      orgId: ORG,
    });
    expect(JSON.parse(row?.details ?? '')).toEqual({
      changes: ['enabled=false', 'schedule_start=20:15', 'active_days=["mon"]'],
    });
    expect(bench.published).toEqual([
      { orgId: ORG, audience: 'all', message: { type: 'changed', what: 'sentinel' } },
    ]);
  });

  it('switching off ends runs that wait, except those a person asked for', async () => {
    const [waiting, manual, foreign] = [
      await bench.run(),
      await bench.run({ triggerType: 'manual' }),
      await bench.run({ orgId: 'org_2' }),
    ];
    await change({ enabled: false });
    expect([waiting, manual, foreign].map((id) => bench.row(id).outcome)).toEqual([
      'error',
      'pending',
      'pending',
    ]);
    expect(bench.row(waiting)).toMatchObject({
      summary: expect.stringContaining('switched off'),
      completedAt: bench.clock.now(),
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OTHER_ORG, SentinelBench, type RunJson } from './sentinel-bench.ts';

let bench: SentinelBench;

beforeEach(async () => {
  bench = await SentinelBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const start = (body: unknown, who: 'admin' | 'member' = 'admin', on: SentinelBench = bench) =>
  on.person(who).post('/api/sentinel/runs/manual', body);

describe('a run that a person asks for', () => {
  it('ai-mcp 77: works while disabled and outside the schedule, and makes the settings', async () => {
    const first = await start({ prompt: 'Is the gate shut?' });
    expect(first.status).toBe(200);
    expect(first.json()).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      trigger_type: 'manual',
      outcome: 'pending',
      camera_id: null,
      manual_prompt: 'Is the gate shut?',
      triggered_at: '2026-03-02T12:00:00.000Z',
      started_at: null,
      summary: '',
    });
    expect(first.json()).not.toHaveProperty('tool_trace');
    expect(bench.rulesRow()).toBeDefined();
    await bench.camera('gate');
    await bench.rules({ enabled: false, scheduleMode: 'off', cameraScope: '{"gate":false}' });
    expect((await start({ camera_id: 'gate' })).json()).toMatchObject({
      camera_id: 'gate',
      manual_prompt: null,
    });
    expect(bench.changes()).toBe(2);
  });

  it.each([
    ['pro', 100],
    ['pro_plus', 500],
  ])('ai-mcp 77: 429 at the cap of %s, with cap and used', async (plan, cap) => {
    await bench.setting('org_plan', plan);
    await bench.fill(cap - 1);
    const answers = await Promise.all([start({}), start({}), start({})]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.json()).toEqual({
      detail: { error: 'monthly_cap_reached', message: expect.stringContaining(String(cap)), cap, used: cap },
    });
    expect(bench.runs()).toHaveLength(cap);
  });

  it('ai-mcp 77: 402 without the plan, 403 for a member, 422 for a long prompt', async () => {
    expect((await start({ prompt: 'x'.repeat(2001) })).status).toBe(422);
    expect((await start({}, 'member')).status).toBe(403);
    await bench.setting('org_plan', 'free_org');
    const refused = await start({ prompt: 'x'.repeat(2000) });
    expect([refused.status, refused.json()]).toEqual([
      402,
      { detail: { error: 'plan_required', plan: 'pro', message: expect.any(String) } },
    ]);
    expect([bench.runs(), bench.rulesRow()]).toEqual([[], undefined]);
  });

  it('an empty camera is none; an unknown one or that of others is refused', async () => {
    await bench.camera('theirs', OTHER_ORG);
    expect((await start({ camera_id: '' })).json()).toMatchObject({ camera_id: null });
    for (const camera_id of ['nowhere', 'theirs']) {
      const refused = await start({ camera_id });
      expect([refused.status, refused.text.includes(camera_id)]).toEqual([400, false]);
    }
    expect(bench.runs()).toHaveLength(1);
  });

  it('409 while nobody would work on it', async () => {
    await using without = await SentinelBench.start({ agent: { agentKey: undefined } });
    const refused = await start({}, 'admin', without);
    expect([refused.status, refused.json()]).toEqual([
      409,
      { detail: { error: 'no_runner', message: expect.stringContaining('model') } },
    ]);
    expect(without.runs()).toEqual([]);
    await without.model();
    expect((await start({}, 'admin', without)).status).toBe(200);
  });

  it('is audited without its prompt', async () => {
    await bench.camera('gate');
    const { id } = (await start({ prompt: 'secret words', camera_id: 'gate' })).json<RunJson>();
    const [row, ...more] = bench.audit();
    expect([row?.event, JSON.parse(row?.details ?? ''), more]).toEqual([
      'sentinel_manual_run',
      { run_id: id, camera_id: 'gate', prompt_len: 12 },
      [],
    ]);
  });
});

describe('the history of runs', () => {
  const list = async (query = '', who: 'admin' | 'member' | 'other' = 'admin') =>
    bench.person(who).get(`/api/sentinel/runs${query}`);
  interface Page {
    readonly runs: readonly RunJson[];
    readonly total: number;
    readonly stats: Readonly<Record<string, number>>;
  }

  it('ai-mcp 87: newest first; filters change the total and not the figures', async () => {
    const ids = [
      await bench.run({ triggeredAt: new Date('2026-02-20T10:00:00Z'), outcome: 'incident' }),
      await bench.run({ triggeredAt: new Date('2026-03-01T23:30:00Z'), outcome: 'running' }),
      await bench.run({ triggerType: 'manual', outcome: 'error' }),
      await bench.run({ triggerType: 'manual' }),
    ];
    await bench.fill(3, { orgId: OTHER_ORG });
    const all = (await list()).json<Page>();
    const stats = {
      runs_today: 2,
      runs_total: 4,
      runs_this_month: 3,
      incidents_filed: 1,
      pending: 2,
      monthly_cap: 100,
      remaining_this_month: 97,
    };
    expect(all).toMatchObject({ total: 4, stats });
    expect(all.runs.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(all.runs[0]).not.toHaveProperty('tool_trace');
    const manual = (await list('?trigger=manual&limit=1&offset=1')).json<Page>();
    expect(manual).toMatchObject({ total: 2, stats, runs: [{ id: ids[2] }] });
    expect((await list('?trigger=anything')).json<Page>()).toMatchObject({ total: 0, runs: [], stats });
    await bench.setting('timezone', 'Europe/Berlin');
    expect((await list()).json<Page>().stats).toMatchObject({ runs_today: 3, runs_this_month: 3 });
  });

  it.each<[string, number]>([
    ['2026-03-02T12:00:00Z', 1],
    ['2026-03-02T12:00:00', 1],
    ['2026-03-02T13:00:00%2B01:00', 1],
    ['2026-03-02T13:00:00+01:00', 1],
    ['2026-03-02T13:00:01%2B01:00', 0],
    ['2026-03-02T11:59:59.999999', 1],
    ['2026-03-02', 1],
    ['2026-03-03', 0],
  ])('ai-mcp 87: since=%s finds %i', async (since, total) => {
    await bench.run();
    expect((await list(`?since=${since}`)).json()).toMatchObject({ total });
  });

  it.each(['yesterday', '2026-02-30', '2026-03-02T25:00:00Z', '1', '12:00'])(
    'ai-mcp 87: since=%s is 400',
    async (since) => {
      expect((await list(`?since=${since}`)).status).toBe(400);
    },
  );

  it('limits and roles: 422 and 403', async () => {
    expect((await list('?limit=0')).status).toBe(422);
    expect((await list('?limit=201')).status).toBe(422);
    expect((await list('?offset=-1')).status).toBe(422);
    expect((await list('', 'member')).status).toBe(403);
    const id = await bench.run();
    expect((await bench.person('member').get(`/api/sentinel/runs/${id}`)).status).toBe(403);
  });

  it('an organization without the plan sees its history, with a cap of 0', async () => {
    await bench.run({ outcome: 'no_action' });
    await bench.setting('org_plan', 'free_org');
    expect((await list()).json()).toMatchObject({
      total: 1,
      stats: { monthly_cap: 0, remaining_this_month: 0, runs_total: 1 },
    });
  });

  it('ai-mcp 88: a run of another organization is 404 on every read', async () => {
    const id = await bench.run({ toolTrace: '[]' });
    expect((await bench.person('admin').get(`/api/sentinel/runs/${id}`)).status).toBe(200);
    const paths = [
      `/api/sentinel/runs/${id}`,
      `/api/sentinel/runs/${id}/pictures/0`,
      '/api/sentinel/runs/none',
    ];
    const answers = await Promise.all(paths.map((path) => bench.person('other').get(path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await list('', 'other')).json()).toMatchObject({ total: 0, runs: [] });
  });

  it('shows pictures of a run to administrators', async () => {
    const id = await bench.run();
    const picture = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
    await bench.picture(id, 3, picture);
    const shown = await bench.person('admin').get(`/api/sentinel/runs/${id}/pictures/3`);
    expect([shown.status, shown.headers['content-type'], shown.bytes]).toEqual([200, 'image/jpeg', picture]);
    for (const [who, number, status] of [
      ['admin', 4, 404],
      ['other', 3, 404],
      ['member', 3, 403],
    ] as const) {
      const answer = await bench.person(who).get(`/api/sentinel/runs/${id}/pictures/${number}`);
      expect(answer.status).toBe(status);
    }
  });
});

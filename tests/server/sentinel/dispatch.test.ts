import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snoozes } from '../../../server/db/schema/notifications.ts';
import { decide, type DispatchEvent, type GateFacts } from '../../../server/sentinel/dispatch/gates.ts';
import { configOf, type ConfigRow } from '../../../server/sentinel/rules/stored-config.ts';
import { eventually } from '../../support/wait.ts';
import { ORG, OTHER_ORG, SentinelBench } from './sentinel-bench.ts';

const MINUTE_MS = 60_000;
const NOON = new Date('2026-03-02T12:00:00.000Z');

const stored: ConfigRow = {
  id: 1,
  orgId: ORG,
  enabled: true,
  motionEnabled: true,
  incidentOpenedEnabled: true,
  motionCooldownMin: 5,
  scheduleMode: 'always',
  scheduleStart: '22:00',
  scheduleEnd: '06:00',
  activeDays: null,
  cameraScope: null,
  dailyReportEnabled: false,
  dailyReportTime: '07:00',
  dailyReportDay: null,
  createdAt: NOON,
  updatedAt: NOON,
};

/** Facts with which every gate is open; `asked` collects those that were looked up. */
function facts(changes: Partial<GateFacts> = {}, asked: string[] = []): GateFacts {
  const open: GateFacts = {
    monthlyCap: async () => 100,
    filedByAgent: async () => false,
    timeZone: async () => 'UTC',
    runner: async () => 'service',
    motionRanAfter: async () => false,
    runsThisMonth: async () => 0,
    ...changes,
  };
  return new Proxy(open, {
    get: (target, name, receiver) => {
      asked.push(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}

const motion: DispatchEvent = { kind: 'motion', cameraId: 'gate', at: NOON };
const opened: DispatchEvent = { kind: 'incident_created', cameraId: null, at: NOON };

describe('the gates', () => {
  type Case = [string, Partial<ConfigRow>, DispatchEvent, Partial<GateFacts>];
  const closed = JSON.stringify({ gate: false });
  it.each<Case>([
    ['sentinel_disabled', { enabled: false }, motion, {}],
    ['plan_not_eligible', {}, motion, { monthlyCap: async () => 0 }],
    ['kind_not_a_sentinel_trigger', {}, { ...motion, kind: 'camera_offline' }, {}],
    ['trigger_motion_enabled_off', { motionEnabled: false }, motion, {}],
    ['trigger_incident_opened_enabled_off', { incidentOpenedEnabled: false }, opened, {}],
    ['incident_filed_by_agent', {}, opened, { filedByAgent: async () => true }],
    ['camera_out_of_scope', { cameraScope: closed }, motion, {}],
    ['outside_schedule_window', { scheduleMode: 'off' }, motion, {}],
    ['outside_schedule_window', { scheduleMode: 'scheduled' }, motion, {}],
    ['no_runner', {}, motion, { runner: async () => 'none' }],
    ['motion_cooldown_active', {}, motion, { motionRanAfter: async () => true }],
    ['monthly_cap_reached', {}, motion, { runsThisMonth: async () => 100 }],
  ])('ai-mcp 71: %s', async (reason, rules, event, changes) => {
    const decision = await decide(configOf({ ...stored, ...rules }), event, facts(changes));
    expect(decision).toEqual({ kind: 'refused', reason });
  });

  it('ai-mcp 71: with every gate open there is a run', async () => {
    expect(await decide(configOf(stored), motion, facts())).toEqual({ kind: 'run', trigger: 'motion' });
    expect(await decide(configOf(stored), opened, facts())).toEqual({
      kind: 'run',
      trigger: 'incident_opened',
    });
  });

  it('ai-mcp 71: disabled is reported before the plan is even looked up', async () => {
    const asked: string[] = [];
    await decide(configOf({ ...stored, enabled: false }), motion, facts({}, asked));
    expect(asked).toEqual([]);
  });

  it('ai-mcp 72: no cooldown for another kind, without a camera, or of no minutes', async () => {
    const cooling = facts({ motionRanAfter: async () => true });
    const at = (rules: Partial<ConfigRow>, event: DispatchEvent) =>
      decide(configOf({ ...stored, ...rules }), event, cooling);
    const kinds = await Promise.all([
      at({}, { ...opened, cameraId: 'gate' }),
      at({}, { ...motion, cameraId: null }),
      at({ motionCooldownMin: 0 }, motion),
    ]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['run', 'run', 'run']);
  });

  it('ai-mcp 75: {c: false} blocks c only; without a camera the scope says nothing', async () => {
    const rules = configOf({ ...stored, cameraScope: JSON.stringify({ gate: false, yard: true }) });
    const at = async (cameraId: string | null) =>
      (await decide(rules, { kind: 'motion', cameraId, at: NOON }, facts())).kind;
    expect(await Promise.all([at('gate'), at('yard'), at('hall'), at(null), at('constructor')])).toEqual([
      'refused',
      'run',
      'run',
      'run',
      'run',
    ]);
  });
});

describe('a stored notification', () => {
  let bench: SentinelBench;
  beforeEach(async () => {
    bench = await SentinelBench.start();
    await bench.rules();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  it('starts a run, and dashboards hear of it after the commit', async () => {
    await bench.motion('gate');
    expect(bench.runs()).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        triggerType: 'motion',
        cameraId: 'gate',
        outcome: 'pending',
        manualPrompt: null,
        triggeredAt: bench.clock.now(),
        runner: null,
      }),
    ]);
    await eventually('the change is told', () => bench.changes() === 1);
  });

  it('starts none when its transaction is rolled back, and nobody hears of one', async () => {
    const { db, notifier } = bench;
    const notice = { orgId: ORG, kind: 'motion', title: 'T', body: '', severity: 'info' } as const;
    const failing = db.write(async (tx) => {
      await notifier.record(tx, { ...notice, cameraId: 'gate' });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await db.write(async () => undefined);
    expect([bench.runs(), bench.changes()]).toEqual([[], 0]);
  });

  it('starts none for an organization that never opened its settings', async () => {
    await bench.motion('gate', OTHER_ORG);
    expect(bench.runs(OTHER_ORG)).toEqual([]);
  });

  it('starts none without anybody to work on it', async () => {
    await using without = await SentinelBench.start({ agent: { agentKey: undefined } });
    await without.rules();
    await without.motion();
    expect([without.runs(), without.refusals()]).toEqual([[], ['no_runner']]);
    await without.model();
    await without.motion();
    expect(without.runs()).toHaveLength(1);
  });

  it('ai-mcp 72: motion within the cooldown starts no second run on the same camera', async () => {
    await bench.rules({ motionCooldownMin: 3 });
    await bench.run({ cameraId: 'yard', triggerType: 'manual' });
    await bench.motion('gate');
    bench.clock.advance(2 * MINUTE_MS);
    await Promise.all([bench.motion('gate'), bench.motion('yard'), bench.motion('yard')]);
    expect(bench.runs().map((run) => run.cameraId)).toEqual(['yard', 'gate', 'yard']);
    bench.clock.advance(MINUTE_MS);
    await bench.motion('gate');
    expect(bench.runs()).toHaveLength(4);
    expect(bench.refusals()).toEqual(['motion_cooldown_active', 'motion_cooldown_active']);
  });

  it('ai-mcp 76: the 101st run of the month is not started, whatever became of the others', async () => {
    for (const outcome of ['pending', 'running', 'incident', 'no_action', 'error'])
      await bench.fill(19, { outcome, triggeredAt: new Date('2026-03-01T00:00:00.000Z') });
    await bench.fill(50, { orgId: OTHER_ORG });
    await bench.fill(50, { triggeredAt: new Date('2026-02-28T23:59:59.999Z') });
    const cameras = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    await Promise.all(cameras.map((camera) => bench.motion(camera)));
    const month = bench.runs().filter(({ triggeredAt }) => triggeredAt >= new Date('2026-03-01'));
    expect(month).toHaveLength(100);
    expect(bench.refusals()).toEqual(Array.from({ length: 3 }, () => 'monthly_cap_reached'));
  });

  it('ai-mcp 71: without the plan there is no run', async () => {
    await bench.setting('org_plan', 'free_org');
    await bench.motion();
    await bench.setting('org_plan', 'pro');
    await bench.setting('payment_past_due', 'true');
    await bench.setting('payment_past_due_at', '2026-02-20T00:00:00Z');
    await bench.motion();
    expect([bench.runs(), bench.refusals()]).toEqual([[], ['plan_not_eligible', 'plan_not_eligible']]);
  });

  it('ai-mcp 89: an incident of a person starts a run, one filed by an agent does not', async () => {
    await bench.incident('mcp:<sentinel-agent>');
    await bench.incident('mcp:Scout');
    expect(bench.runs()).toEqual([]);
    await bench.incident();
    await bench.incident();
    expect(bench.runs().map((run) => run.triggerType)).toEqual(['incident_opened', 'incident_opened']);
    expect(bench.refusals()).toEqual(['incident_filed_by_agent', 'incident_filed_by_agent']);
  });

  it('ai-mcp 90: motion that is muted in the inbox starts no run', async () => {
    await bench.setting('motion_notifications', 'false');
    expect(await bench.motion()).toBeUndefined();
    expect([bench.runs(), bench.refusals()]).toEqual([[], []]);
  });

  it('a snoozed camera is quiet for people, and Sentinel looks all the same', async () => {
    const now = bench.clock.now();
    await bench.db.write(async (tx) => {
      const until = new Date(now.getTime() + MINUTE_MS);
      tx.insert(snoozes)
        .values({
          orgId: ORG,
          target: 'camera',
          targetId: 'gate',
          until,
          createdBy: 'user_admin',
          createdAt: now,
        })
        .run();
    });
    expect(await bench.motion('gate')).toMatchObject({ quiet: true });
    expect(bench.runs()).toHaveLength(1);
  });

  it('the schedule counts in the time zone of the organization', async () => {
    await bench.rules({ scheduleMode: 'scheduled', scheduleStart: '21:00', scheduleEnd: '21:01' });
    await bench.motion();
    await bench.setting('timezone', 'Asia/Tokyo');
    await bench.motion();
    expect(bench.runs()).toHaveLength(1);
    expect(bench.refusals()).toEqual(['outside_schedule_window']);
  });
});

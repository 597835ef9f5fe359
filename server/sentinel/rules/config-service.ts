import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { sentinel, SentinelConfig } from '../../contract/agents/sentinel.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { readSetting } from '../../db/settings-repository.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { planLimits, planName } from '../../plans/plan-limits.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { monthlyCap } from '../monthly-cap.ts';
import { runnerOf, type RunnerDeps } from '../runner-choice.ts';
import { SWITCHED_OFF } from '../runs/blocked-runs.ts';
import { closePending } from '../runs/run-repository.ts';
import { changeInWords, changeOf, type ConfigWish } from './config-change.ts';
import { ensureConfig, findConfig, updateConfig, type ConfigChange } from './config-repository.ts';
import { openReportDay } from './report-day.ts';
import { configOf, type ConfigRow } from './stored-config.ts';

export interface ConfigDeps extends RunnerDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly plans: Pick<PlanService, 'effective'>;
}

/** The rules with what the plan allows; they are made at the first look. */
export async function sentinelSettings(
  deps: ConfigDeps,
  orgId: string,
): Promise<ResponseOf<typeof sentinel.config>> {
  const { db, clock, plans } = deps;
  const row =
    (await findConfig(db.read, orgId)) ?? (await db.write((tx) => ensureConfig(tx, orgId, clock.now())));
  const plan = await plans.effective(orgId);
  const cap = planLimits(plan).sentinelRunsPerMonth;
  return {
    config: configOf(row),
    plan_gated: cap === 0,
    plan_required: 'pro',
    plan_current: planName(plan),
    monthly_cap: cap,
    runner: await runnerOf(deps, db.read, orgId),
  };
}

/** Changes the rules, all of what is asked for or nothing. 402 without a plan for it, 400 for a value that cannot be. */
export async function changeSettings(
  deps: ConfigDeps,
  { principal, address }: { readonly principal: Principal; readonly address: string },
  wish: ConfigWish,
): Promise<SentinelConfig> {
  const { db, clock, publish } = deps;
  const { orgId } = principal;
  if ((await monthlyCap(deps.plans, orgId)) === 0) throw planRequired();
  const change = changeOf(wish);
  const changes = changeInWords(wish);
  const row = await db.write(async (tx) => {
    const now = clock.now();
    const former = await ensureConfig(tx, orgId, now);
    if (changes.length === 0) return former;
    const details = { changes };
    const entry = { orgId, event: 'sentinel_config_updated', actor: { principal }, address, details };
    await writeAudit(tx, entry, deps);
    if (change.enabled === false) await endWaiting(tx, orgId, now);
    const reportDay = await passedReportDay(tx, former, change, now);
    return updateConfig(tx, former.id, { ...change, ...reportDay, updatedAt: now });
  });
  if (changes.length > 0) publish({ orgId, audience: 'all', message: { type: 'changed', what: 'sentinel' } });
  return configOf(row);
}

export function planRequired(): AppError {
  const message = 'Sentinel AI is part of the plans Pro and Pro Plus.';
  return AppError.coded(402, 'plan_required', message, { plan: 'pro' });
}

async function endWaiting(tx: Transaction, orgId: string, now: Date): Promise<void> {
  await closePending(tx, orgId, { summary: SWITCHED_OFF, now, keepManual: true });
}

/** A report asked for after its time begins tomorrow, instead of at once as one the server missed. */
async function passedReportDay(
  tx: Transaction,
  former: ConfigRow,
  change: ConfigChange,
  now: Date,
): Promise<ConfigChange> {
  const time = change.dailyReportTime ?? former.dailyReportTime;
  const isMeant = change.dailyReportEnabled === true || change.dailyReportTime !== undefined;
  const timeZone = (await readSetting(tx, former.orgId, 'timezone')) ?? 'UTC';
  const day = isMeant ? openReportDay(time, now, timeZone) : undefined;
  return day === undefined || day <= (former.dailyReportDay ?? '') ? {} : { dailyReportDay: day };
}

import type { Clock } from '../../clock.ts';
import { readSetting } from '../../db/settings-repository.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { monthlyCap, startOfMonth } from '../monthly-cap.ts';
import { configsWithReport, findConfig, updateConfig } from '../rules/config-repository.ts';
import { openReportDay } from '../rules/report-day.ts';
import { runnerOf, type RunnerDeps } from '../runner-choice.ts';
import { countRunsSince, insertRun, type RunRow } from '../runs/run-repository.ts';
import { announceRun, type AnnounceDeps } from './announce-run.ts';

export interface DailyReportDeps extends AnnounceDeps, RunnerDeps {
  readonly clock: Clock;
  readonly plans: Pick<PlanService, 'effective'>;
}

const REPORT_PROMPT =
  'What happened overnight? Look at motion and incidents since yesterday evening and at what the cameras show now, and report briefly what a person should know.';

/** Starts the daily report of every organization for which it is due, once a local day. */
export async function startDailyReports(deps: DailyReportDeps, signal: AbortSignal): Promise<void> {
  for (const { orgId } of await configsWithReport(deps.db.read)) {
    if (signal.aborted) return;
    try {
      const run = await startDailyReport(deps, orgId);
      if (run !== undefined) announceRun(deps, run);
    } catch (error) {
      deps.log.error({ err: error, orgId }, 'A daily report could not be started');
    }
  }
}

async function startDailyReport(deps: DailyReportDeps, orgId: string): Promise<RunRow | undefined> {
  const { db, clock } = deps;
  if ((await dueDay(deps, db.read, orgId)) === undefined) return undefined;
  const cap = await monthlyCap(deps.plans, orgId);
  return db.write(async (tx) => {
    const due = await dueDay(deps, tx, orgId);
    const now = clock.now();
    if (due === undefined || (await runnerOf(deps, tx, orgId)) === 'none') return undefined;
    if ((await countRunsSince(tx, orgId, startOfMonth(now))) >= cap) return undefined;
    await updateConfig(tx, due.configId, { dailyReportDay: due.day });
    return insertRun(tx, { orgId, trigger: 'scheduled', cameraId: null, prompt: REPORT_PROMPT, now });
  });
}

/** The local day whose report is to be started now, and the rules that say so. */
async function dueDay(
  { clock }: DailyReportDeps,
  db: DailyReportDeps['db']['read'],
  orgId: string,
): Promise<{ readonly configId: number; readonly day: string } | undefined> {
  const row = await findConfig(db, orgId);
  if (row === undefined || !row.enabled || !row.dailyReportEnabled) return undefined;
  const timeZone = (await readSetting(db, orgId, 'timezone')) ?? 'UTC';
  const day = openReportDay(row.dailyReportTime, clock.now(), timeZone);
  // Dates are compared, not matched: another time zone may be one day back.
  if (day === undefined || (row.dailyReportDay ?? '') >= day) return undefined;
  return { configId: row.id, day };
}

import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/database.ts';
import { readSetting } from '../../db/settings-repository.ts';
import { metaOf, type FollowUp, type StoredNotification } from '../../notifications/notifier.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { startOfMonth, storedMonthlyCap } from '../monthly-cap.ts';
import { findConfig } from '../rules/config-repository.ts';
import { configOf } from '../rules/stored-config.ts';
import { runnerOf, type RunnerDeps } from '../runner-choice.ts';
import { countRunsSince, incidentAuthor, insertRun, motionRanAfter } from '../runs/run-repository.ts';
import { announceAfterCommit, type AnnounceDeps } from './announce-run.ts';
import { decide, type GateFacts } from './gates.ts';

export interface DispatchDeps extends AnnounceDeps, RunnerDeps {
  readonly clock: Clock;
  readonly plans: Pick<PlanService, 'recorded' | 'payment'>;
}

/** Author tags that begin so are those of agents. */
const AGENT_TAG = 'mcp:';

/**
 * Starts a run for a notification where the owner's rules want one, in the transaction that stores the notification:
 * two events at once can therefore not pass the cooldown or the monthly cap together. An organization that never opened
 * its Sentinel settings has no rules and no runs.
 */
export function dispatchRuns(deps: DispatchDeps): FollowUp {
  return async (tx, stored) => {
    const row = await findConfig(tx, stored.orgId);
    if (row === undefined) return;
    const { orgId, kind, cameraId } = stored;
    const now = deps.clock.now();
    const decision = await decide(configOf(row), { kind, cameraId, at: now }, factsOf(deps, tx, stored, now));
    if (decision.kind === 'refused') {
      deps.log.debug({ kind, reason: decision.reason }, 'A notification started no run of Sentinel');
      return;
    }
    const run = await insertRun(tx, { orgId, trigger: decision.trigger, cameraId, prompt: null, now });
    announceAfterCommit(deps, run);
  };
}

function factsOf(deps: DispatchDeps, tx: Transaction, stored: StoredNotification, now: Date): GateFacts {
  const { orgId } = stored;
  return {
    monthlyCap: () => storedMonthlyCap(deps.plans, orgId),
    filedByAgent: async () => {
      const id = metaOf(stored)?.['incident_id'];
      const author = typeof id === 'number' ? await incidentAuthor(tx, orgId, id) : undefined;
      return author === undefined || author.startsWith(AGENT_TAG);
    },
    timeZone: async () => (await readSetting(tx, orgId, 'timezone')) ?? 'UTC',
    runner: () => runnerOf(deps, tx, orgId),
    motionRanAfter: (cameraId, after) => motionRanAfter(tx, { orgId, cameraId }, after),
    runsThisMonth: () => countRunsSince(tx, orgId, startOfMonth(now)),
  };
}

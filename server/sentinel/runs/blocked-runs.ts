import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { monthlyCap } from '../monthly-cap.ts';
import { publishRuns } from './publish-runs.ts';
import { organizationsWaiting } from './reaper-repository.ts';
import { closePending } from './run-repository.ts';

export interface BlockedRunsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly publish: Publish;
  readonly plans: Pick<PlanService, 'effective'>;
}

const NO_PLAN = 'Not begun: the plan does not include Sentinel AI any more.';
export const SWITCHED_OFF = 'Not begun: Sentinel AI was switched off before anybody worked on it.';

/**
 * Ends runs that wait although nobody may work on them any more: the plan does not include Sentinel, or it was switched
 * off and no person asked for the run.
 */
export async function closeBlockedRuns(deps: BlockedRunsDeps): Promise<void> {
  for (const { orgId, enabled } of await organizationsWaiting(deps.db.read)) {
    const isIncluded = (await monthlyCap(deps.plans, orgId)) > 0;
    if (isIncluded && enabled !== false) continue;
    const summary = isIncluded ? SWITCHED_OFF : NO_PLAN;
    const now = deps.clock.now();
    const closed = await deps.db.write((tx) =>
      closePending(tx, orgId, { summary, now, keepManual: isIncluded }),
    );
    if (closed > 0) publishRuns(deps.publish, orgId);
  }
}

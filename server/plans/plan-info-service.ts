import type { Principal } from '../auth/principal.ts';
import type { PlanInfo } from '../contract/fleet/nodes.ts';
import type { Database } from '../db/database.ts';
import { GRACE_DAYS } from './grace-period.ts';
import { planLimits, planName } from './plan-limits.ts';
import { countDevices } from './plan-repository.ts';
import type { PlanService } from './plan-service.ts';

export interface PlanInfoDeps {
  readonly db: Database;
  readonly plans: PlanService;
  /** Live video served to the organisation this UTC month, stored and pending, in seconds. */
  readonly viewerSecondsUsed: (orgId: string) => Promise<number>;
}

/** Plan, limits and usage as the dashboard shows them. */
export async function planInfo(deps: PlanInfoDeps, principal: Principal): Promise<PlanInfo> {
  const { orgId, features } = principal;
  const { pastDue, grace } = await deps.plans.payment(orgId);
  // After the grace period the caps that are enforced are shown, so that the page and the server agree.
  const plan = grace?.expired === true ? await deps.plans.effective(orgId) : principal.plan;
  const limits = planLimits(plan);
  const devices = await countDevices(deps.db.read, orgId);
  const hours = (await deps.viewerSecondsUsed(orgId)) / 3600;
  return {
    plan,
    plan_name: planName(plan),
    features: [...features],
    limits: {
      max_cameras: limits.maxCameras,
      max_nodes: limits.maxNodes,
      max_seats: limits.maxSeats,
      max_viewer_hours_per_month: limits.maxViewerHoursPerMonth,
      max_sse_subscribers: limits.maxSseSubscribers,
      log_retention_days: limits.logRetentionDays,
    },
    usage: {
      ...devices,
      viewer_hours_used: Math.round(hours * 100) / 100,
      viewer_hours_limit: limits.maxViewerHoursPerMonth,
    },
    payment_past_due: pastDue,
    grace_days_remaining: grace?.daysRemaining ?? null,
    grace_expires_at: grace?.expiresAt.toISOString() ?? null,
    grace_window_days: GRACE_DAYS,
  };
}

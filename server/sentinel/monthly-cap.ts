import { FREE_PLAN, planLimits } from '../plans/plan-limits.ts';
import type { PlanService } from '../plans/plan-service.ts';

/** Runs of one UTC calendar month; 0 when the plan in force does not include Sentinel. May ask the billing provider. */
export async function monthlyCap(plans: Pick<PlanService, 'effective'>, orgId: string): Promise<number> {
  return planLimits(await plans.effective(orgId)).sentinelRunsPerMonth;
}

/** The same by what is stored alone, for use inside a transaction. */
export async function storedMonthlyCap(
  plans: Pick<PlanService, 'recorded' | 'payment'>,
  orgId: string,
): Promise<number> {
  const { grace } = await plans.payment(orgId);
  const plan = grace?.expired === true ? FREE_PLAN : await plans.recorded(orgId);
  return planLimits(plan).sentinelRunsPerMonth;
}

/** The first instant of the UTC calendar month. */
export function startOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}

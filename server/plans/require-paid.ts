import { AppError } from '../http/app-error.ts';
import type { PlanService } from './plan-service.ts';

/** Throws 402 while a payment is overdue: nothing new may be added, whatever the grace period. */
export async function requirePaid(plans: PlanService, orgId: string): Promise<void> {
  if (!(await plans.isPastDue(orgId))) return;
  throw AppError.coded(
    402,
    'payment_past_due',
    'The last payment is past due. Settle it to add anything new.',
  );
}

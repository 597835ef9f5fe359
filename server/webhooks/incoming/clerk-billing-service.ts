import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CameraDirectory } from '../../cameras/camera-directory.ts';
import type { Transaction } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { enforceCameraCap } from '../../plans/camera-cap.ts';
import { FREE_PLAN, planLimits } from '../../plans/plan-limits.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import type { Effects } from './incoming-webhook-service.ts';
import { textAt, valueAt } from './message.ts';

export interface BillingDeps {
  readonly log: Logger;
  readonly publish: Publish;
  readonly plans: Pick<
    PlanService,
    'nominal' | 'recorded' | 'recordPlan' | 'recordPastDue' | 'recordSettled' | 'forget'
  >;
  readonly directory: Pick<CameraDirectory, 'refresh'>;
  /** Tells Clerk how many members an organization may have. */
  readonly limitMembers: (orgId: string, maxMembers: number) => Promise<void>;
}

/** Clerk waits 15 s for an answer to a message. */
const LIMIT_WITHIN_MS = 5000;

/** A subscription was bought or changed. The plan is that of its first active item, else the free one. */
export function planChanged(deps: BillingDeps, orgId: string, data: unknown): Effects {
  const items = valueAt(data, 'items');
  const active = (Array.isArray(items) ? items : [])
    .filter((item) => textAt(item, 'status') === 'active')
    .map((item) => textAt(item, 'plan', 'slug'))
    .find((slug) => slug !== undefined);
  return planTaken(deps, orgId, active ?? FREE_PLAN, (tx, slug) => deps.plans.recordPlan(tx, orgId, slug));
}

/**
 * A part of a subscription ended. Nothing is done when that was another plan than the present paid one: changing
 * plans ends the former one, and Clerk may tell of that last.
 */
export async function planEnded(deps: BillingDeps, orgId: string, data: unknown): Promise<Effects> {
  const ended = textAt(data, 'plan', 'slug');
  const present = await deps.plans.recorded(orgId);
  if (ended !== undefined && present !== FREE_PLAN && ended !== present) return {};
  return planTaken(deps, orgId, FREE_PLAN, async (tx, slug) => {
    await deps.plans.recordPlan(tx, orgId, slug);
    await deps.plans.recordSettled(tx, orgId);
  });
}

/** A payment is overdue: the plan and its cameras stay for the grace period. */
export function paymentOverdue({ plans, publish }: BillingDeps, orgId: string, data: unknown): Effects {
  return {
    store: async (tx) => {
      await plans.recordPastDue(tx, orgId, overdueSince(data));
      return () => {
        plans.forget(orgId);
        publish({ orgId, audience: 'all', message: { type: 'changed', what: 'settings' } });
      };
    },
  };
}

/** Text as given, or a number of milliseconds since 1970. */
function overdueSince(data: unknown): string | undefined {
  for (const name of ['pastDueAt', 'past_due_at']) {
    const value = valueAt(data, name);
    const instant = new Date(typeof value === 'number' ? value : Number.NaN);
    const text = Number.isNaN(instant.getTime()) ? textAt(data, name) : instant.toISOString();
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A payment went through, so nothing is overdue any more; or it failed, of which Clerk tells separately. */
export function paymentTried(deps: BillingDeps, orgId: string, data: unknown): Effects {
  const { plans, log } = deps;
  const status = textAt(data, 'status');
  if (status === 'failed') log.info({ orgId }, 'A payment failed');
  if (status !== 'paid') return {};
  return {
    // Asks billing where no paid plan is stored, which must not happen inside the transaction.
    prepare: () => plans.nominal(orgId),
    store: async (tx) => {
      await plans.recordSettled(tx, orgId);
      return capped(deps, tx, orgId, await plans.recorded(orgId));
    },
  };
}

function planTaken(
  deps: BillingDeps,
  orgId: string,
  slug: string,
  record: (tx: Transaction, slug: string) => Promise<void>,
): Effects {
  return {
    prepare: () => limitMembers(deps, orgId, planLimits(slug).maxSeats),
    store: async (tx) => {
      await record(tx, slug);
      return capped(deps, tx, orgId, slug);
    },
  };
}

/** A failure is logged only: the plan counts whether or not Clerk took the number. */
async function limitMembers(deps: BillingDeps, orgId: string, maxMembers: number): Promise<void> {
  const timer = new AbortController();
  const expiry = pause(LIMIT_WITHIN_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error('Clerk did not answer in time');
  });
  try {
    await Promise.race([deps.limitMembers(orgId, maxMembers), expiry]);
  } catch (error) {
    deps.log.warn({ err: error, orgId }, 'Clerk could not be told how many members the plan allows');
  } finally {
    timer.abort();
  }
}

async function capped(
  { plans, directory, publish }: BillingDeps,
  tx: Transaction,
  orgId: string,
  plan: string,
): Promise<() => Promise<void>> {
  const { changed } = await enforceCameraCap(tx, orgId, plan);
  return async () => {
    plans.forget(orgId);
    if (changed) await directory.refresh(orgId);
    const kinds = changed ? (['settings', 'cameras'] as const) : (['settings'] as const);
    for (const what of kinds) publish({ orgId, audience: 'all', message: { type: 'changed', what } });
  };
}

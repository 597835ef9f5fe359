import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/database.ts';
import { readSetting, writeSetting } from '../db/settings-repository.ts';
import { BillingLookup, type BillingAnswer } from './billing-lookup.ts';
import { gracePeriod, type GracePeriod } from './grace-period.ts';
import { FREE_PLAN, retentionDaysOf, SELF_HOSTED_PLAN } from './plan-limits.ts';

const PAID_PLANS: ReadonlySet<string> = new Set(['pro', 'pro_plus']);
const EFFECTIVE_TTL_MS = 30_000;

export interface PlanServiceDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Plan of every organisation of a local installation; undefined when plans come from billing. */
  readonly localPlan: string | undefined;
  /** Slug of the organisation's first active subscription; asked only when plans come from billing. */
  readonly fetchBillingPlan: (orgId: string) => Promise<string | undefined>;
}

/** Whether an organisation owes money, and for how much longer its caps stay. */
export interface PaymentState {
  readonly pastDue: boolean;
  readonly grace: GracePeriod | undefined;
}

interface CachedPlan {
  readonly slug: string;
  readonly readAt: number;
}

/** Knows which plan an organisation bought (nominal) and which one counts now (effective). */
export class PlanService {
  readonly #deps: PlanServiceDeps;
  readonly #billing: BillingLookup;
  readonly #effective = new Map<string, CachedPlan>();
  readonly #refreshing = new Set<string>();

  constructor(deps: PlanServiceDeps) {
    this.#deps = deps;
    this.#billing = new BillingLookup(deps);
  }

  /** The stored plan, without any network call. */
  async recorded(orgId: string): Promise<string> {
    const { localPlan, db } = this.#deps;
    return localPlan ?? (await readSetting(db.read, orgId, 'org_plan')) ?? FREE_PLAN;
  }

  /** The plan bought. May ask the billing provider, so never call it inside a transaction. */
  async nominal(orgId: string): Promise<string> {
    return (await this.#bought(orgId)).plan;
  }

  /**
   * Days the organisation's logs are kept by the plan it bought; `fallback` when that plan is unknown. May ask the
   * billing provider.
   */
  async retentionDays(orgId: string, fallback: number): Promise<number> {
    const { plan, isKnown } = await this.#bought(orgId);
    return (isKnown ? retentionDaysOf(plan) : undefined) ?? fallback;
  }

  /** The plan whose caps count now: the nominal one, or the free one a week after a payment failed. */
  async effective(orgId: string): Promise<string> {
    const slug = (await this.#graceExpired(orgId)) ? FREE_PLAN : await this.nominal(orgId);
    this.#effective.set(orgId, { slug, readAt: this.#deps.clock.monotonicMs() });
    return slug;
  }

  /**
   * The effective plan from memory, at most 30 s old, for the video path. Refreshes in the background; an organisation
   * not seen before is not capped until its plan is known, some milliseconds later.
   */
  effectiveNow(orgId: string): string {
    const known = this.#effective.get(orgId);
    const age = known === undefined ? Infinity : this.#deps.clock.monotonicMs() - known.readAt;
    if (age >= EFFECTIVE_TTL_MS) void this.#refresh(orgId);
    return known?.slug ?? this.#deps.localPlan ?? SELF_HOSTED_PLAN;
  }

  /** True while the organisation owes money; a self-hosted installation never does. */
  async isPastDue(orgId: string): Promise<boolean> {
    return (await this.payment(orgId)).pastDue;
  }

  /** Whether a payment is overdue, and the grace period when its beginning is known. */
  async payment(orgId: string): Promise<PaymentState> {
    const { db, clock, localPlan } = this.#deps;
    const flag = await readSetting(db.read, orgId, 'payment_past_due');
    if (flag !== 'true' || localPlan === SELF_HOSTED_PLAN) return { pastDue: false, grace: undefined };
    const since = await readSetting(db.read, orgId, 'payment_past_due_at');
    return { pastDue: true, grace: gracePeriod(since, clock.now()) };
  }

  /** Stores the plan billing told of; a paid one settles what was overdue. Call `forget` after the commit. */
  async recordPlan(tx: Transaction, orgId: string, slug: string): Promise<void> {
    await writeSetting(tx, { orgId, key: 'org_plan', value: slug }, this.#deps.clock.now());
    if (PAID_PLANS.has(slug)) await this.recordSettled(tx, orgId);
  }

  /**
   * Notes that a payment is overdue. Without a readable `since`, the grace period begins now, or goes on when one has
   * begun: being told again must not prolong it. Call `forget` after the commit.
   */
  async recordPastDue(tx: Transaction, orgId: string, since: string | undefined): Promise<void> {
    const now = this.#deps.clock.now();
    const begun = (await readSetting(tx, orgId, 'payment_past_due')) === 'true';
    const former = begun ? await readSetting(tx, orgId, 'payment_past_due_at') : undefined;
    const value = [since, former].find((text) => gracePeriod(text, now) !== undefined) ?? now.toISOString();
    await writeSetting(tx, { orgId, key: 'payment_past_due', value: 'true' }, now);
    await writeSetting(tx, { orgId, key: 'payment_past_due_at', value }, now);
  }

  /** Notes that nothing is overdue. Call `forget` after the commit. */
  async recordSettled(tx: Transaction, orgId: string): Promise<void> {
    const now = this.#deps.clock.now();
    await writeSetting(tx, { orgId, key: 'payment_past_due', value: 'false' }, now);
    await writeSetting(tx, { orgId, key: 'payment_past_due_at', value: '' }, now);
  }

  /** The stored plan or payment changed: the next question is answered anew, by billing too. */
  forget(orgId: string): void {
    this.#billing.forget(orgId);
    const known = this.#effective.get(orgId);
    // Not deleted: the video path would lift every cap until the plan is read.
    if (known !== undefined) this.#effective.set(orgId, { ...known, readAt: -Infinity });
  }

  async #bought(orgId: string): Promise<BillingAnswer> {
    const { localPlan, db } = this.#deps;
    if (localPlan !== undefined) return { plan: localPlan, isKnown: true };
    const stored = await readSetting(db.read, orgId, 'org_plan');
    if (stored !== undefined && PAID_PLANS.has(stored)) return { plan: stored, isKnown: true };
    const answer = await this.#billing.plan(orgId);
    if (answer.isKnown && answer.plan !== stored) await this.#record(orgId, answer.plan, stored);
    return answer;
  }

  /** Stores what billing answered, unless a newer plan was stored while it was asked. */
  async #record(orgId: string, value: string, former: string | undefined): Promise<void> {
    const { db, clock, log } = this.#deps;
    try {
      await db.write(async (tx) => {
        if ((await readSetting(tx, orgId, 'org_plan')) !== former) return;
        await writeSetting(tx, { orgId, key: 'org_plan', value }, clock.now());
      });
    } catch (error) {
      log.warn({ err: error, orgId }, 'The plan by billing could not be stored');
    }
  }

  async #graceExpired(orgId: string): Promise<boolean> {
    return (await this.payment(orgId)).grace?.expired === true;
  }

  async #refresh(orgId: string): Promise<void> {
    if (this.#refreshing.has(orgId)) return;
    this.#refreshing.add(orgId);
    try {
      await this.effective(orgId);
    } catch (error) {
      this.#deps.log.warn({ err: error, orgId }, 'The effective plan could not be read');
    } finally {
      this.#refreshing.delete(orgId);
    }
  }
}

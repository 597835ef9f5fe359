import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { FREE_PLAN } from './plan-limits.ts';

const LOOKUP_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 600_000;
/** A node waits 10 s for its registration, which may wait for this. */
const ANSWER_WITHIN_MS = 3000;

export interface BillingLookupDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Slug of the organisation's first active subscription, or undefined when it has none. */
  readonly fetchBillingPlan: (orgId: string) => Promise<string | undefined>;
  readonly answerWithinMs?: number;
}

export interface BillingAnswer {
  readonly plan: string;
  /** False when billing never answered for this organisation, so that the plan is but an assumption. */
  readonly isKnown: boolean;
}

interface Entry {
  readonly askedAt: number;
  last: BillingAnswer;
  readonly answer: Promise<BillingAnswer>;
}

/** Asks the billing provider for a plan at most once a minute per organisation. */
export class BillingLookup {
  readonly #deps: BillingLookupDeps;
  readonly #entries = new Map<string, Entry>();
  #prunedAt: number;

  constructor(deps: BillingLookupDeps) {
    this.#deps = deps;
    this.#prunedAt = deps.clock.monotonicMs();
  }

  /** The plan by billing. A failed lookup answers with the last known plan, else the free one. */
  async plan(orgId: string): Promise<BillingAnswer> {
    const now = this.#deps.clock.monotonicMs();
    this.#prune(now);
    const known = this.#entries.get(orgId);
    if (known !== undefined && now - known.askedAt < LOOKUP_EVERY_MS) return known.answer;
    const last = known?.last ?? { plan: FREE_PLAN, isKnown: false };
    const entry: Entry = { askedAt: now, last, answer: this.#ask(orgId, last) };
    this.#entries.set(orgId, entry);
    entry.last = await entry.answer;
    return entry.last;
  }

  /** Asks anew the next time, however long ago the last answer was. */
  forget(orgId: string): void {
    this.#entries.delete(orgId);
  }

  async #ask(orgId: string, last: BillingAnswer): Promise<BillingAnswer> {
    try {
      const plan = await this.#inTime(this.#deps.fetchBillingPlan(orgId));
      return { plan: plan ?? FREE_PLAN, isKnown: true };
    } catch (error) {
      this.#deps.log.warn(
        { err: error, orgId },
        'The billing plan could not be looked up; keeping the last known one',
      );
      return last;
    }
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_resolve, reject) => {
      const late = () => reject(new Error('The billing provider did not answer in time'));
      timer = setTimeout(late, this.#deps.answerWithinMs ?? ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([answer, expiry]);
    } finally {
      clearTimeout(timer);
    }
  }

  #prune(now: number): void {
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    for (const [orgId, entry] of this.#entries) {
      if (now - entry.askedAt > LOOKUP_EVERY_MS) this.#entries.delete(orgId);
    }
  }
}

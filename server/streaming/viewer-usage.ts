import type { Clock } from '../clock.ts';
import type { Database, Queryable, Transaction } from '../db/database.ts';
import { sql } from '../db/drizzle.ts';
import { orgMonthlyUsage } from '../db/schema/organization.ts';

interface Counter {
  readonly orgId: string;
  readonly month: string;
  /** Seconds in the database. */
  stored: number;
  /** Seconds served since the last flush. */
  pending: number;
}

/**
 * Seconds of live video served per organisation and month. Serving a segment only adds to memory; a loop and the
 * shutdown write the sums. Everything stored is read at start, because this process is the only writer. That includes
 * other months than the present one: a machine without a battery clock starts in the past and learns the time later.
 */
export class ViewerUsage {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #counters = new Map<string, Counter>();
  /** The month of the last look at the clock, `YYYY-MM` in UTC, and the times between which it lasts. */
  #month = '';
  #monthBeginsMs = Number.POSITIVE_INFINITY;
  #monthEndsMs = Number.NEGATIVE_INFINITY;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const row of await readUsage(this.#db.read)) {
      this.#counter(row.orgId, row.yearMonth).stored = row.viewerSeconds;
    }
  }

  /** Counts one served segment as one second, in the month of this moment. */
  add(orgId: string): void {
    this.#counter(orgId, this.#presentMonth()).pending += 1;
  }

  /** Seconds served this month, flushed or not. */
  secondsThisMonth(orgId: string): number {
    const { stored, pending } = this.#counter(orgId, this.#presentMonth());
    return stored + pending;
  }

  /** Seconds of all organisations that are not in the database yet. */
  pendingSeconds(): number {
    return [...this.#counters.values()].reduce((sum, { pending }) => sum + pending, 0);
  }

  /** Drops an organisation's counters after its data was erased. */
  forget(orgId: string): void {
    for (const [key, counter] of this.#counters) if (counter.orgId === orgId) this.#counters.delete(key);
  }

  /** Writes what is pending. When the database refuses, nothing is lost: the next flush takes it along. */
  async flush(): Promise<void> {
    const batch = [...this.#counters.values()]
      .filter(({ pending }) => pending > 0)
      .map((counter) => ({ counter, seconds: counter.pending }));
    if (batch.length === 0) return;
    const now = this.#clock.now();
    await this.#db.write(async (tx) => {
      for (const { counter, seconds } of batch) await addSeconds(tx, counter, { seconds, now });
    });
    for (const { counter, seconds } of batch) {
      counter.pending -= seconds;
      counter.stored += seconds;
    }
  }

  #presentMonth(): string {
    const now = this.#clock.now();
    const ms = now.getTime();
    if (ms >= this.#monthBeginsMs && ms < this.#monthEndsMs) return this.#month;
    this.#month = now.toISOString().slice(0, 7);
    this.#monthBeginsMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
    this.#monthEndsMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
    return this.#month;
  }

  #counter(orgId: string, month: string): Counter {
    const key = `${month} ${orgId}`;
    const existing = this.#counters.get(key);
    if (existing !== undefined) return existing;
    const created = { orgId, month, stored: 0, pending: 0 };
    this.#counters.set(key, created);
    return created;
  }
}

/** Every stored sum: twelve rows a year for each organisation. */
async function readUsage(db: Queryable) {
  return db.select().from(orgMonthlyUsage).all();
}

async function addSeconds(
  tx: Transaction,
  key: { readonly orgId: string; readonly month: string },
  delta: { readonly seconds: number; readonly now: Date },
): Promise<void> {
  tx.insert(orgMonthlyUsage)
    .values({ orgId: key.orgId, yearMonth: key.month, viewerSeconds: delta.seconds, updatedAt: delta.now })
    .onConflictDoUpdate({
      target: [orgMonthlyUsage.orgId, orgMonthlyUsage.yearMonth],
      set: { viewerSeconds: sql`${orgMonthlyUsage.viewerSeconds} + ${delta.seconds}`, updatedAt: delta.now },
    })
    .run();
}

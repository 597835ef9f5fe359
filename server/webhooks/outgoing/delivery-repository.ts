import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, desc, eq, gt, inArray, lt, lte, notInArray } from '../../db/drizzle.ts';
import { webhookDeliveries } from '../../db/schema/delivery.ts';

export type DeliveryRow = typeof webhookDeliveries.$inferSelect;
export type NewDelivery = typeof webhookDeliveries.$inferInsert;

/** Most rows one transaction deletes: the database shares its thread with live video. */
export const CHUNK_ROWS = 250;

export async function insertDeliveries(tx: Transaction, rows: readonly NewDelivery[]): Promise<void> {
  tx.insert(webhookDeliveries)
    .values([...rows])
    .run();
}

export async function insertDelivery(tx: Transaction, row: NewDelivery): Promise<DeliveryRow> {
  return tx.insert(webhookDeliveries).values(row).returning().get();
}

/** Endpoints for which messages wait, due or not, in order of their ids. One index seek for each. */
export async function waitingEndpoints(db: Queryable): Promise<string[]> {
  const { endpointId, status } = webhookDeliveries;
  const found: string[] = [];
  for (;;) {
    const row = db
      .select({ endpointId })
      .from(webhookDeliveries)
      .where(and(eq(status, 'pending'), gt(endpointId, found.at(-1) ?? '')))
      .orderBy(asc(endpointId))
      .limit(1)
      .get();
    if (row === undefined) return found;
    found.push(row.endpointId);
  }
}

/** The message of an endpoint that has been due longest; undefined when none is due. */
export async function nextDue(
  db: Queryable,
  endpointId: string,
  now: Date,
): Promise<DeliveryRow | undefined> {
  const { status, nextAttemptAt, id } = webhookDeliveries;
  return db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(status, 'pending'), eq(webhookDeliveries.endpointId, endpointId), lte(nextAttemptAt, now)))
    .orderBy(asc(nextAttemptAt), asc(id))
    .limit(1)
    .get();
}

export async function markSending(tx: Transaction, id: number, now: Date): Promise<void> {
  tx.update(webhookDeliveries)
    .set({ status: 'sending', lastAttemptAt: now })
    .where(eq(webhookDeliveries.id, id))
    .run();
}

/** Writes what came of an attempt, unless the row was taken back or deleted meanwhile. */
export async function settle(
  tx: Transaction,
  id: number,
  result: Partial<Omit<DeliveryRow, 'id'>>,
): Promise<boolean> {
  const { status } = webhookDeliveries;
  const changed = tx
    .update(webhookDeliveries)
    .set(result)
    .where(and(eq(webhookDeliveries.id, id), eq(status, 'sending')))
    .run();
  return changed.changes > 0;
}

/** Messages whose attempt began before `before` and never ended, but for those of `busy` endpoints. */
export async function abandonedIds(db: Queryable, before: Date, busy: readonly string[]): Promise<number[]> {
  const { id, status, lastAttemptAt, endpointId } = webhookDeliveries;
  const rows = db
    .select({ id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(status, 'sending'),
        lt(lastAttemptAt, before),
        busy.length > 0 ? notInArray(endpointId, [...busy]) : undefined,
      ),
    )
    .limit(CHUNK_ROWS)
    .all();
  return rows.map((row) => row.id);
}

/** Puts messages under way back in the queue, at their former place; their attempt does not count. */
export async function putBack(tx: Transaction, ids: readonly number[]): Promise<void> {
  const { id, status } = webhookDeliveries;
  tx.update(webhookDeliveries)
    .set({ status: 'pending' })
    .where(and(inArray(id, [...ids]), eq(status, 'sending')))
    .run();
}

/** Messages of an endpoint, newest first. */
export async function listDeliveries(
  db: Queryable,
  endpointId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.endpointId, endpointId))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export async function countDeliveries(db: Queryable, endpointId: string): Promise<number> {
  const found = db
    .select({ number: count() })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.endpointId, endpointId))
    .get();
  return found?.number ?? 0;
}

export async function findDelivery(
  db: Queryable,
  endpointId: string,
  id: number,
): Promise<DeliveryRow | undefined> {
  return db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.endpointId, endpointId)))
    .get();
}

/** Puts a settled message in the queue anew. */
export async function queueAgain(tx: Transaction, id: number, now: Date): Promise<void> {
  tx.update(webhookDeliveries)
    .set({ status: 'pending', attempts: 0, nextAttemptAt: now, error: null, responseStatus: null })
    .where(eq(webhookDeliveries.id, id))
    .run();
}

/** Deletes messages of an endpoint, at most one chunk; answers their number. */
export async function deleteOfEndpoint(tx: Transaction, endpointId: string): Promise<number> {
  const { id } = webhookDeliveries;
  const doomed = tx
    .select({ id })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.endpointId, endpointId))
    .limit(CHUNK_ROWS);
  return tx.delete(webhookDeliveries).where(inArray(id, doomed)).run().changes;
}

/**
 * Deletes messages created before `cutoff`, at most one chunk; answers their number. Ids grow with time, so only the
 * lowest ones are looked at.
 */
export async function deleteOldDeliveries(tx: Transaction, cutoff: Date): Promise<number> {
  const { id, createdAt } = webhookDeliveries;
  const oldest = tx.select({ id }).from(webhookDeliveries).orderBy(asc(id)).limit(CHUNK_ROWS);
  return tx
    .delete(webhookDeliveries)
    .where(and(inArray(id, oldest), lt(createdAt, cutoff)))
    .run().changes;
}

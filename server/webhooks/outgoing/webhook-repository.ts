import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, eq } from '../../db/drizzle.ts';
import { webhookEndpoints } from '../../db/schema/delivery.ts';

export type EndpointRow = typeof webhookEndpoints.$inferSelect;
export type EndpointChanges = Partial<
  Pick<EndpointRow, 'name' | 'url' | 'kinds' | 'enabled' | 'secretSealed'>
>;

/** Endpoints of an organisation in order of creation. */
export async function listEndpoints(db: Queryable, orgId: string): Promise<EndpointRow[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.orgId, orgId))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id))
    .all();
}

export async function countEndpoints(db: Queryable, orgId: string): Promise<number> {
  const found = db
    .select({ number: count() })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.orgId, orgId))
    .get();
  return found?.number ?? 0;
}

/** One endpoint of an organisation. */
export async function findEndpoint(
  db: Queryable,
  orgId: string,
  id: string,
): Promise<EndpointRow | undefined> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.orgId, orgId), eq(webhookEndpoints.id, id)))
    .get();
}

/** One endpoint, whosever it is; for sending. */
export async function endpointById(db: Queryable, id: string): Promise<EndpointRow | undefined> {
  return db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)).get();
}

export async function insertEndpoint(
  tx: Transaction,
  endpoint: typeof webhookEndpoints.$inferInsert,
): Promise<EndpointRow> {
  return tx.insert(webhookEndpoints).values(endpoint).returning().get();
}

/** Changes an endpoint and answers it as it is then. `changes` must not be empty. */
export async function updateEndpoint(
  tx: Transaction,
  id: string,
  changes: EndpointChanges,
): Promise<EndpointRow | undefined> {
  return tx.update(webhookEndpoints).set(changes).where(eq(webhookEndpoints.id, id)).returning().get();
}

export async function deleteEndpoint(tx: Transaction, id: string): Promise<void> {
  tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id)).run();
}

/** Notes on the endpoint what came of an attempt. */
export async function noteDelivered(tx: Transaction, id: string, at: Date): Promise<void> {
  tx.update(webhookEndpoints)
    .set({ lastDeliveredAt: at, lastError: null })
    .where(eq(webhookEndpoints.id, id))
    .run();
}

export async function noteFailed(
  tx: Transaction,
  id: string,
  failure: { readonly at: Date; readonly error: string; readonly switchOff: boolean },
): Promise<void> {
  tx.update(webhookEndpoints)
    .set({
      lastFailedAt: failure.at,
      lastError: failure.error,
      ...(failure.switchOff ? { enabled: false } : {}),
    })
    .where(eq(webhookEndpoints.id, id))
    .run();
}

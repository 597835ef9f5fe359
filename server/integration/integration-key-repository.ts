import type { Queryable, Transaction } from '../db/database.ts';
import { and, desc, eq, sql } from '../db/drizzle.ts';
import { mcpApiKeys } from '../db/schema/organization.ts';

export type IntegrationKeyRow = typeof mcpApiKeys.$inferSelect;

/** Every query here is about keys of the house's programs: those of AI agents do not exist for it. */
const isIntegrationKey = eq(mcpApiKeys.kind, 'integration');

/** Finds keys that are not revoked. */
export interface LiveKeyLookups {
  byHash(keyHash: string): IntegrationKeyRow | undefined;
  byId(id: number): IntegrationKeyRow | undefined;
}

/** Prepares the lookups once, because every request begins with one. */
export function prepareLiveKeyLookups(db: Queryable): LiveKeyLookups {
  const isLive = and(isIntegrationKey, eq(mcpApiKeys.revoked, false));
  const byHash = db
    .select()
    .from(mcpApiKeys)
    .where(and(isLive, eq(mcpApiKeys.keyHash, sql.placeholder('keyHash'))))
    .prepare();
  const byId = db
    .select()
    .from(mcpApiKeys)
    .where(and(isLive, eq(mcpApiKeys.id, sql.placeholder('id'))))
    .prepare();
  return { byHash: (keyHash) => byHash.get({ keyHash }), byId: (id) => byId.get({ id }) };
}

/** Keys of an organisation that are not revoked, newest first. */
export async function listLiveKeys(db: Queryable, orgId: string): Promise<IntegrationKeyRow[]> {
  return db
    .select()
    .from(mcpApiKeys)
    .where(and(isIntegrationKey, eq(mcpApiKeys.orgId, orgId), eq(mcpApiKeys.revoked, false)))
    .orderBy(desc(mcpApiKeys.id))
    .all();
}

/** One key of an organisation, revoked or not. */
export async function findKey(
  db: Queryable,
  orgId: string,
  id: number,
): Promise<IntegrationKeyRow | undefined> {
  return db
    .select()
    .from(mcpApiKeys)
    .where(and(isIntegrationKey, eq(mcpApiKeys.orgId, orgId), eq(mcpApiKeys.id, id)))
    .get();
}

export async function insertKey(
  tx: Transaction,
  values: Pick<IntegrationKeyRow, 'orgId' | 'keyHash' | 'name' | 'createdAt'>,
): Promise<IntegrationKeyRow> {
  return tx
    .insert(mcpApiKeys)
    .values({ ...values, kind: 'integration' })
    .returning()
    .get();
}

export async function markRevoked(tx: Transaction, id: number): Promise<void> {
  tx.update(mcpApiKeys).set({ revoked: true }).where(eq(mcpApiKeys.id, id)).run();
}

export async function saveLastUse(tx: Transaction, id: number, at: Date): Promise<void> {
  tx.update(mcpApiKeys).set({ lastUsedAt: at }).where(eq(mcpApiKeys.id, id)).run();
}

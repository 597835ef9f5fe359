import type { CameraScope } from '../../contract/agents/keys.ts';
import type { Queryable, Transaction } from '../../db/database.ts';
import { and, desc, eq, inArray, or, sql } from '../../db/drizzle.ts';
import { cameraGroups, cameras } from '../../db/schema/cameras.ts';
import { mcpApiKeys } from '../../db/schema/organization.ts';

export type AgentKeyRow = typeof mcpApiKeys.$inferSelect;

/** Every query here is about keys of AI agents: those of Home Assistant do not exist for it. */
const isAgentKey = eq(mcpApiKeys.kind, 'mcp');

/** Finds the key with a hash unless it is revoked; it may have expired. */
export type LiveKeyLookup = (keyHash: string) => AgentKeyRow | undefined;

/** Prepares the lookup once, because every message of every agent begins with it. */
export function prepareLiveKeyLookup(db: Queryable): LiveKeyLookup {
  const statement = db
    .select()
    .from(mcpApiKeys)
    .where(and(isAgentKey, eq(mcpApiKeys.keyHash, sql.placeholder('keyHash')), eq(mcpApiKeys.revoked, false)))
    .prepare();
  return (keyHash) => statement.get({ keyHash });
}

/** Keys of an organisation that are not revoked, newest first. */
export async function listLiveKeys(db: Queryable, orgId: string): Promise<AgentKeyRow[]> {
  return db
    .select()
    .from(mcpApiKeys)
    .where(and(isAgentKey, eq(mcpApiKeys.orgId, orgId), eq(mcpApiKeys.revoked, false)))
    .orderBy(desc(mcpApiKeys.id))
    .all();
}

/** One key of an organisation, revoked or not. */
export async function findKey(db: Queryable, orgId: string, id: number): Promise<AgentKeyRow | undefined> {
  return db
    .select()
    .from(mcpApiKeys)
    .where(and(isAgentKey, eq(mcpApiKeys.orgId, orgId), eq(mcpApiKeys.id, id)))
    .get();
}

export async function insertKey(
  tx: Transaction,
  values: Omit<typeof mcpApiKeys.$inferInsert, 'kind'>,
): Promise<AgentKeyRow> {
  return tx
    .insert(mcpApiKeys)
    .values({ ...values, kind: 'mcp' })
    .returning()
    .get();
}

export async function markRevoked(tx: Transaction, id: number): Promise<void> {
  tx.update(mcpApiKeys).set({ revoked: true }).where(eq(mcpApiKeys.id, id)).run();
}

export async function saveLastUse(tx: Transaction, id: number, at: Date): Promise<void> {
  tx.update(mcpApiKeys).set({ lastUsedAt: at }).where(eq(mcpApiKeys.id, id)).run();
}

/** Ids of the organisation's cameras that are listed or in a listed group. */
export async function camerasInScope(
  db: Queryable,
  orgId: string,
  scope: NonNullable<CameraScope>,
): Promise<string[]> {
  const rows = db
    .select({ cameraId: cameras.cameraId })
    .from(cameras)
    .where(
      and(
        eq(cameras.orgId, orgId),
        or(inArray(cameras.cameraId, scope.cameras), inArray(cameras.groupId, scope.groups)),
      ),
    )
    .all();
  return rows.map(({ cameraId }) => cameraId);
}

/** Those of the listed groups that the organisation has. */
export async function knownGroups(
  db: Queryable,
  orgId: string,
  groups: readonly number[],
): Promise<number[]> {
  const rows = db
    .select({ id: cameraGroups.id })
    .from(cameraGroups)
    .where(and(eq(cameraGroups.orgId, orgId), inArray(cameraGroups.id, [...groups])))
    .all();
  return rows.map(({ id }) => id);
}

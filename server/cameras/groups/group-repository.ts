import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, eq } from '../../db/drizzle.ts';
import { cameraGroups, cameras } from '../../db/schema/cameras.ts';

export type GroupRow = typeof cameraGroups.$inferSelect;

/** Groups of an organisation in order of creation, with the number of their cameras. */
export async function listGroups(
  db: Queryable,
  orgId: string,
): Promise<{ readonly group: GroupRow; readonly cameraCount: number }[]> {
  return db
    .select({ group: cameraGroups, cameraCount: count(cameras.id) })
    .from(cameraGroups)
    .leftJoin(cameras, eq(cameras.groupId, cameraGroups.id))
    .where(eq(cameraGroups.orgId, orgId))
    .groupBy(cameraGroups.id)
    .orderBy(asc(cameraGroups.id))
    .all();
}

/** One group of an organisation. */
export async function findGroup(db: Queryable, orgId: string, id: number): Promise<GroupRow | undefined> {
  return db
    .select()
    .from(cameraGroups)
    .where(and(eq(cameraGroups.orgId, orgId), eq(cameraGroups.id, id)))
    .get();
}

/** Whether an organisation has a group of exactly this name. */
export async function groupNameTaken(db: Queryable, orgId: string, name: string): Promise<boolean> {
  const found = db
    .select({ id: cameraGroups.id })
    .from(cameraGroups)
    .where(and(eq(cameraGroups.orgId, orgId), eq(cameraGroups.name, name)))
    .get();
  return found !== undefined;
}

/** Adds a group and answers its id. */
export async function insertGroup(
  tx: Transaction,
  group: Omit<typeof cameraGroups.$inferInsert, 'id'>,
): Promise<number> {
  return tx.insert(cameraGroups).values(group).returning({ id: cameraGroups.id }).get().id;
}

/** Deletes a group; its cameras then belong to none. */
export async function deleteGroupRow(tx: Transaction, id: number): Promise<void> {
  tx.delete(cameraGroups).where(eq(cameraGroups.id, id)).run();
}

/** Puts a camera into a group, or into none. */
export async function setCameraGroup(
  tx: Transaction,
  cameraRowId: number,
  groupId: number | null,
): Promise<void> {
  tx.update(cameras).set({ groupId }).where(eq(cameras.id, cameraRowId)).run();
}

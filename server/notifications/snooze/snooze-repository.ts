import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, eq, gt, lte } from '../../db/drizzle.ts';
import { cameraGroups, cameras } from '../../db/schema/cameras.ts';
import { snoozes } from '../../db/schema/notifications.ts';

export type SnoozeRow = typeof snoozes.$inferSelect;

/** Snoozes that have not ended, the one that ends first first. */
export async function activeSnoozes(db: Queryable, orgId: string, now: Date): Promise<SnoozeRow[]> {
  return db
    .select()
    .from(snoozes)
    .where(and(eq(snoozes.orgId, orgId), gt(snoozes.until, now)))
    .orderBy(asc(snoozes.until), asc(snoozes.id))
    .all();
}

/** Begins a snooze; a former one of the same camera or group is replaced. */
export async function saveSnooze(tx: Transaction, snooze: Omit<SnoozeRow, 'id'>): Promise<SnoozeRow> {
  const { until, createdBy, createdAt } = snooze;
  return tx
    .insert(snoozes)
    .values(snooze)
    .onConflictDoUpdate({
      target: [snoozes.orgId, snoozes.target, snoozes.targetId],
      set: { until, createdBy, createdAt },
    })
    .returning()
    .get();
}

/** Deletes a snooze of an organisation and answers it; undefined when there is none. */
export async function deleteSnooze(
  tx: Transaction,
  orgId: string,
  id: number,
): Promise<SnoozeRow | undefined> {
  return tx
    .delete(snoozes)
    .where(and(eq(snoozes.orgId, orgId), eq(snoozes.id, id)))
    .returning()
    .get();
}

/** Whether any snooze has ended by `now`. */
export async function anyExpired(db: Queryable, now: Date): Promise<boolean> {
  const row = db.select({ id: snoozes.id }).from(snoozes).where(lte(snoozes.until, now)).limit(1).get();
  return row !== undefined;
}

/** Deletes what has ended by `now` and answers whose it was, each organisation once. */
export async function deleteExpired(tx: Transaction, now: Date): Promise<readonly string[]> {
  const rows = tx.delete(snoozes).where(lte(snoozes.until, now)).returning({ orgId: snoozes.orgId }).all();
  return [...new Set(rows.map(({ orgId }) => orgId))];
}

/** Display name of a camera of an organisation. */
export async function snoozedCameraName(
  db: Queryable,
  orgId: string,
  cameraId: string,
): Promise<string | undefined> {
  return db
    .select({ name: cameras.name })
    .from(cameras)
    .where(and(eq(cameras.orgId, orgId), eq(cameras.cameraId, cameraId)))
    .get()?.name;
}

/** Name of a camera group of an organisation. */
export async function snoozedGroupName(
  db: Queryable,
  orgId: string,
  groupId: number,
): Promise<string | undefined> {
  return db
    .select({ name: cameraGroups.name })
    .from(cameraGroups)
    .where(and(eq(cameraGroups.orgId, orgId), eq(cameraGroups.id, groupId)))
    .get()?.name;
}

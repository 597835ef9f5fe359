import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, eq, lte, notInArray } from '../../db/drizzle.ts';
import { emailIntents, notifications } from '../../db/schema/notifications.ts';
import type { StoredNotification } from '../../notifications/notifier.ts';

/** A notification that shall be mailed, before its recipients are known. */
export type Intent = typeof emailIntents.$inferSelect;

/** Notes that a notification shall be mailed; due at once. */
export async function insertIntent(
  tx: Transaction,
  notification: Pick<StoredNotification, 'id' | 'orgId'>,
  now: Date,
): Promise<void> {
  const { id: notificationId, orgId } = notification;
  tx.insert(emailIntents).values({ orgId, notificationId, nextAttemptAt: now, createdAt: now }).run();
}

/** The intent that has been due the longest, of organisations not in `except`. */
export async function findDueIntent(
  db: Queryable,
  now: Date,
  except: ReadonlySet<string>,
): Promise<Intent | undefined> {
  return db
    .select()
    .from(emailIntents)
    .where(and(lte(emailIntents.nextAttemptAt, now), notInArray(emailIntents.orgId, [...except])))
    .orderBy(asc(emailIntents.nextAttemptAt), asc(emailIntents.id))
    .limit(1)
    .get();
}

export async function findNotification(db: Queryable, id: number): Promise<StoredNotification | undefined> {
  return db.select().from(notifications).where(eq(notifications.id, id)).get();
}

/** Whether it was still there. */
export async function deleteIntent(tx: Transaction, id: number): Promise<boolean> {
  return tx.delete(emailIntents).where(eq(emailIntents.id, id)).run().changes === 1;
}

/** Counts a failed preparation and puts the intent off. */
export async function postponeIntent(
  tx: Transaction,
  intent: Intent,
  { until, error }: { readonly until: Date; readonly error: string },
): Promise<void> {
  tx.update(emailIntents)
    .set({ attempts: intent.attempts + 1, nextAttemptAt: until, error })
    .where(eq(emailIntents.id, intent.id))
    .run();
}

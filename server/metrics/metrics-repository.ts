import type { Queryable } from '../db/database.ts';
import { count, eq, min } from '../db/drizzle.ts';
import { cameraNodes, cameras } from '../db/schema/cameras.ts';
import { emailIntents, emailOutbox } from '../db/schema/notifications.ts';

/** Mails in the queue by state. Sent ones are kept for a week. */
export async function mailsByState(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { status } = emailOutbox;
  const rows = db.select({ status, mails: count() }).from(emailOutbox).groupBy(status).all();
  const waiting = db.$count(emailIntents);
  return new Map([...rows.map((row) => [row.status, row.mails] as const), ['preparing', await waiting]]);
}

/** When the mail that waits longest was queued; undefined when none waits. */
export async function oldestWaitingMail(db: Queryable): Promise<Date | undefined> {
  const row = db
    .select({ at: min(emailOutbox.createdAt) })
    .from(emailOutbox)
    .where(eq(emailOutbox.status, 'pending'))
    .get();
  return row?.at ?? undefined;
}

/** Names and reports of an organisation's nodes. */
export async function nodesOf(db: Queryable, orgId: string) {
  const { id, nodeId, name, status, lastSeen, storageDiskFreeBytes } = cameraNodes;
  return db
    .select({ id, nodeId, name, status, lastSeen, storageDiskFreeBytes })
    .from(cameraNodes)
    .where(eq(cameraNodes.orgId, orgId))
    .orderBy(nodeId)
    .all();
}

/** Names of an organisation's cameras. */
export async function camerasOf(db: Queryable, orgId: string) {
  const { cameraId, name, nodeId } = cameras;
  return db
    .select({ cameraId, name, nodeRowId: nodeId })
    .from(cameras)
    .where(eq(cameras.orgId, orgId))
    .orderBy(cameraId)
    .all();
}

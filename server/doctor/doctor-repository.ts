import type { Queryable } from '../db/database.ts';
import { and, count, desc, eq, inArray, min } from '../db/drizzle.ts';
import { cameraNodes } from '../db/schema/cameras.ts';
import { users } from '../db/schema/identity.ts';
import { emailLog, emailOutbox } from '../db/schema/notifications.ts';

/** When the first account was made; undefined while there is none. */
export async function firstAccountAt(db: Queryable): Promise<Date | undefined> {
  const row = db
    .select({ at: min(users.createdAt) })
    .from(users)
    .get();
  return row?.at ?? undefined;
}

/** Nodes of one organisation, or of all. */
export async function nodesIn(db: Queryable, orgId: string | undefined) {
  return db
    .select({ orgId: cameraNodes.orgId, nodeId: cameraNodes.nodeId, name: cameraNodes.name })
    .from(cameraNodes)
    .where(orgId === undefined ? undefined : eq(cameraNodes.orgId, orgId))
    .orderBy(cameraNodes.id)
    .all();
}

/** Mails of an organisation that wait, and since when. */
export async function waitingMails(db: Queryable, orgId: string) {
  return db
    .select({ mails: count(), oldest: min(emailOutbox.createdAt) })
    .from(emailOutbox)
    .where(and(eq(emailOutbox.orgId, orgId), inArray(emailOutbox.status, ['pending', 'sending'])))
    .get();
}

/** What became of the last mail that was handed over or refused. */
export async function lastMail(db: Queryable, orgId: string) {
  return db
    .select({ status: emailLog.status, error: emailLog.error, at: emailLog.timestamp })
    .from(emailLog)
    .where(and(eq(emailLog.orgId, orgId), inArray(emailLog.status, ['sent', 'failed'])))
    .orderBy(desc(emailLog.timestamp), desc(emailLog.id))
    .limit(1)
    .get();
}

import { and, count, desc, eq, inArray, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/database.ts';
import { emailIntents, emailLog, emailOutbox } from '../../db/schema/notifications.ts';

/** Which settled mails are listed. */
export interface DeliveryFilter {
  readonly orgId: string;
  readonly status: string | undefined;
  readonly kind: string | undefined;
}

/** Number of notifications whose recipients are not known yet. */
export async function countPreparing(db: Queryable, orgId: string): Promise<number> {
  return db.$count(emailIntents, eq(emailIntents.orgId, orgId));
}

/** Mails that have not left, newest first, at most `limit`. */
export async function listWaiting(db: Queryable, { orgId, kind }: DeliveryFilter, limit: number) {
  const { status, id, recipientEmail, attempts, nextAttemptAt, error, createdAt } = emailOutbox;
  const wanted = [eq(emailOutbox.orgId, orgId), inArray(status, ['pending', 'sending'])];
  if (kind !== undefined) wanted.push(eq(emailOutbox.kind, kind));
  return db
    .select({
      id,
      kind: emailOutbox.kind,
      recipientEmail,
      status,
      attempts,
      nextAttemptAt,
      error,
      createdAt,
    })
    .from(emailOutbox)
    .where(and(...wanted))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all();
}

function settled({ orgId, status, kind }: DeliveryFilter): SQL | undefined {
  return and(
    eq(emailLog.orgId, orgId),
    status === undefined ? undefined : eq(emailLog.status, status),
    kind === undefined ? undefined : eq(emailLog.kind, kind),
  );
}

/** Number of settled mails. */
export async function countSettled(db: Queryable, filter: DeliveryFilter): Promise<number> {
  return db.select({ total: count() }).from(emailLog).where(settled(filter)).get()?.total ?? 0;
}

/** What became of mails, newest first. */
export async function listSettled(
  db: Queryable,
  filter: DeliveryFilter,
  page: { readonly limit: number; readonly offset: number },
) {
  return db
    .select()
    .from(emailLog)
    .where(settled(filter))
    .orderBy(desc(emailLog.timestamp), desc(emailLog.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

import type { SQL } from 'drizzle-orm';
import type { LogColumns, Paging } from '../../audit/log-windows.ts';
import type { Queryable } from '../../db/database.ts';
import { and, count, desc, eq, inArray, sql } from '../../db/drizzle.ts';
import { emailIntents, emailLog, emailOutbox } from '../../db/schema/notifications.ts';

export const settledColumns: LogColumns = {
  table: emailLog,
  orgId: emailLog.orgId,
  time: emailLog.timestamp,
  id: emailLog.id,
};

export type SettledRow = typeof emailLog.$inferSelect;

/** Which settled mails are listed. */
export interface DeliveryFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
}

/** Number of notifications whose recipients are not known yet. */
export async function countPreparing(db: Queryable, orgId: string): Promise<number> {
  return db.$count(emailIntents, eq(emailIntents.orgId, orgId));
}

const WAITING = ['pending', 'sending'];

/** Number of mails that have not left. */
export async function countWaiting(db: Queryable, orgId: string): Promise<number> {
  return db.$count(emailOutbox, and(eq(emailOutbox.orgId, orgId), inArray(emailOutbox.status, WAITING)));
}

/** Mails that have not left, newest first, at most `limit`. */
export async function listWaiting(db: Queryable, orgId: string, kind: string | undefined, limit: number) {
  const { status, id, recipientEmail, attempts, nextAttemptAt, error, createdAt } = emailOutbox;
  const wanted = [eq(emailOutbox.orgId, orgId), inArray(status, WAITING)];
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

export function settledCondition({ status, kind }: DeliveryFilter): SQL | undefined {
  return and(
    status === undefined ? undefined : eq(emailLog.status, status),
    kind === undefined ? undefined : eq(emailLog.kind, kind),
  );
}

/** What became of mails, newest first. */
export function selectSettled(db: Queryable, where: SQL | undefined, page: Paging): SettledRow[] {
  return db
    .select()
    .from(emailLog)
    .where(where)
    .orderBy(desc(emailLog.timestamp), desc(emailLog.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export interface SettledCount {
  readonly kind: string;
  readonly recipient: string;
  readonly status: string;
  /** UTC hour, `YYYY-MM-DDTHH`. */
  readonly hour: string;
  readonly count: number;
}

/** Settled mails by kind, recipient, outcome and UTC hour. */
export function countSettled(db: Queryable, where: SQL | undefined): SettledCount[] {
  const { kind, recipientEmail: recipient, status, timestamp } = emailLog;
  // Instants are kept as ISO text, whose first thirteen characters are the hour.
  const hour = sql<string>`substr(${timestamp}, 1, 13)`;
  return db
    .select({ kind, recipient, status, hour, count: count() })
    .from(emailLog)
    .where(where)
    .groupBy(kind, recipient, status, hour)
    .all();
}

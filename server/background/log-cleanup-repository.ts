import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Queryable, Transaction } from '../db/database.ts';
import { and, asc, eq, gt, inArray, lt } from '../db/drizzle.ts';
import { auditLog, mcpActivityLogs, motionEvents, streamAccessLogs } from '../db/schema/logs.ts';
import { emailLog, emailOutbox, notifications } from '../db/schema/notifications.ts';

/** Name of a cleaned table in the summary. */
export type LogName = 'stream' | 'mcp' | 'audit' | 'motion' | 'notif' | 'email_log';

export interface LogTable {
  readonly name: LogName;
  readonly table: SQLiteTable;
  readonly id: SQLiteColumn;
  readonly orgId: SQLiteColumn;
  /** Together with `orgId` this is an index of the table. */
  readonly time: SQLiteColumn;
}

function logTable(
  name: LogName,
  table: SQLiteTable & { readonly id: SQLiteColumn; readonly orgId: SQLiteColumn },
  time: SQLiteColumn,
): LogTable {
  return { name, table, id: table.id, orgId: table.orgId, time };
}

/** The tables whose rows a plan keeps for its number of days. */
export const LOG_TABLES: readonly LogTable[] = [
  logTable('stream', streamAccessLogs, streamAccessLogs.accessedAt),
  logTable('mcp', mcpActivityLogs, mcpActivityLogs.timestamp),
  logTable('audit', auditLog, auditLog.timestamp),
  logTable('motion', motionEvents, motionEvents.timestamp),
  logTable('notif', notifications, notifications.createdAt),
  logTable('email_log', emailLog, emailLog.timestamp),
];

/** Most rows one transaction deletes: the database shares its thread with live video. */
export const CHUNK_ROWS = 250;

/**
 * Organisations that have rows in a table. One index seek for each: a plain DISTINCT would read the whole index, which
 * takes longer than a video request may wait.
 */
export async function organizationsIn(db: Queryable, { table, orgId }: LogTable): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const row = db
      .select({ orgId })
      .from(table)
      .where(gt(orgId, found.at(-1) ?? ''))
      .orderBy(asc(orgId))
      .limit(1)
      .get();
    if (typeof row?.orgId !== 'string') return found;
    found.push(row.orgId);
  }
}

/** Deletes the oldest rows before `cutoff`, at most one chunk; answers their number. Walks the (org, time) index. */
export async function deleteOldRows(
  tx: Transaction,
  { table, id, orgId, time }: LogTable,
  org: string,
  cutoff: Date,
): Promise<number> {
  const doomed = tx
    .select({ id })
    .from(table)
    .where(and(eq(orgId, org), lt(time, cutoff)))
    .orderBy(asc(time))
    .limit(CHUNK_ROWS);
  return tx.delete(table).where(inArray(id, doomed)).run().changes;
}

/** Mails that will not be tried again. */
export const SETTLED_MAIL = ['sent', 'failed', 'suppressed'] as const;

/** Deletes settled mails created before `cutoff`, at most one chunk. Walks the (status, time) index. */
export async function deleteOldMail(
  tx: Transaction,
  status: (typeof SETTLED_MAIL)[number],
  cutoff: Date,
): Promise<number> {
  const doomed = tx
    .select({ id: emailOutbox.id })
    .from(emailOutbox)
    .where(and(eq(emailOutbox.status, status), lt(emailOutbox.createdAt, cutoff)))
    .orderBy(asc(emailOutbox.createdAt))
    .limit(CHUNK_ROWS);
  return tx.delete(emailOutbox).where(inArray(emailOutbox.id, doomed)).run().changes;
}

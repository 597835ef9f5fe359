import type { SQL } from 'drizzle-orm';
import type { LogColumns, Paging } from '../../audit/log-windows.ts';
import { contains } from '../../audit/text-match.ts';
import type { Queryable, Transaction } from '../../db/database.ts';
import { and, count, desc, eq, sql } from '../../db/drizzle.ts';
import { mcpActivityLogs } from '../../db/schema/logs.ts';

export type ActivityRow = typeof mcpActivityLogs.$inferSelect;
export type NewActivityRow = Omit<ActivityRow, 'id'>;

export const activityColumns: LogColumns = {
  table: mcpActivityLogs,
  orgId: mcpActivityLogs.orgId,
  time: mcpActivityLogs.timestamp,
  id: mcpActivityLogs.id,
};

export interface ActivityFilter {
  /** Exact name of a tool. */
  readonly toolName?: string | undefined;
  /** Part of the key's name. */
  readonly keyName?: string | undefined;
  readonly status?: string | undefined;
}

/** Adds rows; at least one. */
export async function insertActivity(tx: Transaction, rows: readonly NewActivityRow[]): Promise<void> {
  tx.insert(mcpActivityLogs)
    .values([...rows])
    .run();
}

export function activityCondition({ toolName, keyName, status }: ActivityFilter): SQL | undefined {
  return and(
    toolName === undefined ? undefined : eq(mcpActivityLogs.toolName, toolName),
    keyName === undefined ? undefined : contains(mcpActivityLogs.keyName, keyName),
    status === undefined ? undefined : eq(mcpActivityLogs.status, status),
  );
}

/** Stored calls, newest first. */
export function selectActivity(db: Queryable, where: SQL | undefined, page: Paging): ActivityRow[] {
  return db
    .select()
    .from(mcpActivityLogs)
    .where(where)
    .orderBy(desc(mcpActivityLogs.timestamp), desc(mcpActivityLogs.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export interface ActivityCount {
  readonly toolName: string;
  readonly keyName: string;
  readonly status: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly count: number;
}

/** Calls by tool, key, outcome and UTC day. */
export function countActivity(db: Queryable, where: SQL | undefined): ActivityCount[] {
  const { toolName, keyName, status, timestamp } = mcpActivityLogs;
  // Instants are kept as ISO text, whose first ten characters are the day.
  const day = sql<string>`substr(${timestamp}, 1, 10)`;
  return db
    .select({ toolName, keyName, status, day, count: count() })
    .from(mcpActivityLogs)
    .where(where)
    .groupBy(toolName, keyName, status, day)
    .all();
}

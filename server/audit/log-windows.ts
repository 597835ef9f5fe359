import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, count, desc, eq, gte, sql, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Queryable } from '../db/database.ts';

/** A log whose (org, time) index gives the order newest first; equal times are told apart by the row id. */
export interface LogColumns {
  readonly table: SQLiteTable;
  readonly orgId: AnySQLiteColumn<{ data: string }>;
  readonly time: AnySQLiteColumn<{ data: Date }>;
  readonly id: AnySQLiteColumn<{ data: number }>;
}

export interface LogScope {
  readonly orgId: string;
  /** Older rows are left out. */
  readonly since?: Date;
}

export interface LogQuery extends LogScope {
  /** Further conditions; they may need every row of the organization to be looked at. */
  readonly filter: SQL | undefined;
}

export interface Paging {
  readonly limit: number;
  readonly offset: number;
}

/** Rows counted in one turn of the event loop: about 5 ms. */
const COUNTED_ROWS = 5000;

/**
 * Conditions that cut an organization's log into runs of `size` rows, newest first, one a turn of the event loop: a
 * filter over a year of rows must not hold up live video.
 */
export async function* logWindows(
  db: Queryable,
  log: LogColumns,
  scope: LogScope,
  size: number,
): AsyncGenerator<SQL | undefined> {
  const { table, orgId, time, id } = log;
  let older: SQL | undefined;
  for (;;) {
    const since = scope.since === undefined ? undefined : gte(time, scope.since);
    const rest = and(eq(orgId, scope.orgId), since, older);
    const edge = db
      .select({ time: sql<string>`${time}`, id: sql<number>`${id}` })
      .from(table)
      .where(rest)
      .orderBy(desc(time), desc(id))
      .limit(1)
      .offset(size - 1)
      .get();
    if (edge === undefined) {
      yield rest;
      return;
    }
    yield and(rest, sql`(${time}, ${id}) >= (${edge.time}, ${edge.id})`);
    older = sql`(${time}, ${id}) < (${edge.time}, ${edge.id})`;
    await nextTurn();
  }
}

/** One page of the rows that match, newest first, and how many match in all. */
export async function readLogPage<Row>(
  db: Queryable,
  log: LogColumns,
  query: LogQuery & Paging,
  select: (where: SQL | undefined, page: Paging) => readonly Row[],
): Promise<{ readonly total: number; readonly rows: readonly Row[] }> {
  const rows: Row[] = [];
  let total = 0;
  for await (const window of logWindows(db, log, query, COUNTED_ROWS)) {
    const where = and(window, query.filter);
    const matching = db.select({ n: count() }).from(log.table).where(where).get()?.n ?? 0;
    const missing = query.limit - rows.length;
    const skipped = Math.max(0, query.offset - total);
    if (missing > 0 && skipped < matching) rows.push(...select(where, { limit: missing, offset: skipped }));
    total += matching;
  }
  return { total, rows };
}

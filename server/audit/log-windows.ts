import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Queryable } from '../db/database.ts';
import { and, count, desc, eq, gte, sql } from '../db/drizzle.ts';

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
  readonly since?: Date | undefined;
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
export const COUNTED_ROWS = 5000;
/** Rows read in full in one turn of the event loop. */
const READ_ROWS = 500;
const DAY_MS = 86_400_000;

/** The beginning of the last `days` days; undefined, which is all time, without a number of days. */
export function daysBefore(now: Date, days: number | undefined): Date | undefined {
  return days === undefined ? undefined : new Date(now.getTime() - days * DAY_MS);
}

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

/** All rows that match, newest first, in batches with a turn of the event loop between them. */
export async function* logBatches<Row>(
  db: Queryable,
  log: LogColumns,
  query: LogQuery,
  select: (where: SQL | undefined, page: Paging) => Row[],
): AsyncGenerator<Row[]> {
  for await (const window of logWindows(db, log, query, READ_ROWS)) {
    yield select(and(window, query.filter), { limit: READ_ROWS, offset: 0 });
  }
}

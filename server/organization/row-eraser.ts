import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database, Transaction } from '../db/database.ts';
import { eq, getTableConfig, sql } from '../db/drizzle.ts';

/** Rows of one organization in one table. */
export interface Rows {
  readonly table: SQLiteTable;
  readonly orgId: SQLiteColumn;
}

/** Rows deleted in one transaction, so that live video waits a few milliseconds at most. */
const PORTION = 500;
/** A blob takes as many pages as it is large, and each is visited. */
const BLOB_PORTION = 10;

/** Tables whose rows point at others come before those others. */
export function childrenFirst<T extends { readonly table: SQLiteTable }>(
  entries: readonly T[],
): readonly T[] {
  const waiting = new Set(entries);
  const ordered: T[] = [];
  while (waiting.size > 0) {
    const pointedAt = new Set(
      [...waiting].flatMap(({ table }) => parentsOf(table).filter((parent) => parent !== table)),
    );
    const free = [...waiting].filter(({ table }) => !pointedAt.has(table));
    if (free.length === 0) throw new Error('Tables point at each other in a circle');
    for (const entry of free) waiting.delete(entry);
    ordered.push(...free);
  }
  return ordered;
}

function parentsOf(table: SQLiteTable): SQLiteTable[] {
  return getTableConfig(table).foreignKeys.map((key) => key.reference().foreignTable);
}

/** Deletes an organization's rows in one go. Answers how many. */
export async function eraseRows(
  tx: Transaction,
  { table, orgId }: Rows,
  organization: string,
): Promise<number> {
  return tx.delete(table).where(eq(orgId, organization)).run().changes;
}

/** Deletes an organization's rows in small transactions, one a turn of the event loop. Answers how many. */
export async function eraseInPortions(db: Database, rows: Rows, organization: string): Promise<number> {
  const { table, orgId } = rows;
  const hasBlobs = getTableConfig(table).columns.some((column) => column.getSQLType() === 'blob');
  const portion = hasBlobs ? BLOB_PORTION : PORTION;
  let erased = 0;
  for (;;) {
    const changes = await db.write(async (tx) => {
      const some = sql`SELECT rowid FROM ${table} WHERE ${orgId} = ${organization} LIMIT ${portion}`;
      return tx.run(sql`DELETE FROM ${table} WHERE rowid IN (${some})`).changes;
    });
    erased += changes;
    if (changes < portion) return erased;
    await nextTurn();
  }
}

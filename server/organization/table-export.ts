import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import type { Index, SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Queryable } from '../db/database.ts';
import { and, eq, getTableColumns, getTableConfig, sql, SQLiteColumn as Column } from '../db/drizzle.ts';
import type { OwnedTable } from './data-inventory.ts';

/** Rows read in one turn of the event loop. */
const PORTION = 500;

type Fields = Record<string, SQLiteColumn | SQL>;

/** Exported fields by their names in the database. */
export function exportedFields({ table, omit }: OwnedTable): Fields {
  const fields: Fields = {};
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    if (omit.includes(name)) continue;
    if (column.getSQLType() === 'blob') {
      fields[`has_${column.name}`] = sql`${column} IS NOT NULL`.mapWith(Boolean);
    } else fields[column.name] = column;
  }
  return fields;
}

/**
 * Text of a JSON array (indent 2) with an organization's rows, piece by piece. Rows are read along the index that
 * begins with the organization, so that a portion costs the same however many came before. Calls `onDone` with their
 * number at the end.
 */
export async function* exportTable(
  db: Queryable,
  entry: OwnedTable,
  organization: string,
  onDone: (rows: number) => void,
): AsyncGenerator<string> {
  const order = [...indexedColumns(entry), sql`rowid`];
  const fields = { row: exportedFields(entry), place: sql`json_array(${list(order)})`.mapWith(placeValues) };
  let rows = 0;
  let after: SQL | undefined;
  for (;;) {
    const portion = db
      .select(fields)
      .from(entry.table)
      .where(and(eq(entry.orgId, organization), after))
      .orderBy(...order)
      .limit(PORTION)
      .all();
    const pieces = portion.map(({ row }, position) => `${separator(rows + position)}${indented(row)}`);
    rows += portion.length;
    if (pieces.length > 0) yield pieces.join('');
    const last = portion.at(-1);
    if (portion.length < PORTION || last === undefined) break;
    after = sql`(${list(order)}) > (${list(last.place)})`;
    await nextTurn();
  }
  yield rows === 0 ? '[]\n' : '\n]\n';
  onDone(rows);
}

/** Where a row stands in the order of the export, as SQL values. */
function placeValues(json: string): SQL[] {
  return (JSON.parse(json) as unknown[]).map((value) => sql`${value}`);
}

function list(parts: readonly (SQL | SQLiteColumn)[]): SQL {
  return sql.join(
    parts.map((part) => sql`${part}`),
    sql`, `,
  );
}

function separator(position: number): string {
  return position === 0 ? '[\n' : ',\n';
}

function indented(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(row, null, 2).replaceAll(/^/gm, '  ');
}

/** What follows the organization in the first index that begins with it; nothing when there is none. */
function indexedColumns({ table, orgId }: OwnedTable): SQLiteColumn[] {
  const columnsOf = (index: Index) => index.config.columns.filter((part) => part instanceof Column);
  const all = getTableConfig(table).indexes.map(columnsOf);
  return all.find(([first]) => first === orgId)?.slice(1) ?? [];
}

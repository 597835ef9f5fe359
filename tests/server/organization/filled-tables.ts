import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import BetterSqlite3 from 'better-sqlite3';
import { getTableColumns, getTableName, getTableConfig } from '../../../server/db/drizzle.ts';
import { ownedTables, type OwnedTable } from '../../../server/organization/data-inventory.ts';
import { childrenFirst } from '../../../server/organization/row-eraser.ts';

export const tableNames = ownedTables.map(({ table }) => getTableName(table));

/** Text of a filled cell: says whose it is and where, so that it can be searched for. */
export function cellMark(orgId: string, column: SQLiteColumn): string {
  return `${orgId}:${getTableName(column.table)}:${column.name}.`;
}

function valueFor(column: SQLiteColumn, orgId: string, day: string): unknown {
  if (column.name === 'org_id') return orgId;
  if (column.enumValues !== undefined && column.enumValues.length > 0) return column.enumValues[0];
  switch (column.getSQLType()) {
    case 'blob':
      return Buffer.from(cellMark(orgId, column));
    case 'integer':
      return 1;
    default:
      return column.dataType === 'custom' ? `${day}T08:00:00.000Z` : cellMark(orgId, column);
  }
}

function fill(connection: BetterSqlite3.Database, { table }: OwnedTable, orgId: string): void {
  const config = getTableConfig(table);
  const cells = new Map<string, unknown>();
  for (const column of Object.values(getTableColumns(table)) as SQLiteColumn[]) {
    const isRowId = column.primary && column.getSQLType() === 'integer';
    if (!isRowId) cells.set(column.name, valueFor(column, orgId, '2026-02-28'));
  }
  for (const key of config.foreignKeys) {
    const { columns, foreignTable, foreignColumns } = key.reference();
    const parent = `SELECT "${foreignColumns[0]?.name}" FROM "${getTableName(foreignTable)}" WHERE org_id = ? LIMIT 1`;
    cells.set(columns[0]?.name ?? '', connection.prepare(parent).pluck().get(orgId));
  }
  const names = [...cells.keys()].map((name) => `"${name}"`).join(', ');
  const marks = [...cells.keys()].map(() => '?').join(', ');
  connection.prepare(`INSERT INTO "${config.name}" (${names}) VALUES (${marks})`).run(...cells.values());
}

/** Puts one row with every cell filled into each table of organizations. */
export function fillEveryTable(file: string, orgId: string): void {
  const connection = new BetterSqlite3(file);
  try {
    connection.pragma('foreign_keys = ON');
    for (const entry of childrenFirst(ownedTables).toReversed()) fill(connection, entry, orgId);
  } finally {
    connection.close();
  }
}

/** Rows of an organization in each table of organizations. */
export function rowCounts(file: string, orgId: string): Record<string, number> {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    const count = (name: string) =>
      Number(connection.prepare(`SELECT count(*) FROM "${name}" WHERE org_id = ?`).pluck().get(orgId));
    return Object.fromEntries(tableNames.map((name) => [name, count(name)]));
  } finally {
    connection.close();
  }
}

/** The same number for every table of organizations. */
export function everyTable(rows: number): Record<string, number> {
  return Object.fromEntries(tableNames.map((name) => [name, rows]));
}

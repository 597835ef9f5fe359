import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  getTableColumns,
  getTableConfig,
  getTableName,
  is,
  SQLiteTable,
} from '../../../server/db/drizzle.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createLogger } from '../../../server/log.ts';
import { ownedTables, sharedTables } from '../../../server/organization/data-inventory.ts';
import { childrenFirst } from '../../../server/organization/row-eraser.ts';
import { exportedFields } from '../../../server/organization/table-export.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

const SCHEMA = fileURLToPath(new URL('../../../server/db/schema', import.meta.url));
const owned = ownedTables.map(({ table }) => getTableName(table)).toSorted();
const shared = sharedTables.map((table) => getTableName(table)).toSorted();

/** Columns of a table by its name, for every table of a freshly migrated database. */
async function realTables(): Promise<Map<string, string[]>> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'a.db');
  await (await openDatabase({ file, log: createLogger('silent'), clock: new FakeClock() })).close();
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    const names = connection
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '__drizzle_migrations'`,
      )
      .pluck()
      .all();
    const columnsOf = (name: string) =>
      connection.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(name);
    return new Map(names.map((name) => [name, columnsOf(name)]));
  } finally {
    connection.close();
  }
}

describe('what becomes of every table', () => {
  it('rest 79: every table of the database with an organization column is in the inventory', async () => {
    const tables = await realTables();
    const withOrg = [...tables].filter(([, columns]) => columns.includes('org_id')).map(([name]) => name);
    expect(owned).toEqual(withOrg.toSorted());
    const without = [...tables].filter(([, columns]) => !columns.includes('org_id')).map(([name]) => name);
    expect(shared).toEqual(without.toSorted());
  });

  it('rest 79: every table of every schema file is in the inventory', async () => {
    const declared: string[] = [];
    for (const file of readdirSync(SCHEMA)) {
      const module = (await import(pathToFileURL(join(SCHEMA, file)).href)) as Record<string, unknown>;
      for (const value of Object.values(module))
        if (is(value, SQLiteTable)) declared.push(getTableName(value));
    }
    expect([...owned, ...shared].toSorted()).toEqual(declared.toSorted());
  });

  it('a row is erased before the rows it points at', () => {
    const order = childrenFirst(ownedTables).map(({ table }) => table);
    for (const [position, table] of order.entries()) {
      for (const key of getTableConfig(table).foreignKeys) {
        expect(order.indexOf(key.reference().foreignTable)).toBeGreaterThan(position);
      }
    }
    expect(childrenFirst(ownedTables)).toHaveLength(ownedTables.length);
  });

  it('no exported column is a secret, its hash, or a blob', () => {
    const exported = ownedTables.flatMap((entry) =>
      Object.keys(exportedFields(entry)).map((name) => `${getTableName(entry.table)}.${name}`),
    );
    expect(
      exported.filter((name) => /hash|token(?!s$)|secret|password|body_(text|html)$/.test(name)),
    ).toEqual([]);
    for (const entry of ownedTables) {
      const columns = Object.values(getTableColumns(entry.table)) as SQLiteColumn[];
      for (const column of columns.filter((one) => one.getSQLType() === 'blob')) {
        expect(exported).not.toContain(`${getTableName(entry.table)}.${column.name}`);
      }
    }
    expect(exported).toContain('incident_evidence.has_data');
  });
});

// The only file that loads drizzle. Imported as ECMAScript modules, its 450 files cost 115 MB and a third of a second
// more than by `require`, because each of them is handed the package's long description again.
import { createRequire } from 'node:module';
import type * as Orm from 'drizzle-orm';
import type * as Driver from 'drizzle-orm/better-sqlite3';
import type * as Migrator from 'drizzle-orm/better-sqlite3/migrator';
import type * as Core from 'drizzle-orm/sqlite-core';

const load = createRequire(import.meta.url);
const orm = load('drizzle-orm') as typeof Orm;
const core = load('drizzle-orm/sqlite-core') as typeof Core;
const driver = load('drizzle-orm/better-sqlite3') as typeof Driver;
const migrator = load('drizzle-orm/better-sqlite3/migrator') as typeof Migrator;

export const { drizzle } = driver;
export const { migrate } = migrator;
export const {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  getTableName,
  gt,
  gte,
  inArray,
  is,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  min,
  ne,
  not,
  notInArray,
  or,
  sql,
  sum,
} = orm;
export const {
  blob,
  customType,
  getTableConfig,
  index,
  integer,
  sqliteTable,
  SQLiteColumn,
  SQLiteTable,
  text,
  uniqueIndex,
} = core;

import type { SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { sql } from '../db/drizzle.ts';

/** The column contains the text, ignoring the case of ASCII letters; `%`, `_` and `\` mean themselves. */
export function contains(column: AnySQLiteColumn, text: string): SQL {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`${column} LIKE ${pattern} ESCAPE '\\'`;
}

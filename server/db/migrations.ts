import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type BetterSqlite3 from 'better-sqlite3';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { StartError } from '../start-error.ts';
import { drizzle, migrate } from './drizzle.ts';
import { createPrivateFile } from './private-file.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
const JOURNAL_TABLE = '__drizzle_migrations';

const journal = z.object({ entries: z.array(z.object({ when: z.number() })) });

function newestKnown(): number {
  const text = readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8');
  return Math.max(...journal.parse(JSON.parse(text)).entries.map((entry) => entry.when));
}

/** Time stamp of the last migration a database went through; 0 for a file this program never opened. */
export function newestApplied(connection: BetterSqlite3.Database): number {
  const table = connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(JOURNAL_TABLE);
  if (table === undefined) return 0;
  const newest = connection.prepare(`SELECT max(created_at) FROM ${JOURNAL_TABLE}`).pluck().get();
  return typeof newest === 'number' ? newest : 0;
}

/** True when tables must change. Throws StartError when the file was written by a newer version of this program. */
export function pendingMigrations(connection: BetterSqlite3.Database, file: string): boolean {
  const applied = newestApplied(connection);
  const known = newestKnown();
  if (applied > known) {
    throw new StartError(
      `The database ${file} was written by a newer version of Sentinel Command Center. ` +
        'Install that version again, or restore a backup made before the update.',
      'database-newer',
    );
  }
  return applied < known;
}

/** Copies the database beside itself before its tables change, with the write-ahead log folded in. */
export async function backUpBeforeMigration(
  connection: BetterSqlite3.Database,
  options: { readonly file: string; readonly clock: Clock; readonly log: Logger },
): Promise<void> {
  const stamp = options.clock.now().toISOString().replaceAll(/[:.]/g, '-');
  const copy = `${options.file}.before-migration-${stamp}`;
  createPrivateFile(copy);
  await connection.backup(copy);
  options.log.info({ copy }, 'Copied the database before changing its tables');
}

/** Applies every missing migration in one transaction. */
export function migrateDatabase(connection: BetterSqlite3.Database): void {
  migrate(drizzle({ client: connection }), { migrationsFolder: MIGRATIONS_FOLDER });
}

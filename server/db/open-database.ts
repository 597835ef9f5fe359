import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { backUpBeforeMigration, migrateDatabase, pendingMigrations } from './migrations.ts';
import { createPrivateFile, restrictFile } from './private-file.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { StartError } from '../start-error.ts';

export interface OpenDatabaseOptions {
  /** Absolute path of the database file; created when absent. */
  readonly file: string;
  readonly log: Logger;
  readonly clock: Clock;
  /**
   * True for the server: it leaves a mark beside the file while it runs, so that the next start knows of an unclean
   * stop. Commands that open the database beside a running server leave the mark alone.
   */
  readonly marksRunning?: boolean;
}

/** Marks a running server beside the database; left behind only by an unclean stop. */
function markerOf(file: string): string {
  return `${file}.running`;
}

function connect(file: string, readonly: boolean): BetterSqlite3.Database {
  const connection = new BetterSqlite3(file, { readonly, timeout: 5000 });
  try {
    if (!readonly) {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = NORMAL');
    }
    connection.pragma('foreign_keys = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Full check after an unclean stop; the quick form costs a read of the whole file, so it is not done every start. */
function checkIntegrity(connection: BetterSqlite3.Database, file: string): void {
  const answer = connection.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw damaged(file, String(answer));
}

function damaged(file: string, reason: string): StartError {
  return new StartError(
    `The database ${file} is damaged (${reason}). Nothing was changed. Restore a backup with "npm run restore -- FILE", or ` +
      `start once with "npm run serve -- --move-aside-damaged-database" to keep the file under another name and begin anew.`,
    'database-damaged',
  );
}

function openWriter(options: OpenDatabaseOptions): BetterSqlite3.Database {
  let connection: BetterSqlite3.Database | undefined;
  try {
    connection = connect(options.file, false);
    if (options.marksRunning === true && existsSync(markerOf(options.file))) {
      options.log.info('The last stop was not a clean one; checking the database');
      checkIntegrity(connection, options.file);
    }
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return connection;
  } catch (error) {
    connection?.close();
    const code = error instanceof BetterSqlite3.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
      throw damaged(options.file, code);
    throw error;
  }
}

/**
 * Opens the database and brings its tables up to date: a copy of the file first, then all migrations in one
 * transaction. Throws StartError with one plain sentence when the file is damaged or from a newer program.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
  const fresh = createPrivateFile(options.file);
  // A log left by an unclean stop keeps the permissions it was made with.
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(options.file + suffix)) restrictFile(options.file + suffix);
  }
  const writer = openWriter(options);
  try {
    if (pendingMigrations(writer, options.file) && !fresh) await backUpBeforeMigration(writer, options);
    migrateDatabase(writer);
    if (options.marksRunning === true) writeFileSync(markerOf(options.file), '');
    return new SqliteDatabase(connect(options.file, true), writer, {
      log: options.log,
      onClosed: () => {
        if (options.marksRunning === true) rmSync(markerOf(options.file), { force: true });
      },
    });
  } catch (error) {
    writer.close();
    throw error;
  }
}

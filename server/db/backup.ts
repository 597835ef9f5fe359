import { mkdirSync, renameSync, rmSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { StartError } from '../start-error.ts';
import { newestApplied, pendingMigrations } from './migrations.ts';

/** Copies a database, also while a server uses it. Throws StartError when there is none. */
export async function backUpDatabase(file: string, target: string): Promise<void> {
  if (!existsSync(file))
    throw new StartError(`There is no database at ${file} yet, so there is nothing to copy.`, 'no-database');
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    await connection.backup(target);
  } finally {
    connection.close();
  }
}

/** Throws StartError while another process has the database open. */
export function requireUnusedDatabase(file: string): void {
  if (!existsSync(file)) return;
  const connection = new BetterSqlite3(file, { timeout: 0 });
  try {
    // With a write-ahead log every open connection holds a shared lock, so only the last one can take all of it.
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    // A damaged file is used by nobody: no server starts with it, and a backup must be able to take its place.
    if (!isInUse(error)) return;
    throw new StartError(
      'The server is running. Stop it first, then run this command again.',
      'server-running',
    );
  } finally {
    connection.close();
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}

/**
 * Puts a backup in the database's place; what was there is kept under `kept`. Refuses a damaged backup, one of a newer
 * program version, and a database in use, each with a StartError.
 */
export async function restoreDatabase(paths: {
  readonly file: string;
  readonly from: string;
  readonly kept: string;
}): Promise<void> {
  if (!existsSync(paths.from)) throw new StartError(`There is no backup at ${paths.from}.`, 'no-backup');
  requireUnusedDatabase(paths.file);
  const incoming = `${paths.file}.incoming`;
  rmSync(incoming, { force: true });
  requireSound(paths.from);
  await backUpDatabase(paths.from, incoming);
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(paths.file + suffix)) renameSync(paths.file + suffix, paths.kept + suffix);
  }
  renameSync(incoming, paths.file);
}

function requireSound(file: string): void {
  let connection: BetterSqlite3.Database | undefined;
  try {
    connection = new BetterSqlite3(file, { readonly: true });
    if (connection.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new Error('integrity');
    if (newestApplied(connection) === 0) throw new Error('none of our tables');
    pendingMigrations(connection, file);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `${file} is damaged or not a database of this program. Nothing was changed.`,
      'bad-backup',
    );
  } finally {
    connection?.close();
  }
}

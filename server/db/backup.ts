import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { StartError } from '../start-error.ts';
import { newestApplied, pendingMigrations } from './migrations.ts';
import { createPrivateFile } from './private-file.ts';
import { raiseSequences } from './published-sequences.ts';

/** What SQLite keeps beside an open database, and behind an unclean stop. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

/** Copies a database, also while a server uses it, for this user only. Throws StartError when there is none. */
export async function backUpDatabase(file: string, target: string): Promise<void> {
  if (!existsSync(file))
    throw new StartError(`There is no database at ${file} yet, so there is nothing to copy.`, 'no-database');
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const connection = new BetterSqlite3(file, { readonly: true });
  const isNew = createPrivateFile(target);
  try {
    await connection.backup(target);
  } catch (error) {
    if (isNew) rmSync(target, { force: true });
    throw error;
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
 * Puts a backup in the database's place; what was there is kept under `kept`. At every moment there is a complete
 * database: an interrupted restore leaves the former one, because without any the next start would offer the setup to
 * whoever comes first. Refuses a damaged backup, one of a newer program version, and a database in use, each with a
 * StartError.
 */
export async function restoreDatabase(paths: {
  readonly file: string;
  readonly from: string;
  readonly kept: string;
}): Promise<void> {
  if (!existsSync(paths.from)) throw new StartError(`There is no backup at ${paths.from}.`, 'no-backup');
  requireUnusedDatabase(paths.file);
  const incoming = `${paths.file}.incoming`;
  // A write-ahead log left by an interrupted restore would be applied to the new copy.
  removeDatabase(incoming);
  requireSound(paths.from);
  try {
    await backUpDatabase(paths.from, incoming);
    raiseSequences(incoming, paths.file);
    // Copying took its time. This also folds the write-ahead log in, so that the file alone is the whole database.
    requireUnusedDatabase(paths.file);
    keepAside(paths.file, paths.kept);
    renameSync(incoming, paths.file);
  } finally {
    removeDatabase(incoming);
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(file + suffix, { force: true });
}

/** Gives the database a second name and clears away its companions, which belong to no other file. */
function keepAside(file: string, kept: string): void {
  for (const suffix of ['', ...COMPANIONS]) {
    if (existsSync(file + suffix)) duplicate(file + suffix, kept + suffix);
  }
  for (const suffix of COMPANIONS) rmSync(file + suffix, { force: true });
}

function duplicate(file: string, copy: string): void {
  try {
    linkSync(file, copy);
  } catch {
    // Not every file system has links. A copy must be on disk before the file is replaced.
    copyFileSync(file, copy, constants.COPYFILE_EXCL);
    const descriptor = openSync(copy, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
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

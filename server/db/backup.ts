import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { StartError } from '../start-error.ts';
import { renameDurably, syncFile } from './durable-file.ts';
import { newestApplied, pendingMigrations } from './migrations.ts';
import { createPrivateFile } from './private-file.ts';
import { raiseSequences } from './published-sequences.ts';

/** What SQLite keeps beside an open database, and behind an unclean stop. */
const COMPANIONS = ['-wal', '-shm', '-journal'];
/** More pages than a database has. Copied in several steps, each write in between would start the copy anew. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a database, also while a server uses it, for this user only. The copy is opened and checked before it gets its
 * name, so that a file of that name is always whole. Throws StartError when there is no database or the copy is bad.
 */
export async function backUpDatabase(file: string, target: string): Promise<void> {
  const draft = `${target}.partial`;
  requireOtherFile(file, target);
  try {
    await copyDatabase(file, draft);
    requireGoodCopy(draft);
    syncFile(draft);
    renameDurably(draft, target);
  } finally {
    removeDatabase(draft);
  }
}

const SQLITE_MARK = 'SQLite format 3\0';

/** Throws StartError when a copy would take the place of the database itself, or of a file that is no database at all. */
function requireOtherFile(file: string, target: string): void {
  const there = statSync(target, { throwIfNoEntry: false });
  const own = statSync(file, { throwIfNoEntry: false });
  const isItself = there !== undefined && there.ino === own?.ino && there.dev === own.dev;
  const isCompanion = COMPANIONS.some((suffix) => resolve(target) === resolve(file) + suffix);
  if (!isItself && !isCompanion && isReplaceable(target, there)) return;
  throw new StartError(`${target} is no backup and was left as it is. Choose another name.`, 'bad-target');
}

function isReplaceable(target: string, there: Stats | undefined): boolean {
  if (there === undefined) return true;
  if (!there.isFile()) return false;
  if (there.size === 0) return true;
  const start = Buffer.alloc(SQLITE_MARK.length);
  const handle = openSync(target, 'r');
  try {
    readSync(handle, start);
  } finally {
    closeSync(handle);
  }
  return start.toString('latin1') === SQLITE_MARK;
}

/** Copies a database into one file without companions, unchecked. */
export async function copyDatabase(file: string, target: string): Promise<void> {
  if (!existsSync(file))
    throw new StartError(`There is no database at ${file} yet, so there is nothing to copy.`, 'no-database');
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  removeDatabase(target);
  const source = new BetterSqlite3(file, { readonly: true });
  try {
    createPrivateFile(target);
    await source.backup(target, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new BetterSqlite3(target, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** Throws StartError while another process has the database open. Folds its write-ahead log in. */
export function requireUnusedDatabase(file: string): void {
  if (!existsSync(file)) return;
  const connection = new BetterSqlite3(file, { timeout: 0 });
  try {
    // With a write-ahead log every open connection holds a shared lock, so only the last one can take all of it.
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE; ROLLBACK');
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    refuse(error);
  } finally {
    connection.close();
  }
}

/** A damaged file is used by nobody: no server starts with it, and a backup must be able to take its place. */
function refuse(error: unknown): void {
  if (!(error instanceof BetterSqlite3.SqliteError)) return;
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) {
    throw new StartError(
      'The server is running. Stop it first, then run this command again.',
      'server-running',
    );
  }
  if (/^SQLITE_(FULL|READONLY)/.test(error.code)) {
    throw new StartError(
      'The disk of the database is full or refuses writes. Nothing was changed.',
      'disk-full',
    );
  }
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
  // A pipe or a folder is opened by none of what follows.
  if (statSync(paths.from, { throwIfNoEntry: false })?.isFile() !== true)
    throw new StartError(`There is no backup at ${paths.from}.`, 'no-backup');
  requireUnusedDatabase(paths.file);
  const incoming = incomingOf(paths.file);
  // A write-ahead log left by an interrupted restore would be applied to the new copy.
  removeDatabase(incoming);
  requireSound(paths.from);
  try {
    await copyDatabase(paths.from, incoming);
    endSessions(incoming);
    requireGoodCopy(incoming);
    installDatabase({ ...paths, incoming });
  } finally {
    removeDatabase(incoming);
  }
}

/**
 * Puts a complete database beside another in that one's place by one rename, which also uses it up: a power cut leaves
 * the former or the new one, and a finished installation is never repeated. Throws StartError while it is in use.
 */
export function installDatabase(paths: {
  readonly incoming: string;
  readonly file: string;
  readonly kept: string;
}): void {
  raiseSequences(paths.incoming, paths.file);
  // Copying took its time. This also folds the write-ahead log in, so that the file alone is the whole database.
  requireUnusedDatabase(paths.file);
  keepAside(paths.file, paths.kept);
  renameDurably(paths.incoming, paths.file);
}

const incomingOf = (file: string): string => `${file}.incoming`;

/** Deletes what a restore left that was killed before its last step. Call only while nobody restores. */
export function removeInterruptedRestore(file: string): void {
  removeDatabase(incomingOf(file));
}

/** Deletes a database with everything beside it that belongs to it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(file + suffix, { force: true });
}

/** A session that was ended after the backup must not come back with it: everybody signs in anew. */
export function endSessions(file: string): void {
  const connection = new BetterSqlite3(file, { fileMustExist: true });
  try {
    connection.exec('DELETE FROM sessions');
  } finally {
    connection.close();
  }
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
    syncFile(copy);
  }
}

function requireGoodCopy(copy: string): void {
  try {
    requireSound(copy);
  } catch (error) {
    if (!(error instanceof StartError) || error.code !== 'bad-backup') throw error;
    throw new StartError(
      'The copy of the database did not pass its check and was not kept. Run "npm run doctor" to look at the database itself.',
      'bad-copy',
    );
  }
}

/** Tables since the first version. Others use the same tool for their tables as well. */
const OUR_TABLES = ['camera_nodes', 'sessions', 'settings', 'users'];

function hasOurTables(connection: BetterSqlite3.Database): boolean {
  const table = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  return OUR_TABLES.every((name) => table.get(name) !== undefined);
}

/** Throws StartError when a file is damaged, not ours, or of a newer version of this program. */
export function requireSound(file: string): void {
  let connection: BetterSqlite3.Database | undefined;
  try {
    connection = new BetterSqlite3(file, { readonly: true });
    if (connection.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new Error('integrity');
    if (newestApplied(connection) === 0 || !hasOurTables(connection)) throw new Error('none of our tables');
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

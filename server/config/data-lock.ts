import { mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

/** Which server has a data directory. */
const holder = z.object({ pid: z.number().int(), url: z.string().nullable() });
export type DataHolder = z.infer<typeof holder>;

/** The right to use a data directory, until it is disposed of or the process ends in whatever way. */
export interface DataLock extends Disposable {
  /** Lets other programs of this machine know where this server answers. */
  announce(url: string): void;
}

/** A server that is just being asked whether it lives holds the lock for a moment. */
const PATIENCE_MS = 500;

const lockFile = (dataDir: string): string => join(dataDir, 'server.lock');
const holderFile = (dataDir: string): string => join(dataDir, 'server.json');

/**
 * Takes a data directory for this server. The lock is one of the operating system, by way of an empty SQLite file: it
 * ends with the process, also when that is killed, so nothing stale can be left. Throws StartError `data-in-use` while
 * another server has it, and `data-unlockable` where the disk knows no locks.
 */
export function lockDataDirectory(dataDir: string): DataLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const connection = takeLock(dataDir);
  if (connection === undefined) throw inUse(dataDir);
  try {
    writeHolder(dataDir, null);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    announce: (url) => writeHolder(dataDir, url),
    [Symbol.dispose]: () => {
      try {
        rmSync(holderFile(dataDir), { force: true });
      } finally {
        connection.close();
      }
    },
  };
}

/** The server that runs on a data directory, or undefined when none does. */
export function holderOf(dataDir: string): DataHolder | undefined {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const connection = takeLock(dataDir);
  connection?.close();
  return connection === undefined ? readHolder(dataDir) : undefined;
}

const isCoded = (error: unknown, codes: RegExp): error is Error =>
  error instanceof BetterSqlite3.SqliteError && codes.test(error.code);

/** Undefined while another process has the lock. Throws StartError `data-unlockable` where nothing can be locked. */
function takeLock(dataDir: string): BetterSqlite3.Database | undefined {
  try {
    return tryLock(dataDir);
  } catch (error) {
    if (isCoded(error, /^SQLITE_BUSY/)) return undefined;
    if (!isCoded(error, /^SQLITE_(NOTADB|CORRUPT)/)) throw unlockable(dataDir, error);
  }
  // Something else was written into the file. Whoever had the lock would have been met before it was read.
  truncateSync(lockFile(dataDir));
  return takeLock(dataDir);
}

function tryLock(dataDir: string): BetterSqlite3.Database {
  const connection = new BetterSqlite3(lockFile(dataDir), { timeout: PATIENCE_MS });
  try {
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Network drives often know no locks; then two servers could run on one database. */
function unlockable(dataDir: string, error: unknown): unknown {
  if (!isCoded(error, /^SQLITE_(IOERR|PROTOCOL|NOLFS|CANTOPEN|READONLY|PERM|AUTH)/)) return error;
  return new StartError(
    `The data directory ${dataDir} cannot be locked (${error.message}). It must lie on a disk of this computer, not on a ` +
      'network drive, and belong to the user who runs the server. Set SENTINEL_DATA_DIR to another folder.',
    'data-unlockable',
  );
}

function inUse(dataDir: string): StartError {
  const other = readHolder(dataDir);
  const who = other.pid === 0 ? '' : ` (process ${other.pid}${other.url === null ? '' : `, ${other.url}`})`;
  return new StartError(
    `Another Sentinel Command Center${who} already uses the data directory ${dataDir}. ` +
      'Stop it first, or set SENTINEL_DATA_DIR to another folder.',
    'data-in-use',
  );
}

/** Whole or not at all: another program may read it at any moment. */
function writeHolder(dataDir: string, url: string | null): void {
  const draft = `${holderFile(dataDir)}.draft`;
  writeFileSync(draft, `${JSON.stringify({ pid: process.pid, url } satisfies DataHolder)}\n`, {
    mode: 0o600,
  });
  renameSync(draft, holderFile(dataDir));
}

/** Process 0 when the file says nothing: the other server is only just starting. */
function readHolder(dataDir: string): DataHolder {
  try {
    return holder.parse(JSON.parse(readFileSync(holderFile(dataDir), 'utf8')));
  } catch {
    return { pid: 0, url: null };
  }
}

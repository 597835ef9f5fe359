import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
 * another server has it.
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
      rmSync(holderFile(dataDir), { force: true });
      connection.close();
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

function takeLock(dataDir: string): BetterSqlite3.Database | undefined {
  const connection = new BetterSqlite3(lockFile(dataDir), { timeout: PATIENCE_MS });
  try {
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
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

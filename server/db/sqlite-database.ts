import type BetterSqlite3 from 'better-sqlite3';
import type { Logger } from 'pino';
import { AppError } from '../http/app-error.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { drizzle } from './drizzle.ts';

/** SQLite result codes that mean "the disk does not take writes", not "the statement is wrong". */
const STORAGE_CODES = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/;

function sqliteCode(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

/** True when SQLite itself reports that the disk does not take writes; inside a transaction. */
export function isStorageError(error: unknown): boolean {
  return STORAGE_CODES.test(sqliteCode(error));
}

/** True when a write failed because the disk is full or refuses writes. */
export function isStorageUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.status === 507;
}

/**
 * Two connections to one SQLite file: a read-only one for everybody, and one writer behind a queue. An asynchronous
 * transaction on a shared connection would let another request's statements slip into it.
 */
export class SqliteDatabase implements Database {
  readonly read: Queryable;
  readonly #writer: Transaction;
  readonly #connections: { readonly reader: BetterSqlite3.Database; readonly writer: BetterSqlite3.Database };
  readonly #log: Logger;
  readonly #onClosed: () => void;
  #queue: Promise<unknown> = Promise.resolve();
  #writesFailing = false;

  /** `onClosed` runs after a clean close, when everything is on disk. */
  constructor(
    reader: BetterSqlite3.Database,
    writer: BetterSqlite3.Database,
    options: { readonly log: Logger; readonly onClosed: () => void },
  ) {
    this.#connections = { reader, writer };
    this.read = drizzle({ client: reader });
    this.#writer = drizzle({ client: writer }) as unknown as Transaction;
    this.#log = options.log;
    this.#onClosed = options.onClosed;
  }

  get writesFailing(): boolean {
    return this.#writesFailing;
  }

  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = this.#queue.then(() => this.#transact(work));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { writer } = this.#connections;
    try {
      const before = this.#writesFailing ? this.#changes() : Number.NaN;
      writer.exec('BEGIN IMMEDIATE');
      const value = await work(this.#writer);
      writer.exec('COMMIT');
      // What changed nothing needed no space either.
      if (this.#writesFailing && this.#changes() > before) this.#writesFailing = false;
      return value;
    } catch (error) {
      if (writer.inTransaction) writer.exec('ROLLBACK');
      throw this.#translated(error);
    }
  }

  /** Rows changed since the connection was opened. */
  #changes(): number {
    return this.#connections.writer.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0;
  }

  #translated(error: unknown): unknown {
    if (!isStorageError(error)) return error;
    if (!this.#writesFailing) {
      this.#log.error(
        { err: error },
        'The data disk does not take writes; live video goes on, changes are refused',
      );
    }
    this.#writesFailing = true;
    return AppError.coded(
      507,
      'storage_unavailable',
      'The disk of this server is full or refuses writes, so nothing was saved. Free some space and try again.',
    );
  }

  async close(): Promise<void> {
    await this.#queue;
    const { reader, writer } = this.#connections;
    reader.close();
    if (!writer.open) return;
    try {
      writer.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      this.#log.warn(
        { err: error },
        'The write-ahead log could not be folded in; it will be at the next start',
      );
    }
    writer.close();
    this.#onClosed();
  }
}

import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';

/** A connection that can be queried: `db.read` or the transaction handed to `db.write`. */
export type Queryable = BetterSQLite3Database;

/** The writing connection inside one transaction. */
export type Transaction = Queryable & { readonly [inTransaction]: true };

declare const inTransaction: unique symbol;

/** The only way to the data. Nothing outside this folder knows that the engine is synchronous. */
export interface Database {
  /** Read-only connection; sees everything committed. */
  readonly read: Queryable;
  /**
   * Runs `work` as one `BEGIN IMMEDIATE … COMMIT`, one at a time. Never await anything outside the process inside.
   * Rolls back and rethrows when `work` throws; a full or read-only disk becomes a 507 `storage_unavailable`.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** True after a write failed for lack of space, until one succeeds again. */
  readonly writesFailing: boolean;
  /** Waits for queued writes, truncates the write-ahead log and closes both connections. */
  close(): Promise<void>;
}

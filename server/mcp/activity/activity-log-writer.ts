import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { isStorageUnavailable } from '../../db/sqlite-database.ts';
import { insertActivity, type NewActivityRow } from './activity-repository.ts';

/** Rows of one transaction: the database shares its thread with live video. */
const BATCH_ROWS = 250;
/** Rows that wait while the disk takes no writes. */
const WAITING_MAX = 10_000;

/** Stores rows some time after they were handed over, in order, so that no tool call waits for the disk. */
export class ActivityLogWriter {
  readonly #db: Database;
  readonly #log: Logger;
  #waiting: NewActivityRow[] = [];
  #lost = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(deps: { readonly db: Database; readonly log: Logger }) {
    this.#db = deps.db;
    this.#log = deps.log;
  }

  add(row: NewActivityRow): void {
    if (this.#waiting.length >= WAITING_MAX) this.#lost += 1;
    else this.#waiting.push(row);
  }

  /** Drops what waits of an organisation whose data was erased. */
  forget(orgId: string): void {
    this.#waiting = this.#waiting.filter((row) => row.orgId !== orgId);
  }

  /** Writes all that was handed over. Never rejects: a full disk is tried again next time, another failure costs its batch. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#writeWaiting());
    return this.#flushing;
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_ROWS);
      try {
        await this.#db.write((tx) => insertActivity(tx, batch));
      } catch (error) {
        if (isStorageUnavailable(error)) {
          // The database itself reports the disk, once.
          this.#waiting.unshift(...batch);
          return;
        }
        this.#log.error({ err: error, rows: batch.length }, 'Calls of AI agents could not be stored');
      }
    }
    if (this.#lost === 0) return;
    this.#log.error(
      { rows: this.#lost },
      'Calls of AI agents were not stored: the disk took no writes for too long',
    );
    this.#lost = 0;
  }
}

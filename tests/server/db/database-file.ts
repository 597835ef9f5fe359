import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/database.ts';
import { createLogger } from '../../../server/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

/** A folder with a database file that can be opened, looked into and damaged. */
export class DatabaseFile {
  readonly #folder = temporaryFolder();
  readonly folder = this.#folder.path;
  readonly file = join(this.#folder.path, 'sentinel.db');
  readonly logLines: string[] = [];

  /** As the server opens it. */
  open(): Promise<Database> {
    const log = createLogger('info', (line) => this.logLines.push(line));
    return openDatabase({ file: this.file, log, clock: new FakeClock(), marksRunning: true });
  }

  /** Looks into or changes the file behind the server's back. */
  directly<T>(work: (connection: BetterSqlite3.Database) => T, file = this.file): T {
    const connection = new BetterSqlite3(file);
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  }

  tables(file = this.file): string[] {
    return this.directly(
      (connection) =>
        connection
          .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1`)
          .pluck()
          .all(),
      file,
    );
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

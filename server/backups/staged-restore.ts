import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import {
  copyDatabase,
  endSessions,
  installDatabase,
  removeDatabase,
  removeInterruptedRestore,
  requireSound,
} from '../db/backup.ts';
import { drizzle } from '../db/drizzle.ts';
import { syncFile, renameDurably } from '../db/durable-file.ts';
import { migrateDatabase } from '../db/migrations.ts';
import { users } from '../db/schema/identity.ts';
import { auditLog } from '../db/schema/logs.ts';
import { StartError } from '../start-error.ts';
import { fileStamp } from './backup-files.ts';

/** Who restores, for the audit log of the restored database, which knows nothing of what happened since. */
export interface RestoredBy {
  readonly at: Date;
  readonly address: string;
  readonly username: string;
  readonly userId: string;
  /** File name of the backup. */
  readonly backup: string;
}

/** What became of a restore that waited for this start. */
export type StagedOutcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'restored'; readonly kept: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** A complete database that takes the place of the present one at the next start. */
function stagedFile(databaseFile: string): string {
  return `${databaseFile}.restore-staged`;
}

const draftOf = (databaseFile: string): string => `${databaseFile}.restore-draft`;

/**
 * Makes a backup ready to take the database's place at the next start: checked, with the tables of this version, without
 * sessions, and with its restore noted. Until the last step, one rename, nothing is staged. Throws StartError for a
 * backup that is damaged, of a newer version, or without accounts.
 */
export async function stageRestore(options: {
  readonly file: string;
  readonly from: string;
  readonly by: RestoredBy;
}): Promise<void> {
  const draft = draftOf(options.file);
  try {
    requireSound(options.from);
    await copyDatabase(options.from, draft);
    prepare(draft, options.by);
    endSessions(draft);
    requireSound(draft);
    syncFile(draft);
    renameDurably(draft, stagedFile(options.file));
  } finally {
    removeDatabase(draft);
  }
}

function prepare(draft: string, by: RestoredBy): void {
  const connection = new BetterSqlite3(draft, { fileMustExist: true });
  try {
    migrateDatabase(connection);
    const db = drizzle({ client: connection });
    const account = db.select({ orgId: users.orgId }).from(users).limit(1).get();
    if (account === undefined) {
      // The next start would offer the setup to whoever comes first.
      throw new StartError(
        'This backup was made before the owner account was created, so nobody could sign in after restoring it.',
        'backup-without-accounts',
      );
    }
    const { at: timestamp, address: ipAddress, username, userId, backup } = by;
    const details = JSON.stringify({ backup });
    db.insert(auditLog)
      .values({
        orgId: account.orgId,
        timestamp,
        event: 'backup_restored',
        ipAddress,
        username,
        userId,
        details,
      })
      .run();
  } finally {
    connection.close();
  }
}

/**
 * Puts a staged restore in the database's place. Call before the database is opened. A staged file that can no longer be
 * used is dropped and the present database stays: a server must start.
 */
export function applyStagedRestore(services: {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
}): StagedOutcome {
  const { file, clock, log } = services;
  const staged = stagedFile(file);
  removeDatabase(draftOf(file));
  removeInterruptedRestore(file);
  if (!existsSync(staged)) return { kind: 'none' };
  const kept = `${file}.before-restore-${fileStamp(clock.now())}`;
  try {
    finishInterruptedWrite(staged);
    requireSound(staged);
    installDatabase({ incoming: staged, file, kept });
  } catch (error) {
    log.error({ err: error }, 'The backup could not be put in place; the database was left as it is');
    removeDatabase(staged);
    const reason = error instanceof StartError ? error.message : 'The server’s log says why.';
    return { kind: 'refused', reason };
  }
  removeDatabase(staged);
  log.warn({ kept }, 'A backup was put in place of the database, which was kept under another name');
  return { kind: 'restored', kept };
}

/** A start that was killed while it prepared the file left a journal, which a reading connection cannot roll back. */
function finishInterruptedWrite(file: string): void {
  const connection = new BetterSqlite3(file, { fileMustExist: true });
  try {
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  } finally {
    connection.close();
  }
}

import type { AppContextOptions } from '../app-parts.ts';
import { lockDataDirectory, type DataLock } from '../config/data-lock.ts';
import { requireUnmovedData } from '../config/service-record.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { applyStagedRestore, type StagedOutcome } from './staged-restore.ts';

export interface OpenedData {
  readonly db: Database;
  readonly lock: DataLock;
  readonly staged: StagedOutcome;
}

/**
 * Takes the data directory for this server alone, puts a waiting restore in place and opens the database, in this order.
 * Throws StartError when another server has the directory or its data, or the database cannot be used.
 */
export async function openData(
  { config, clock, log }: Pick<AppContextOptions, 'config' | 'clock' | 'log'>,
  stack: AsyncDisposableStack,
): Promise<OpenedData> {
  requireUnmovedData(config);
  const lock = stack.use(lockDataDirectory(config.dataDir));
  // Once more: whoever moved the data held the lock until it was done.
  requireUnmovedData(config);
  const file = config.databaseFile;
  const staged = applyStagedRestore({ file, clock, log });
  const db = await openDatabase({ file, log, clock, marksRunning: true });
  stack.defer(() => db.close());
  return { db, lock, staged };
}

import type { Transaction } from './database.ts';
import { sql } from './drizzle.ts';
import { isStorageError } from './sqlite-database.ts';

/**
 * Does follow-up work of a transaction so that its failure undoes only that work; `onFailure` hears of it. A full disk
 * may have ended the transaction itself, so that error goes on.
 */
export async function attempt<T>(
  tx: Transaction,
  work: () => Promise<T>,
  onFailure: (error: unknown) => void,
): Promise<T | undefined> {
  tx.run(sql`SAVEPOINT follow_up`);
  let result: T | undefined;
  try {
    result = await work();
  } catch (error) {
    if (isStorageError(error)) throw error;
    onFailure(error);
    tx.run(sql`ROLLBACK TO follow_up`);
  }
  tx.run(sql`RELEASE follow_up`);
  return result;
}

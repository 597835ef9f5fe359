import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { CHUNK_ROWS, deleteOldDeliveries } from './delivery-repository.ts';

export interface DeliveryCleanupDeps {
  readonly db: Database;
  readonly clock: Clock;
}

const KEPT_MS = 30 * 86_400_000;
/** Between two steps: long enough for the requests that came in meanwhile to be answered. */
const PAUSE_MS = 2;

/** Deletes webhook messages older than 30 days, waiting ones included; answers their number. Stops between two steps when aborted. */
export async function cleanUpWebhookDeliveries(
  { db, clock }: DeliveryCleanupDeps,
  signal?: AbortSignal,
): Promise<number> {
  const cutoff = new Date(clock.now().getTime() - KEPT_MS);
  let deleted = 0;
  for (;;) {
    if (signal?.aborted === true) return deleted;
    const count = await db.write((tx) => deleteOldDeliveries(tx, cutoff));
    deleted += count;
    if (count < CHUNK_ROWS) return deleted;
    await pause(PAUSE_MS);
  }
}

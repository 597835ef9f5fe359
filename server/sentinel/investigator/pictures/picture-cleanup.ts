import type { Clock } from '../../../clock.ts';
import type { Database } from '../../../db/database.ts';
import { deletePictures, picturesBefore } from './picture-repository.ts';

const KEPT_MS = 30 * 24 * 3_600_000;
/** Pictures of one transaction: the database shares its thread with live video. */
const BATCH = 100;

/** Deletes pictures of investigations that are older than 30 days; answers how many. */
export async function deleteOldPictures(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  signal: AbortSignal,
): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  let deleted = 0;
  while (!signal.aborted) {
    const ids = await picturesBefore(db.read, before, BATCH);
    if (ids.length === 0) break;
    await db.write((tx) => deletePictures(tx, ids));
    deleted += ids.length;
  }
  return deleted;
}

import type { Queryable, Transaction } from '../../../db/database.ts';
import { eq, inArray, lt } from '../../../db/drizzle.ts';
import { sentinelPictures } from '../../../db/schema/organization.ts';

export type NewPicture = typeof sentinelPictures.$inferInsert;

export async function insertPicture(tx: Transaction, picture: NewPicture): Promise<void> {
  tx.insert(sentinelPictures).values(picture).run();
}

/** What an attempt that was cut off left behind. */
export async function deletePicturesOf(tx: Transaction, runId: string): Promise<void> {
  tx.delete(sentinelPictures).where(eq(sentinelPictures.runId, runId)).run();
}

/** Ids of pictures taken before a moment, some of them. */
export async function picturesBefore(db: Queryable, moment: Date, limit: number): Promise<readonly number[]> {
  const rows = db
    .select({ id: sentinelPictures.id })
    .from(sentinelPictures)
    .where(lt(sentinelPictures.takenAt, moment))
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
}

export async function deletePictures(tx: Transaction, ids: readonly number[]): Promise<void> {
  tx.delete(sentinelPictures)
    .where(inArray(sentinelPictures.id, [...ids]))
    .run();
}

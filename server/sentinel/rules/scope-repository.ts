import type { Queryable } from '../../db/database.ts';
import { and, eq } from '../../db/drizzle.ts';
import { cameras } from '../../db/schema/cameras.ts';

/** Ids of an organization's cameras. */
export async function cameraIds(db: Queryable, orgId: string): Promise<string[]> {
  const { cameraId } = cameras;
  const rows = db.select({ cameraId }).from(cameras).where(eq(cameras.orgId, orgId)).all();
  return rows.map((row) => row.cameraId);
}

export async function cameraExists(db: Queryable, orgId: string, cameraId: string): Promise<boolean> {
  const isWanted = and(eq(cameras.orgId, orgId), eq(cameras.cameraId, cameraId));
  return db.select({ id: cameras.id }).from(cameras).where(isWanted).get() !== undefined;
}

import type { Queryable } from '../../db/database.ts';
import { and, asc, eq, gt, inArray } from '../../db/drizzle.ts';
import { cameras } from '../../db/schema/cameras.ts';
import { users } from '../../db/schema/identity.ts';
import { incidentRevisions } from '../../db/schema/incidents.ts';

/** Names of cameras by their public id; those that are gone are missing. */
export async function cameraNames(
  db: Queryable,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = db
    .select({ id: cameras.cameraId, name: cameras.name })
    .from(cameras)
    .where(and(eq(cameras.orgId, orgId), inArray(cameras.cameraId, [...ids])))
    .all();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Name of a person with a local account; null for others. */
export async function personName(db: Queryable, orgId: string, userId: string): Promise<string | null> {
  const row = db
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.orgId, orgId), eq(users.id, userId)))
    .get();
  return row?.name ?? null;
}

/** Changes of an incident after the one of that id, oldest first. */
export async function revisionsAfter(
  db: Queryable,
  incidentId: number,
  after: number,
  limit: number,
): Promise<(typeof incidentRevisions.$inferSelect)[]> {
  return db
    .select()
    .from(incidentRevisions)
    .where(and(eq(incidentRevisions.incidentId, incidentId), gt(incidentRevisions.id, after)))
    .orderBy(asc(incidentRevisions.id))
    .limit(limit)
    .all();
}

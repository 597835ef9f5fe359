import type { Queryable, Transaction } from '../db/database.ts';
import { and, desc, eq } from '../db/drizzle.ts';
import { incidentRevisions } from '../db/schema/incidents.ts';

export type RevisionRow = typeof incidentRevisions.$inferSelect;

/** The newest changes of an incident, newest first. */
export async function selectRevisions(
  db: Queryable,
  incidentId: number,
  limit: number,
): Promise<RevisionRow[]> {
  return db
    .select()
    .from(incidentRevisions)
    .where(eq(incidentRevisions.incidentId, incidentId))
    .orderBy(desc(incidentRevisions.id))
    .limit(limit)
    .all();
}

export async function findRevision(
  db: Queryable,
  incidentId: number,
  id: number,
): Promise<RevisionRow | undefined> {
  return db
    .select()
    .from(incidentRevisions)
    .where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.id, id)))
    .get();
}

export async function insertRevision(
  tx: Transaction,
  revision: typeof incidentRevisions.$inferInsert,
): Promise<void> {
  tx.insert(incidentRevisions).values(revision).run();
}

import type { SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../db/database.ts';
import { and, count, desc, eq, inArray, isNull, or, sql } from '../db/drizzle.ts';
import { cameras } from '../db/schema/cameras.ts';
import { incidentEvidence, incidents } from '../db/schema/incidents.ts';
import type { IncidentScope } from './incident-author.ts';

export type IncidentRow = typeof incidents.$inferSelect;

/** The part of a row that changes and their undoing touch. */
export type IncidentState = Pick<
  IncidentRow,
  'status' | 'severity' | 'summary' | 'report' | 'resolvedAt' | 'resolvedBy'
>;

export interface IncidentFilter {
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly cameraId?: string | undefined;
}

function visible({ orgId, limit }: IncidentScope): SQL | undefined {
  const own = eq(incidents.orgId, orgId);
  if (limit === undefined) return own;
  const filedHere = and(isNull(incidents.cameraId), eq(incidents.createdCredential, limit.credential));
  return and(own, or(inArray(incidents.cameraId, [...limit.cameraIds]), filedHere));
}

/** Condition on evidence that the caller may know of. */
export function visibleEvidence({ orgId, limit }: IncidentScope): SQL | undefined {
  const own = eq(incidentEvidence.orgId, orgId);
  if (limit === undefined) return own;
  const { cameraId } = incidentEvidence;
  return and(own, or(isNull(cameraId), inArray(cameraId, [...limit.cameraIds])));
}

/** One incident the caller may know of. */
export async function findIncident(
  db: Queryable,
  scope: IncidentScope,
  id: number,
): Promise<IncidentRow | undefined> {
  return db
    .select()
    .from(incidents)
    .where(and(visible(scope), eq(incidents.id, id)))
    .get();
}

function matching(scope: IncidentScope, filter: IncidentFilter): SQL | undefined {
  const { status, severity, cameraId } = filter;
  return and(
    visible(scope),
    status === undefined ? undefined : eq(incidents.status, status),
    severity === undefined ? undefined : eq(incidents.severity, severity),
    cameraId === undefined ? undefined : eq(incidents.cameraId, cameraId),
  );
}

/** A page of incidents, newest first. */
export async function selectIncidents(
  db: Queryable,
  scope: IncidentScope,
  filter: IncidentFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<IncidentRow[]> {
  return db
    .select()
    .from(incidents)
    .where(matching(scope, filter))
    .orderBy(desc(incidents.createdAt), desc(incidents.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export async function countIncidents(
  db: Queryable,
  scope: IncidentScope,
  filter: IncidentFilter,
): Promise<number> {
  return db.$count(incidents, matching(scope, filter));
}

export interface IncidentCounts {
  readonly total: number;
  readonly open: number;
  readonly openHigh: number;
  readonly openCritical: number;
}

/** How many incidents there are, in one look at the table. */
export async function countByState(db: Queryable, scope: IncidentScope): Promise<IncidentCounts> {
  const { status, severity } = incidents;
  const open = sql`${status} = 'open'`;
  const counts = db
    .select({
      total: count(),
      open: sql<number>`count(*) filter (where ${open})`,
      openHigh: sql<number>`count(*) filter (where ${open} and ${severity} = 'high')`,
      openCritical: sql<number>`count(*) filter (where ${open} and ${severity} = 'critical')`,
    })
    .from(incidents)
    .where(visible(scope))
    .get();
  return counts ?? { total: 0, open: 0, openHigh: 0, openCritical: 0 };
}

/** Pieces of evidence of each of these incidents; one without any is missing. */
export async function countEvidence(
  db: Queryable,
  scope: IncidentScope,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = db
    .select({ id: incidentEvidence.incidentId, pieces: count() })
    .from(incidentEvidence)
    .where(and(visibleEvidence(scope), inArray(incidentEvidence.incidentId, [...ids])))
    .groupBy(incidentEvidence.incidentId)
    .all();
  return new Map(rows.map(({ id, pieces }) => [id, pieces]));
}

/** Whether the caller may know of a camera of that id. */
export async function cameraExists(
  db: Queryable,
  { orgId, limit }: IncidentScope,
  cameraId: string,
): Promise<boolean> {
  if (limit !== undefined && !limit.cameraIds.includes(cameraId)) return false;
  const row = db
    .select({ id: cameras.id })
    .from(cameras)
    .where(and(eq(cameras.orgId, orgId), eq(cameras.cameraId, cameraId)))
    .get();
  return row !== undefined;
}

export async function insertIncident(
  tx: Transaction,
  incident: typeof incidents.$inferInsert,
): Promise<IncidentRow> {
  return tx.insert(incidents).values(incident).returning().get();
}

/** Sets fields of an incident and the moment it was touched; answers the new row. */
export async function updateIncident(
  tx: Transaction,
  id: number,
  fields: Partial<IncidentState>,
  updatedAt: Date,
): Promise<IncidentRow> {
  return tx
    .update(incidents)
    .set({ ...fields, updatedAt })
    .where(eq(incidents.id, id))
    .returning()
    .get();
}

/** Deletes an incident; what is left of its evidence and changes goes with it. */
export async function deleteIncidentRow(tx: Transaction, id: number): Promise<void> {
  tx.delete(incidents).where(eq(incidents.id, id)).run();
}

import {
  incidentSeverity,
  incidentStatus,
  type Incident,
  type IncidentDetail,
} from '../contract/incidents/incidents.ts';
import type { Database, Queryable } from '../db/database.ts';
import { evidenceOf } from './evidence/evidence-views.ts';
import { selectEvidence } from './evidence/evidence-repository.ts';
import type { IncidentScope } from './incident-author.ts';
import { IncidentRefusal } from './incident-refusal.ts';
import {
  countByState,
  countEvidence,
  countIncidents,
  findIncident,
  selectIncidents,
  type IncidentFilter,
  type IncidentRow,
} from './incident-repository.ts';

interface ViewDeps {
  readonly db: Pick<Database, 'read'>;
}

/** A page of incidents without their evidence, newest first; undefined filters let everything pass. */
export async function listIncidents(
  { db }: ViewDeps,
  scope: IncidentScope,
  filter: IncidentFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly total: number; readonly incidents: Incident[] }> {
  const rows = await selectIncidents(db.read, scope, filter, page);
  const total = await countIncidents(db.read, scope, filter);
  return { total, incidents: await counted(db.read, scope, rows) };
}

/** How many incidents there are, and how many open ones are severe. */
export async function incidentCounts({ db }: ViewDeps, scope: IncidentScope) {
  const { total, open, openHigh, openCritical } = await countByState(db.read, scope);
  return { open, open_critical: openCritical, open_high: openHigh, total };
}

/** One incident with its evidence, oldest first; no bytes are read. */
export async function incidentDetail(
  { db }: ViewDeps,
  scope: IncidentScope,
  id: number,
): Promise<IncidentDetail> {
  const row = await findIncident(db.read, scope, id);
  if (row === undefined) throw new IncidentRefusal('incident-not-found');
  const evidence = (await selectEvidence(db.read, scope, id)).map((record) => evidenceOf(record));
  return { ...incidentOf(row, evidence.length), evidence };
}

/** Rows as they are told, with the number of their pieces of evidence. */
export async function counted(
  db: Queryable,
  scope: IncidentScope,
  rows: readonly IncidentRow[],
): Promise<Incident[]> {
  const counts = await countEvidence(
    db,
    scope,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => incidentOf(row, counts.get(row.id) ?? 0));
}

/** A row as it is told. */
export function incidentOf(row: IncidentRow, evidenceCount: number): Incident {
  return {
    id: row.id,
    camera_id: row.cameraId,
    title: row.title,
    summary: row.summary,
    report: row.report,
    severity: incidentSeverity.parse(row.severity),
    status: incidentStatus.parse(row.status),
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    resolved_at: row.resolvedAt?.toISOString() ?? null,
    resolved_by: row.resolvedBy,
    evidence_count: evidenceCount,
  };
}

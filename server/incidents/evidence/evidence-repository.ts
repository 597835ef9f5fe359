import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, desc, eq, getTableColumns, gte, sql } from '../../db/drizzle.ts';
import { cameraNodes, cameras } from '../../db/schema/cameras.ts';
import { incidentEvidence } from '../../db/schema/incidents.ts';
import { notifications } from '../../db/schema/notifications.ts';
import type { IncidentScope } from '../incident-author.ts';
import { visibleEvidence } from '../incident-repository.ts';

type Row = typeof incidentEvidence.$inferSelect;

/** A piece of evidence without its bytes. */
export type EvidenceRecord = Omit<Row, 'data'>;

const { data, ...columns } = getTableColumns(incidentEvidence);
/** The engine tells the length of a blob without reading it. */
const record = { ...columns, dataBytes: sql<number | null>`length(${data})` };

/** Evidence of an incident that the caller may know of, oldest first. */
export async function selectEvidence(
  db: Queryable,
  scope: IncidentScope,
  incidentId: number,
): Promise<EvidenceRecord[]> {
  return db
    .select(record)
    .from(incidentEvidence)
    .where(and(visibleEvidence(scope), eq(incidentEvidence.incidentId, incidentId)))
    .orderBy(asc(incidentEvidence.timestamp), asc(incidentEvidence.id))
    .all();
}

/** One piece of evidence of an incident. */
export async function findEvidence(
  db: Queryable,
  scope: IncidentScope,
  wanted: { readonly incidentId: number; readonly evidenceId: number },
): Promise<EvidenceRecord | undefined> {
  const { incidentId, id } = incidentEvidence;
  return db
    .select(record)
    .from(incidentEvidence)
    .where(and(visibleEvidence(scope), eq(incidentId, wanted.incidentId), eq(id, wanted.evidenceId)))
    .get();
}

/** Bytes `start` to `end` (inclusive) of a piece of evidence; undefined when it is gone. */
export async function readBytes(
  db: Queryable,
  evidenceId: number,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<Buffer | undefined> {
  const row = db
    .select({ part: sql<Buffer | null>`substr(${data}, ${start + 1}, ${end - start + 1})` })
    .from(incidentEvidence)
    .where(eq(incidentEvidence.id, evidenceId))
    .get();
  return row?.part ?? undefined;
}

export async function insertEvidence(
  tx: Transaction,
  evidence: typeof incidentEvidence.$inferInsert,
): Promise<EvidenceRecord> {
  return tx.insert(incidentEvidence).values(evidence).returning(record).get();
}

export async function evidenceIds(db: Queryable, incidentId: number): Promise<number[]> {
  const rows = db
    .select({ id: incidentEvidence.id })
    .from(incidentEvidence)
    .where(eq(incidentEvidence.incidentId, incidentId))
    .all();
  return rows.map(({ id }) => id);
}

export async function deleteEvidenceRow(tx: Transaction, id: number): Promise<void> {
  tx.delete(incidentEvidence).where(eq(incidentEvidence.id, id)).run();
}

/** Public id of the node a camera belongs to; null when there is none. */
export async function nodeOfCamera(db: Queryable, orgId: string, cameraId: string): Promise<string | null> {
  const row = db
    .select({ nodeId: cameraNodes.nodeId })
    .from(cameras)
    .innerJoin(cameraNodes, eq(cameras.nodeId, cameraNodes.id))
    .where(and(eq(cameras.orgId, orgId), eq(cameras.cameraId, cameraId)))
    .get();
  return row?.nodeId ?? null;
}

/** Inbox items about motion that a node reported since then, newest first. */
export async function motionReports(
  db: Queryable,
  node: { readonly orgId: string; readonly nodeId: string },
  since: Date,
  limit: number,
): Promise<{ readonly createdAt: Date; readonly metaJson: string | null }[]> {
  const { orgId, kind, nodeId, createdAt, metaJson, id } = notifications;
  return db
    .select({ createdAt, metaJson })
    .from(notifications)
    .where(and(eq(orgId, node.orgId), eq(kind, 'motion'), eq(nodeId, node.nodeId), gte(createdAt, since)))
    .orderBy(desc(id))
    .limit(limit)
    .all();
}

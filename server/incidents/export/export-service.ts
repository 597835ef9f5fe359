import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { IncidentAuthor } from '../incident-author.ts';
import { requireIncident } from '../incident-service.ts';
import { archiveOf } from './export-archive.ts';
import { exportFacts, type ExportFacts, type ExportFactsDeps } from './export-facts.ts';
import { exportFiles, type ExportFilesDeps } from './export-files.ts';

export interface IncidentExportDeps extends ExportFactsDeps, ExportFilesDeps {
  readonly db: ExportFactsDeps['db'];
  readonly signingKey: ExportFactsDeps['signingKey'];
  readonly log: Logger;
}

/** `incident-<id>-<YYYY-MM-DD>.zip` with the UTC day, for an incident that is there. */
export async function exportName(
  { db, clock }: Pick<IncidentExportDeps, 'db' | 'clock'>,
  author: IncidentAuthor,
  incidentId: number,
): Promise<string> {
  const { id } = await requireIncident(db.read, author, incidentId);
  return `incident-${id}-${clock.now().toISOString().slice(0, 10)}.zip`;
}

/**
 * Notes the export in the audit log, then begins it. The archive is made as it is read; destroy it to stop. It breaks
 * off when the incident is deleted meanwhile.
 */
export async function beginIncidentExport(
  deps: IncidentExportDeps,
  author: IncidentAuthor,
  organization: ExportFacts['organization'],
  incidentId: number,
): Promise<Readable> {
  const facts = await exportFacts(deps, author, organization, incidentId);
  const { orgId, auditActor: actor, address } = author;
  const details = { incident_id: incidentId, title: facts.incident.title };
  const entry = { orgId, event: 'incident_exported', actor, address, details };
  await deps.db.write((tx) => writeAudit(tx, entry, deps));
  return archiveOf((signal) => exportFiles(deps, author, facts, signal), facts.exportedAt);
}

import {
  incidents,
  incidentSeverity,
  incidentStatus,
  INCIDENT_SEVERITIES,
  INCIDENT_STATUSES,
  type IncidentSeverity,
  type IncidentStatus,
} from '../contract/incidents/incidents.ts';
import { AppError } from '../http/app-error.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { evidenceRoutes } from './evidence/evidence-routes.ts';
import type { EvidenceDeps } from './evidence/evidence-service.ts';
import { personAuthor } from './incident-author.ts';
import { changeIncident, createIncident, deleteIncident } from './incident-service.ts';
import { incidentCounts, incidentDetail, listIncidents } from './incident-views.ts';
import { refusingBinder } from './refusing-binder.ts';
import { revisionsOf, undoRevision } from './revision-service.ts';

export type IncidentRoutesDeps = EvidenceDeps;

/** Incidents as administrators file, read, correct and close them. */
export function incidentRoutes(plainBinder: RouteBinder, deps: IncidentRoutesDeps): void {
  const binder = refusingBinder(plainBinder);

  binder.bind(incidents.create, async (call) => {
    const { title, summary, severity, camera_id: cameraId } = call.body;
    const draft = {
      title: worded(title, 'title'),
      summary: worded(summary, 'summary'),
      severity: severityOf(severity),
      cameraId: cameraId || null,
    };
    return { ...(await createIncident(deps, personAuthor(call), draft)), evidence: [] };
  });

  binder.bind(incidents.list, async ({ principal: { orgId }, query }) => {
    const { limit, offset } = query;
    const filter = {
      status: query.status ? statusOf(query.status) : undefined,
      severity: query.severity ? severityOf(query.severity) : undefined,
      cameraId: query.camera_id || undefined,
    };
    return { ...(await listIncidents(deps, { orgId }, filter, { limit, offset })), limit, offset };
  });

  binder.bind(incidents.counts, ({ principal: { orgId } }) => incidentCounts(deps, { orgId }));

  binder.bind(incidents.get, ({ principal: { orgId }, params }) =>
    incidentDetail(deps, { orgId }, params.incident_id),
  );

  binder.bind(incidents.change, async (call) => {
    const { status, severity, summary, report } = call.body;
    const author = personAuthor(call);
    const id = call.params.incident_id;
    await changeIncident(deps, author, id, {
      status: isGiven(status) ? statusOf(status) : undefined,
      severity: isGiven(severity) ? severityOf(severity) : undefined,
      summary: summary ?? undefined,
      report: report ?? undefined,
    });
    return incidentDetail(deps, author, id);
  });

  binder.bind(incidents.remove, async (call) => {
    const id = call.params.incident_id;
    await deleteIncident(deps, personAuthor(call), id);
    return { deleted: id };
  });

  binder.bind(incidents.revisions, async ({ principal: { orgId }, params }) => ({
    revisions: await revisionsOf(deps, { orgId }, params.incident_id),
  }));

  binder.bind(incidents.undo, async (call) => {
    const { incident_id: id, revision_id: revisionId } = call.params;
    const author = personAuthor(call);
    await undoRevision(deps, author, id, revisionId);
    return incidentDetail(deps, author, id);
  });

  evidenceRoutes(binder, deps);
}

function isGiven(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}

function worded(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw AppError.plain(400, `The ${what} is blank. Write a few words.`);
  return trimmed;
}

function statusOf(value: string): IncidentStatus {
  const known = incidentStatus.safeParse(value).data;
  if (known !== undefined) return known;
  throw AppError.plain(400, `'${value}' is no status. Use one of: ${INCIDENT_STATUSES.join(', ')}.`);
}

function severityOf(value: string): IncidentSeverity {
  const known = incidentSeverity.safeParse(value).data;
  if (known !== undefined) return known;
  throw AppError.plain(400, `'${value}' is no severity. Use one of: ${INCIDENT_SEVERITIES.join(', ')}.`);
}

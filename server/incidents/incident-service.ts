import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import type { Clock } from '../clock.ts';
import type { Incident, IncidentSeverity } from '../contract/incidents/incidents.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import { incidentNotice } from '../notifications/notices/organization-notices.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { deleteEvidenceRow, evidenceIds } from './evidence/evidence-repository.ts';
import type { IncidentAuthor } from './incident-author.ts';
import { changesBetween, patched, type IncidentPatch } from './incident-changes.ts';
import { IncidentRefusal } from './incident-refusal.ts';
import {
  cameraExists,
  deleteIncidentRow,
  findIncident,
  insertIncident,
  updateIncident,
  type IncidentRow,
  type IncidentState,
} from './incident-repository.ts';
import { counted, incidentOf } from './incident-views.ts';
import { insertRevision } from './revision-repository.ts';

export interface IncidentDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
}

/** A new incident; title (1–200 characters) and summary are trimmed and not blank. */
export interface IncidentDraft {
  readonly title: string;
  readonly summary: string;
  readonly severity: IncidentSeverity;
  readonly cameraId: string | null;
}

/** Files an incident and tells people. Refuses a camera the author may not know of. */
export async function createIncident(
  deps: IncidentDeps,
  author: IncidentAuthor,
  draft: IncidentDraft,
): Promise<Incident> {
  const { incident, notification } = await deps.db.write(async (tx) => {
    if (draft.cameraId !== null) await requireCamera(tx, author, draft.cameraId);
    const now = deps.clock.now();
    const row = await insertIncident(tx, {
      ...draft,
      orgId: author.orgId,
      createdBy: author.tag,
      createdCredential: author.credential ?? null,
      createdAt: now,
      updatedAt: now,
    });
    return { incident: row, notification: await deps.notifier.record(tx, incidentNotice(row)) };
  });
  deps.notifier.announce(notification);
  publishIncidents(deps, author.orgId);
  return incidentOf(incident, 0);
}

/** Changes an incident and keeps what was there before. What equals the present values changes nothing at all. */
export async function changeIncident(
  deps: IncidentDeps,
  author: IncidentAuthor,
  id: number,
  patch: IncidentPatch,
): Promise<Incident> {
  return edit(deps, author, id, async (tx, row) => {
    const now = deps.clock.now();
    return store(tx, row, patched(row, patch, { tag: author.tag, now }), { author, now });
  });
}

/** Sets the report (trimmed, not blank). Counts as touched even when it was the same already. */
export async function finalizeIncident(
  deps: IncidentDeps,
  author: IncidentAuthor,
  id: number,
  report: string,
): Promise<Incident> {
  return edit(deps, author, id, async (tx, row) => {
    const now = deps.clock.now();
    const stored = await store(tx, row, { ...row, report }, { author, now });
    return stored ?? (await updateIncident(tx, row.id, {}, now));
  });
}

/** Deletes an incident with its evidence and changes for good; audited. */
export async function deleteIncident(deps: IncidentDeps, author: IncidentAuthor, id: number): Promise<void> {
  await deps.db.write(async (tx) => {
    const { title } = await requireIncident(tx, author, id);
    for (const evidenceId of await evidenceIds(tx, id)) {
      await deleteEvidenceRow(tx, evidenceId);
      // Large blobs take a while to go; live video must not wait for all of them.
      await nextTurn();
    }
    await deleteIncidentRow(tx, id);
    const { orgId, auditActor: actor, address } = author;
    const details = { incident_id: id, title };
    await writeAudit(tx, { orgId, event: 'incident_deleted', actor, address, details }, deps);
  });
  publishIncidents(deps, author.orgId);
}

/**
 * Changes one incident in a transaction and tells dashboards, unless `work` answers undefined: nothing was changed.
 * Answers the incident as it is then.
 */
export async function edit(
  deps: IncidentDeps,
  author: IncidentAuthor,
  id: number,
  work: (tx: Transaction, row: IncidentRow) => Promise<IncidentRow | undefined>,
): Promise<Incident> {
  const { incident, isChanged } = await deps.db.write(async (tx) => {
    const row = await requireIncident(tx, author, id);
    const changed = await work(tx, row);
    const present = await counted(tx, author, [changed ?? row]);
    return { incident: present[0], isChanged: changed !== undefined };
  });
  if (incident === undefined) throw new IncidentRefusal('incident-not-found');
  if (isChanged) publishIncidents(deps, author.orgId);
  return incident;
}

/** Stores a new state with the revision that led to it; undefined when nothing differs. */
export async function store(
  tx: Transaction,
  row: IncidentRow,
  state: IncidentState,
  by: { readonly author: IncidentAuthor; readonly now: Date; readonly undoes?: number },
): Promise<IncidentRow | undefined> {
  const changes = changesBetween(row, state);
  if (changes.length === 0) return undefined;
  const { author, now, undoes } = by;
  await insertRevision(tx, {
    orgId: row.orgId,
    incidentId: row.id,
    at: now,
    by: author.tag,
    byName: author.name,
    changes: JSON.stringify(changes),
    undoes: undoes ?? null,
  });
  const { status, severity, summary, report, resolvedAt, resolvedBy } = state;
  return updateIncident(tx, row.id, { status, severity, summary, report, resolvedAt, resolvedBy }, now);
}

/** The incident, if the author may know of it. */
export async function requireIncident(
  db: Database['read'],
  author: Pick<IncidentAuthor, 'orgId' | 'limit'>,
  id: number,
): Promise<IncidentRow> {
  const row = await findIncident(db, author, id);
  if (row === undefined) throw new IncidentRefusal('incident-not-found');
  return row;
}

/** Refuses a camera the author may not know of. */
export async function requireCamera(
  db: Database['read'],
  author: Pick<IncidentAuthor, 'orgId' | 'limit'>,
  cameraId: string,
): Promise<void> {
  if (!(await cameraExists(db, author, cameraId))) throw new IncidentRefusal('camera-not-found');
}

/** Tells administrators' dashboards to ask for incidents again. */
export function publishIncidents(deps: Pick<IncidentDeps, 'publish'>, orgId: string): void {
  deps.publish({ orgId, audience: 'admin', message: { type: 'changed', what: 'incidents' } });
}

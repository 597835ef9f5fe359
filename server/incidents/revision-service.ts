import type { Incident, IncidentRevision } from '../contract/incidents/incidents.ts';
import type { IncidentAuthor, IncidentScope } from './incident-author.ts';
import { DERIVED_FIELDS, readChanges, reverted, stillStands } from './incident-changes.ts';
import { IncidentRefusal } from './incident-refusal.ts';
import { edit, requireIncident, store, type IncidentDeps } from './incident-service.ts';
import type { IncidentState } from './incident-repository.ts';
import { findRevision, selectRevisions, type RevisionRow } from './revision-repository.ts';

/** Each may hold two whole reports. */
const REVISIONS_MAX = 100;

/** The newest 100 changes of an incident, newest first. */
export async function revisionsOf(
  { db }: Pick<IncidentDeps, 'db'>,
  scope: IncidentScope,
  incidentId: number,
): Promise<IncidentRevision[]> {
  const incident = await requireIncident(db.read, scope, incidentId);
  const rows = await selectRevisions(db.read, incidentId, REVISIONS_MAX);
  return rows.map((row) => onWire(row, incident));
}

function onWire(row: RevisionRow, present: IncidentState): IncidentRevision {
  const changes = readChanges(row.changes);
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: row.by,
    by_name: row.byName,
    changes: changes.filter(({ field }) => !DERIVED_FIELDS.has(field)),
    undoes: row.undoes,
    can_undo: stillStands(present, changes),
  };
}

/**
 * Puts back what one change replaced, as a change of its own. Refused when a field it touched was changed again since.
 */
export async function undoRevision(
  deps: IncidentDeps,
  author: IncidentAuthor,
  incidentId: number,
  revisionId: number,
): Promise<Incident> {
  return edit(deps, author, incidentId, async (tx, row) => {
    const revision = await findRevision(tx, incidentId, revisionId);
    if (revision === undefined) throw new IncidentRefusal('revision-not-found');
    const changes = readChanges(revision.changes);
    if (!stillStands(row, changes)) throw new IncidentRefusal('changed-since');
    const by = { author, now: deps.clock.now(), undoes: revision.id };
    return store(tx, row, reverted(row, changes), by);
  });
}

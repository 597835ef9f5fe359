import { z } from 'zod';
import type { IncidentSeverity, IncidentStatus } from '../contract/incidents/incidents.ts';
import type { IncidentState } from './incident-repository.ts';

/** What to change; undefined stays. */
export interface IncidentPatch {
  readonly status?: IncidentStatus | undefined;
  readonly severity?: IncidentSeverity | undefined;
  readonly summary?: string | undefined;
  readonly report?: string | undefined;
}

const fields = ['status', 'severity', 'summary', 'report', 'resolved_at', 'resolved_by'] as const;

/** Fields that follow from the status: restored with it, but no change of their own. */
export const DERIVED_FIELDS: ReadonlySet<string> = new Set(['resolved_at', 'resolved_by']);

/** One field of one change, as it is stored; instants as ISO-8601. */
const fieldChange = z.object({
  field: z.enum(fields),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FieldChange = z.infer<typeof fieldChange>;
type Field = FieldChange['field'];

const stored = z.array(fieldChange);

/** Changes in their stored form; none when they cannot be read. */
export function readChanges(json: string): readonly FieldChange[] {
  try {
    return stored.safeParse(JSON.parse(json)).data ?? [];
  } catch {
    return [];
  }
}

function valuesOf(state: IncidentState): Readonly<Record<Field, string | null>> {
  return {
    status: state.status,
    severity: state.severity,
    summary: state.summary,
    report: state.report,
    resolved_at: state.resolvedAt?.toISOString() ?? null,
    resolved_by: state.resolvedBy,
  };
}

/** What differs between two states. */
export function changesBetween(before: IncidentState, after: IncidentState): FieldChange[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return fields.flatMap((field) =>
    old[field] === now[field] ? [] : { field, before: old[field], after: now[field] },
  );
}

function isFinal(status: string): boolean {
  return status === 'resolved' || status === 'dismissed';
}

/**
 * The state after a change. Who ends an incident first is remembered with the moment: moving between the two ends keeps
 * both, reopening clears them, acknowledging keeps them.
 */
export function patched(
  before: IncidentState,
  patch: IncidentPatch,
  by: { readonly tag: string; readonly now: Date },
): IncidentState {
  const after: IncidentState = {
    status: patch.status ?? before.status,
    severity: patch.severity ?? before.severity,
    summary: patch.summary ?? before.summary,
    report: patch.report ?? before.report,
    resolvedAt: before.resolvedAt,
    resolvedBy: before.resolvedBy,
  };
  if (after.status === 'open') return { ...after, resolvedAt: null, resolvedBy: null };
  if (isFinal(after.status) && !isFinal(before.status))
    return { ...after, resolvedAt: by.now, resolvedBy: by.tag };
  return after;
}

/** Whether every changed field still has the value the change gave it; false for a change of nothing. */
export function stillStands(state: IncidentState, changes: readonly FieldChange[]): boolean {
  const values = valuesOf(state);
  return changes.length > 0 && changes.every(({ field, after }) => values[field] === after);
}

/** The state before a change that still stands. */
export function reverted(state: IncidentState, changes: readonly FieldChange[]): IncidentState {
  const values = { ...valuesOf(state) };
  for (const { field, before } of changes) values[field] = before;
  return {
    status: values.status ?? state.status,
    severity: values.severity ?? state.severity,
    summary: values.summary ?? state.summary,
    report: values.report ?? state.report,
    resolvedAt: values.resolved_at === null ? null : new Date(values.resolved_at),
    resolvedBy: values.resolved_by,
  };
}

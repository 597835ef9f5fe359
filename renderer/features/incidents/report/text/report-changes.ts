import type { Incident, IncidentSeverity } from '../../../../../server/contract/incidents/incidents.ts';

/** The part of an incident that is edited as text. */
export interface ReportText {
  readonly severity: IncidentSeverity;
  readonly summary: string;
  readonly report: string;
}

export function textOf({ severity, summary, report }: Incident): ReportText {
  return { severity, summary, report };
}

/** What differs, which is all that is sent; empty when nothing does. */
export function changedFields(before: ReportText, after: ReportText): Partial<ReportText> {
  return {
    ...(after.severity === before.severity ? {} : { severity: after.severity }),
    ...(after.summary === before.summary ? {} : { summary: after.summary }),
    ...(after.report === before.report ? {} : { report: after.report }),
  };
}

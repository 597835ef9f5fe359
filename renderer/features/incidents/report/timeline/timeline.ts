import { t } from '@lingui/core/macro';
import {
  type Evidence,
  type IncidentDetail,
  type IncidentRevision,
  incidentSeverity,
  incidentStatus,
} from '../../../../../server/contract/incidents/incidents.ts';
import { SEVERITY_WORDS, STATUS_WORDS } from '../../incident-words.ts';

/** One thing that happened to an incident. `at` is ms since 1970. */
export type TimelineItem =
  | { readonly kind: 'filed'; readonly key: string; readonly at: number; readonly by: string }
  | { readonly kind: 'evidence'; readonly key: string; readonly at: number; readonly evidence: Evidence }
  | {
      readonly kind: 'change';
      readonly key: string;
      readonly at: number;
      readonly revision: IncidentRevision;
    };

/** Filing, evidence and changes, oldest first; of things at the same moment in this order. */
export function timelineOf(
  detail: IncidentDetail,
  revisions: readonly IncidentRevision[],
): readonly TimelineItem[] {
  const filed: TimelineItem = {
    kind: 'filed',
    key: 'filed',
    at: Date.parse(detail.created_at),
    by: detail.created_by,
  };
  const evidence = detail.evidence.map((piece): TimelineItem => ({
    kind: 'evidence',
    key: `evidence ${piece.id}`,
    at: Date.parse(piece.timestamp),
    evidence: piece,
  }));
  const changes = revisions
    .toSorted((a, b) => a.id - b.id)
    .map((revision): TimelineItem => ({
      kind: 'change',
      key: `change ${revision.id}`,
      at: Date.parse(revision.at),
      revision,
    }));
  return [filed, ...evidence, ...changes].toSorted((a, b) => a.at - b.at);
}

type FieldChange = IncidentRevision['changes'][number];

const FIELD_WORDS: Readonly<Record<string, string>> = {
  status: t`Status`,
  severity: t`Severity`,
  summary: t`Summary`,
  report: t`Report`,
};
const FIELDS_IN_SENTENCES: Readonly<Record<string, string>> = {
  status: t`status`,
  severity: t`severity`,
  summary: t`summary`,
  report: t`report`,
};

/** A field's name within a sentence. */
export function fieldInSentence(field: string): string {
  return FIELDS_IN_SENTENCES[field] ?? field;
}

export interface ChangeWords {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** Too long for one line: to be unfolded. */
  readonly long: boolean;
}

function valueWords(field: string, value: string | null): string {
  if (value === null || value === '') return t`nothing`;
  const severity = field === 'severity' ? incidentSeverity.safeParse(value).data : undefined;
  const status = field === 'status' ? incidentStatus.safeParse(value).data : undefined;
  if (severity !== undefined) return SEVERITY_WORDS[severity];
  return status === undefined ? value : STATUS_WORDS[status];
}

/** One field's change for people. */
export function changeWords({ field, before, after }: FieldChange): ChangeWords {
  return {
    field: FIELD_WORDS[field] ?? field,
    before: valueWords(field, before),
    after: valueWords(field, after),
    long: field === 'summary' || field === 'report',
  };
}

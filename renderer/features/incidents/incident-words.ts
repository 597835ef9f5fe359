import { t } from '@lingui/core/macro';
import type {
  Incident,
  IncidentSeverity,
  IncidentStatus,
} from '../../../server/contract/incidents/incidents.ts';
import { nameOf } from '../agents/key-name.ts';

export const SEVERITY_WORDS: Readonly<Record<IncidentSeverity, string>> = {
  low: t`Low`,
  medium: t`Medium`,
  high: t`High`,
  critical: t`Critical`,
};

/** 1 is the mildest. */
export const SEVERITY_RANK: Readonly<Record<IncidentSeverity, number>> = {
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

export const STATUS_WORDS: Readonly<Record<IncidentStatus, string>> = {
  open: t`Open`,
  acknowledged: t`Acknowledged`,
  resolved: t`Resolved`,
  dismissed: t`Dismissed`,
};

/** Who wrote something: an AI agent under the name of its key, or a person. */
export interface Author {
  readonly kind: 'ai' | 'person';
  readonly name: string;
}

const AGENT = 'mcp:';
const PERSON = 'user:';

/** True for what an AI agent wrote. */
export function isByAgent(tag: string): boolean {
  return tag.startsWith(AGENT);
}

/** Reads an author tag; `people` holds names by user id. Ids are never shown. */
export function authorOf(tag: string, people: ReadonlyMap<string, string>): Author {
  if (isByAgent(tag)) return { kind: 'ai', name: nameOf(tag.slice(AGENT.length)) };
  return { kind: 'person', name: people.get(tag.slice(PERSON.length)) ?? t`someone of your team` };
}

/** The most severe first, of equals the newest. */
export function bySeverity(incidents: readonly Incident[]): readonly Incident[] {
  return incidents.toSorted(
    (a, b) =>
      SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] ||
      Date.parse(b.created_at) - Date.parse(a.created_at) ||
      b.id - a.id,
  );
}

export interface LifecycleStep {
  readonly to: IncidentStatus;
  readonly text: string;
}

/** What can be done next with an incident in this state; the first is the usual step. */
export function nextSteps(status: IncidentStatus): readonly LifecycleStep[] {
  const ended = status === 'resolved' || status === 'dismissed';
  return [
    ...(status === 'open' ? [{ to: 'acknowledged', text: t`Acknowledge` } as const] : []),
    ...(status === 'resolved' ? [] : [{ to: 'resolved', text: t`Mark resolved` } as const]),
    ...(status === 'dismissed' ? [] : [{ to: 'dismissed', text: t`Dismiss` } as const]),
    ...(ended ? [{ to: 'open', text: t`Reopen` } as const] : []),
  ];
}

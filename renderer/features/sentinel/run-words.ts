import { t } from '@lingui/core/macro';
import type { SentinelRun } from '../../../server/contract/agents/sentinel.ts';
import { formats } from '../../hooks/format.ts';

type Outcome = SentinelRun['outcome'];
type Trigger = SentinelRun['trigger_type'];

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pending: t`Waiting`,
  running: t`Looking`,
  incident: t`Incident filed`,
  no_action: t`No action`,
  error: t`Failed`,
};

export const TRIGGER_WORDS: Readonly<Record<Trigger, string>> = {
  motion: t`Motion`,
  incident_opened: t`New incident`,
  manual: t`By hand`,
  scheduled: t`Daily report`,
};

/** At most `most` characters, cut at a word where one ends near. */
export function shortened(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  const word = cut.lastIndexOf(' ');
  return `${(word > most * 0.7 ? cut.slice(0, word) : cut).trimEnd()}…`;
}

/** What came of a run, whole, or what it does now. */
export function runSentence({ outcome, summary }: Pick<SentinelRun, 'outcome' | 'summary'>): string {
  if (outcome === 'pending') return t`Waits for its turn.`;
  if (outcome === 'running') return t`Looks through the cameras now.`;
  if (summary.trim() !== '') return summary.trim();
  return outcome === 'error' ? t`It ended without a reason.` : t`It left no summary.`;
}

/** `8 s`, `1 min 20 s`, `2 h 5 min`; whole seconds, at least one. */
export function spanWords(ms: number): string {
  return formats.duration(Math.max(1, Math.round(ms / 1000)) * 1000);
}

/** How long it waits or works, or how long the work took; `null` for one that never began. */
export function durationOf(
  run: Pick<SentinelRun, 'outcome' | 'triggered_at' | 'started_at' | 'completed_at'>,
  now: number,
): string | null {
  if (run.outcome === 'pending') return spanWords(now - Date.parse(run.triggered_at));
  if (run.started_at === null) return null;
  const end = run.completed_at === null ? now : Date.parse(run.completed_at);
  return spanWords(end - Date.parse(run.started_at));
}

/** US dollars, to a hundredth of a cent. */
export function costWords(cost: number): string {
  return cost > 0 && cost < 0.0001 ? t`less than ${formats.dollars(0.0001)}` : formats.dollars(cost);
}

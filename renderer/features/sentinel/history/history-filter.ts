import { t } from '@lingui/core/macro';
import { type SentinelRun, TRIGGERS } from '../../../../server/contract/agents/sentinel.ts';
import { midnightIn } from '../local-moment.ts';
import { OUTCOME_WORDS, TRIGGER_WORDS } from '../run-words.ts';
import type { RunWish } from '../sentinel-queries.ts';

export const PERIODS = [
  { value: 'today', text: t`Today` },
  { value: '7', text: t`7 days` },
  { value: '30', text: t`30 days` },
  { value: 'all', text: t`All` },
] as const;

export type Period = (typeof PERIODS)[number]['value'];

/** What the history shows; kept in the address, so that it survives a reload. */
export interface HistoryFilter {
  readonly period: Period;
  /** Empty for all. */
  readonly trigger: string;
  readonly search: string;
  readonly offset: number;
}

const DAY_MS = 86_400_000;

/** Reads a filter from an address; what makes no sense counts as not given. */
export function readFilter(params: URLSearchParams): HistoryFilter {
  const offset = Number(params.get('offset'));
  return {
    period: PERIODS.find(({ value }) => value === params.get('period'))?.value ?? '7',
    trigger: TRIGGERS.find((known) => known === params.get('trigger')) ?? '',
    search: params.get('search') ?? '',
    offset: Number.isInteger(offset) && offset > 0 ? offset : 0,
  };
}

/** The address of a filter; nothing for what is as usual. */
export function writeFilter({ period, trigger, search, offset }: HistoryFilter): URLSearchParams {
  return new URLSearchParams({
    ...(period === '7' ? {} : { period }),
    ...(trigger === '' ? {} : { trigger }),
    ...(search === '' ? {} : { search }),
    ...(offset === 0 ? {} : { offset: String(offset) }),
  });
}

/** The filter as the server is asked: periods begin at a midnight of the place. */
export function wishOf({ period, trigger }: HistoryFilter, zone: string, now: number): RunWish {
  const days = period === 'today' ? 1 : Number(period);
  const since = period === 'all' ? undefined : midnightIn(zone, now - (days - 1) * DAY_MS);
  return {
    ...(trigger === '' ? {} : { trigger }),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
  };
}

/** Runs that hold every word of a search, in any order, in what the list says of them. */
export function matching(
  runs: readonly SentinelRun[],
  search: string,
  nameOf: (id: string | null) => string,
): readonly SentinelRun[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const { summary, manual_prompt: prompt, camera_id: camera, trigger_type: trigger, outcome } = run;
    const text = [nameOf(camera), TRIGGER_WORDS[trigger], OUTCOME_WORDS[outcome], summary, prompt ?? '']
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

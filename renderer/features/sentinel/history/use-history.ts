import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SentinelRun } from '../../../../server/contract/agents/sentinel.ts';
import { settingsQuery } from '../../../api/queries.ts';
import { useNow } from '../../../hooks/time.ts';
import { useSettled } from '../../../hooks/settled.ts';
import { useCameraName } from '../camera-names.ts';
import { everyRunQuery, PAGE, runsQuery } from '../sentinel-queries.ts';
import { type HistoryFilter, matching, wishOf } from './history-filter.ts';

export interface History {
  readonly rows: readonly SentinelRun[];
  readonly total: number;
  /** Runs a search went through, of how many; `null` without a search. */
  readonly searched: { readonly through: number; readonly of: number } | null;
}

/** The page of the history that a filter asks for; a search goes through all pages. */
export function useHistory(filter: HistoryFilter): {
  readonly history: History | undefined;
  readonly error: Error | null;
} {
  const now = useNow(60_000);
  const { data: settings } = useQuery(settingsQuery);
  const nameOf = useCameraName();
  const search = useSettled(filter.search.trim());
  const isSearching = search !== '';
  const wish = wishOf(filter, settings?.timezone ?? 'UTC', now);
  const isReady = settings !== undefined;
  const page = useQuery({
    ...runsQuery(wish, filter.offset),
    enabled: isReady && !isSearching,
    placeholderData: keepPreviousData,
  });
  const whole = useQuery({ ...everyRunQuery(wish), enabled: isReady && isSearching });
  const found = useMemo(
    () => (whole.data === undefined ? [] : matching(whole.data.runs, search, nameOf)),
    [whole.data, search, nameOf],
  );
  if (isSearching) {
    const { data, error } = whole;
    const history = data && {
      rows: found.slice(filter.offset, filter.offset + PAGE),
      total: found.length,
      searched: { through: data.runs.length, of: data.total },
    };
    return { history, error };
  }
  const { data, error } = page;
  return { history: data && { rows: data.runs, total: data.total, searched: null }, error };
}

import { plural } from '@lingui/core/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { agentActivity } from '../../../../server/contract/agents/activity.ts';
import { call } from '../../../api/client.ts';
import { LOG_STATS_KEY } from '../../agents/agent-queries.ts';
import { countsOver, FIGURES_EVERY_MS, MOST_MOMENTS, momentsQuery } from '../chart/log-counts.ts';
import type { CountsOverTime } from '../chart/slots.ts';

/** Stored calls of the last days: in all, failed, by tool, key and UTC day. */
export const callStatsQuery = (days: number) =>
  queryOptions({
    queryKey: [...LOG_STATS_KEY, days],
    queryFn: () => call(agentActivity.logStats, { query: { days } }),
    staleTime: FIGURES_EVERY_MS / 2,
    refetchInterval: FIGURES_EVERY_MS,
  });

// Not below the statistics: those are asked again with every call that is told.
const callMomentsQuery = momentsQuery(['agent-log-moments'], async (page) => {
  const { total, logs } = await call(agentActivity.logs, { query: { ...page, format: 'json' } });
  return { total, moments: logs.map(({ timestamp }) => timestamp) };
});

/** Calls over time: by hour for one day, else by day; undefined until they are known. */
export function useCallCounts(days: number, isAsked = true): CountsOverTime | undefined {
  const stats = useQuery({ ...callStatsQuery(days), enabled: isAsked });
  const moments = useQuery({ ...callMomentsQuery, enabled: isAsked && days === 1 });
  const cut = plural(MOST_MOMENTS, {
    one: 'The hours show the newest call.',
    other: 'The hours show the newest # calls.',
  });
  return countsOver(days, stats, moments, cut);
}

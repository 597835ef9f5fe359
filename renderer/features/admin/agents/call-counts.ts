import { plural } from '@lingui/core/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { agentActivity } from '../../../../server/contract/agents/activity.ts';
import { call } from '../../../api/client.ts';
import { LOG_STATS_KEY } from '../../agents/agent-queries.ts';
import { newestRows } from '../chart/newest-rows.ts';
import { columnsOfMoments, columnsOfUtcDays, type CountsOverTime, spanStart } from '../chart/slots.ts';

const PAGE = 500;
const MOST = 2000;
const EVERY_MS = 60_000;

/** Stored calls of the last days: in all, failed, by tool, key and UTC day. */
export const callStatsQuery = (days: number) =>
  queryOptions({
    queryKey: [...LOG_STATS_KEY, days],
    queryFn: () => call(agentActivity.logStats, { query: { days } }),
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

const callMomentsQuery = queryOptions({
  // Not below the statistics: those are asked again with every call that is told.
  queryKey: ['agent-log-moments'],
  queryFn: () => {
    const page = async (offset: number) => {
      const { total, logs } = await call(agentActivity.logs, {
        query: { limit: PAGE, offset, format: 'json' },
      });
      return { total, rows: logs.map((row) => Date.parse(row.timestamp)) };
    };
    return newestRows(page, (moment) => moment, spanStart(1, Date.now()), MOST);
  },
  staleTime: EVERY_MS / 2,
  refetchInterval: EVERY_MS,
});

/** Calls over time: by hour for one day, else by day; undefined until they are known. */
export function useCallCounts(days: number, isAsked = true): CountsOverTime | undefined {
  const stats = useQuery({ ...callStatsQuery(days), enabled: isAsked });
  const moments = useQuery({ ...callMomentsQuery, enabled: isAsked && days === 1 });
  if (days > 1) {
    const { data, dataUpdatedAt } = stats;
    return data && { columns: columnsOfUtcDays(data.by_day, days, dataUpdatedAt) };
  }
  const { data, dataUpdatedAt } = moments;
  if (data === undefined) return undefined;
  return {
    columns: columnsOfMoments(days, dataUpdatedAt, [data.rows]),
    ...(data.isComplete
      ? {}
      : {
          note: plural(MOST, {
            one: 'The hours show the newest call.',
            other: 'The hours show the newest # calls.',
          }),
        }),
  };
}

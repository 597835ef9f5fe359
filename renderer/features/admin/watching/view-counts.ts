import { plural } from '@lingui/core/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { audit } from '../../../../server/contract/audit.ts';
import { call } from '../../../api/client.ts';
import { newestRows } from '../chart/newest-rows.ts';
import { columnsOfMoments, columnsOfUtcDays, type CountsOverTime, spanStart } from '../chart/slots.ts';

const PAGE = 500;
const MOST = 2000;
const EVERY_MS = 60_000;

/** Views of the last days: in all, by camera, person and UTC day. */
export const viewStatsQuery = (days: number) =>
  queryOptions({
    queryKey: ['stream-stats', days],
    queryFn: () => call(audit.streamStats, { query: { days } }),
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

/** When the views of the last 24 hours began, ms. */
const viewMomentsQuery = queryOptions({
  queryKey: ['stream-log', 'moments'],
  queryFn: () => {
    const page = async (offset: number) => {
      const { total, logs } = await call(audit.streamLogs, {
        query: { limit: PAGE, offset, format: 'json' },
      });
      return { total, rows: logs.map((row) => Date.parse(row.accessed_at)) };
    };
    return newestRows(page, (moment) => moment, spanStart(1, Date.now()), MOST);
  },
  staleTime: EVERY_MS / 2,
  refetchInterval: EVERY_MS,
});

/** Views over time: by hour for one day, else by day; undefined until they are known. */
export function useViewCounts(days: number): CountsOverTime | undefined {
  const stats = useQuery(viewStatsQuery(days));
  const moments = useQuery({ ...viewMomentsQuery, enabled: days === 1 });
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
            one: 'The hours show the newest view.',
            other: 'The hours show the newest # views.',
          }),
        }),
  };
}

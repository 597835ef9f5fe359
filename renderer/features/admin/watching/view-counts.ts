import { plural } from '@lingui/core/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { audit } from '../../../../server/contract/audit.ts';
import { call } from '../../../api/client.ts';
import { countsOver, FIGURES_EVERY_MS, MOST_MOMENTS, momentsQuery } from '../chart/log-counts.ts';
import type { CountsOverTime } from '../chart/slots.ts';

/** Views of the last days: in all, by camera, person and UTC day. */
export const viewStatsQuery = (days: number) =>
  queryOptions({
    queryKey: ['stream-stats', days],
    queryFn: () => call(audit.streamStats, { query: { days } }),
    staleTime: FIGURES_EVERY_MS / 2,
    refetchInterval: FIGURES_EVERY_MS,
  });

const viewMomentsQuery = momentsQuery(['stream-log', 'moments'], async (page) => {
  const { total, logs } = await call(audit.streamLogs, { query: { ...page, format: 'json' } });
  return { total, moments: logs.map((row) => row.accessed_at) };
});

/** Views over time: by hour for one day, else by day; undefined until they are known. */
export function useViewCounts(days: number): CountsOverTime | undefined {
  const stats = useQuery(viewStatsQuery(days));
  const moments = useQuery({ ...viewMomentsQuery, enabled: days === 1 });
  const cut = plural(MOST_MOMENTS, {
    one: 'The hours show the newest view.',
    other: 'The hours show the newest # views.',
  });
  return countsOver(days, stats, moments, cut);
}

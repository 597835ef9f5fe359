import { queryOptions, type UseQueryResult } from '@tanstack/react-query';
import { newestRows, type NewestRows } from './newest-rows.ts';
import { columnsOfMoments, columnsOfUtcDays, type CountsOverTime, spanStart } from './slots.ts';

const PAGE = 500;
/** More rows than this are not read to draw hours. */
export const MOST_MOMENTS = 2000;
/** How often the figures of a log are asked for again. */
export const FIGURES_EVERY_MS = 60_000;

/** When the newest rows of a log were written in the last 24 hours, ms. */
export const momentsQuery = (
  key: readonly string[],
  load: (page: { readonly limit: number; readonly offset: number }) => Promise<{
    readonly total: number;
    readonly moments: readonly string[];
  }>,
) =>
  queryOptions({
    queryKey: [...key],
    queryFn: () => {
      const page = async (offset: number) => {
        const { total, moments } = await load({ limit: PAGE, offset });
        return { total, rows: moments.map((moment) => Date.parse(moment)) };
      };
      return newestRows(page, (moment) => moment, spanStart(1, Date.now()), MOST_MOMENTS);
    },
    staleTime: FIGURES_EVERY_MS / 2,
    refetchInterval: FIGURES_EVERY_MS,
  });

type Known<T> = Pick<UseQueryResult<T>, 'data' | 'dataUpdatedAt'>;
type ByDay = Parameters<typeof columnsOfUtcDays>[0];

/** A log over time: by hour for one day, else by UTC day; undefined until it is known. */
export function countsOver(
  days: number,
  daily: Known<{ readonly by_day: ByDay }>,
  hourly: Known<NewestRows<number>>,
  /** Said where the hours show the newest `MOST_MOMENTS` rows only. */
  cutNote: string,
): CountsOverTime | undefined {
  if (days > 1)
    return daily.data && { columns: columnsOfUtcDays(daily.data.by_day, days, daily.dataUpdatedAt) };
  if (hourly.data === undefined) return undefined;
  return {
    columns: columnsOfMoments(days, hourly.dataUpdatedAt, [hourly.data.rows]),
    ...(hourly.data.isComplete ? {} : { note: cutNote }),
  };
}

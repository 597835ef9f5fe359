import { queryOptions } from '@tanstack/react-query';
import { audit } from '../../../../server/contract/audit.ts';
import { call } from '../../../api/client.ts';
import { newestRows } from '../chart/newest-rows.ts';
import { spanStart } from '../chart/slots.ts';

const PAGE = 500;
const EVERY_MS = 60_000;

/** Acts that are counted for charts; a longer span of a busy place is cut here. */
export const MOST_ACTS = 2000;

/** The acts of the last days, newest first. */
export const actsQuery = (days: number) =>
  queryOptions({
    queryKey: ['audit-log', 'span', days],
    queryFn: () => {
      const page = async (offset: number) => {
        const { total, logs } = await call(audit.logs, { query: { limit: PAGE, offset, format: 'json' } });
        return { total, rows: logs };
      };
      return newestRows(page, (row) => Date.parse(row.timestamp), spanStart(days, Date.now()), MOST_ACTS);
    },
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

/** The newest acts, and how many there are. */
export const latestActsQuery = (limit: number) =>
  queryOptions({
    queryKey: ['audit-log', 'latest', limit],
    queryFn: () => call(audit.logs, { query: { limit, offset: 0, format: 'json' } }),
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

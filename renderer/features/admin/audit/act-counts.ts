import { queryOptions } from '@tanstack/react-query';
import { audit } from '../../../../server/contract/audit.ts';
import { call } from '../../../api/client.ts';

const EVERY_MS = 60_000;

/** The acts of the last days: how many, of which kind, by whom and when. */
export const actStatsQuery = (days: number) =>
  queryOptions({
    queryKey: ['audit-log', 'stats', days],
    queryFn: () => call(audit.stats, { query: { days } }),
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

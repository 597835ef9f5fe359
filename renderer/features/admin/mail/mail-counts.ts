import { queryOptions } from '@tanstack/react-query';
import { mail } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { KEYS } from '../../../api/queries.ts';

const EVERY_MS = 60_000;

/** What became of the mails of the last days, and how many wait now. */
export const mailStatsQuery = (days: number) =>
  queryOptions({
    queryKey: [KEYS.deliveries, 'mail-stats', days],
    queryFn: () => call(mail.deliveryStats, { query: { days } }),
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

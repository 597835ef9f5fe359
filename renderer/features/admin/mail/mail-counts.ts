import { queryOptions } from '@tanstack/react-query';
import { mail } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { KEYS } from '../../../api/queries.ts';
import { newestRows } from '../chart/newest-rows.ts';
import { spanStart } from '../chart/slots.ts';
import type { Filters } from './mail-filters.tsx';
import type { SettledMail } from './mail-log-words.ts';

const PAGE = 200;
const EVERY_MS = 60_000;

/** Mails that are counted for charts; a longer span of a busy place is cut here. */
export const MOST_MAILS = 2000;

/** Failed mails that are counted on the overview. */
const MOST_FAILED = PAGE;

async function page(filters: Filters, offset: number) {
  const { total, deliveries } = await call(mail.deliveries, { query: { ...filters, limit: PAGE, offset } });
  return { total, rows: deliveries };
}

const timeOf = (row: SettledMail) => Date.parse(row.timestamp);

/** What became of the mails of the last days, newest first. */
export const settledMailsQuery = (days: number) =>
  queryOptions({
    queryKey: [KEYS.deliveries, 'mail-span', days],
    queryFn: () => newestRows((offset) => page({}, offset), timeOf, spanStart(days, Date.now()), MOST_MAILS),
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

/** Mails on their way, and those that failed in the last days. */
export const mailTroubleQuery = (days: number) =>
  queryOptions({
    queryKey: [KEYS.deliveries, 'mail-trouble', days],
    queryFn: async () => {
      const { preparing, waiting, deliveries, total } = await call(mail.deliveries, {
        query: { status: 'failed', limit: MOST_FAILED, offset: 0 },
      });
      const since = spanStart(days, Date.now());
      const failed = deliveries.filter((row) => timeOf(row) >= since).length;
      return {
        waiting: preparing + waiting.length,
        failed,
        /** There may be more than were counted. */
        isMore: failed === MOST_FAILED && total > MOST_FAILED,
      };
    },
    staleTime: EVERY_MS / 2,
    refetchInterval: EVERY_MS,
  });

/** Every mail that passes the filters, newest first; at most 2000 of them. */
export async function mailsForFile(filters: Filters): Promise<readonly SettledMail[]> {
  const { rows } = await newestRows((offset) => page(filters, offset), timeOf, 0, MOST_MAILS);
  return rows;
}

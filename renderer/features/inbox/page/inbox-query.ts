import { infiniteQueryOptions } from '@tanstack/react-query';
import { inbox, type ListedNotification } from '../../../../server/contract/notifications/inbox.ts';
import { call } from '../../../api/client.ts';
import { KEYS } from '../../../api/queries.ts';
import { filterQuery, type InboxFilter } from './inbox-filter.ts';

const PAGE = 50;

/** The inbox as filtered, newest first, a page at a time. */
export const inboxQuery = (filter: InboxFilter) =>
  infiniteQueryOptions({
    queryKey: [KEYS.notifications, 'page', filter],
    queryFn: ({ pageParam }) =>
      call(inbox.list, { query: { ...filterQuery(filter), limit: PAGE, offset: pageParam } }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, total, notifications }) =>
      offset + notifications.length < total && notifications.length > 0
        ? offset + notifications.length
        : undefined,
  });

/** All loaded items once: what arrives between two pages moves the later ones on. */
export function itemsOf(
  pages: readonly { readonly notifications: readonly ListedNotification[] }[],
): readonly ListedNotification[] {
  return [
    ...new Map(pages.flatMap(({ notifications }) => notifications.map((item) => [item.id, item]))).values(),
  ];
}

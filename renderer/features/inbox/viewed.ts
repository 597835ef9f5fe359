import type { QueryClient } from '@tanstack/react-query';
import { inbox } from '../../../server/contract/notifications/inbox.ts';
import { call } from '../../api/client.ts';
import { unreadQuery } from '../../api/queries.ts';

/**
 * Counts everything so far as read. The badge empties at once; what arrives meanwhile is counted again, and the
 * server's own count follows, here and in this person's other tabs.
 * Answers the moment up to which all is read; throws as `call`.
 */
export async function markViewed(client: QueryClient): Promise<string> {
  client.setQueryData(unreadQuery.queryKey, (count) => count && { ...count, unread: 0, capped: false });
  try {
    const { last_viewed_at: at } = await call(inbox.markViewed);
    client.setQueryData(unreadQuery.queryKey, (count) => count && { ...count, last_viewed_at: at });
    return at;
  } finally {
    void client.invalidateQueries({ queryKey: unreadQuery.queryKey });
  }
}

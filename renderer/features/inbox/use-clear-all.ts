import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { inbox } from '../../../server/contract/notifications/inbox.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { bellQuery, KEYS, unreadQuery } from '../../api/queries.ts';

/** Empties the inbox of everybody. It looks empty at once and is filled again when the server refuses. */
export function useClearAll(): { readonly clear: () => void; readonly isPending: boolean } {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => call(inbox.clearAll),
    onMutate: async () => {
      await client.cancelQueries({ queryKey: [KEYS.notifications] });
      const before = client.getQueriesData({ queryKey: [KEYS.notifications] });
      client.setQueryData(
        bellQuery.queryKey,
        (listed) => listed && { ...listed, total: 0, notifications: [] },
      );
      client.setQueryData(unreadQuery.queryKey, (count) => count && { ...count, unread: 0, capped: false });
      return before;
    },
    onError: (error, _, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
      toast.error(messageOf(error));
    },
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.notifications] }),
  });
  return { clear: () => mutate(), isPending };
}

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { KEYS, unreadQuery } from '../../../api/queries.ts';
import { markViewed } from '../viewed.ts';

export interface BellState {
  readonly open: boolean;
  /** Items after this moment (ms) are shown as new. */
  readonly seenUntil: number;
  readonly setOpen: (open: boolean) => void;
  readonly markRead: () => void;
}

/** Whether the bell's panel is open. Opening counts everything as read, once; what was new stays marked meanwhile. */
export function useBell(): BellState {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [seenUntil, setSeenUntil] = useState(Number.POSITIVE_INFINITY);
  const mark = async (then?: (at: string) => void) => {
    try {
      const at = await markViewed(client);
      then?.(at);
    } catch {
      // Not marked: the true state shows again.
      await client.invalidateQueries({ queryKey: [KEYS.notifications] });
    }
  };
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    const count = client.getQueryData(unreadQuery.queryKey);
    setSeenUntil(count === undefined ? Date.now() : Date.parse(count.last_viewed_at));
    if (count === undefined || count.unread > 0) void mark();
  };
  const markRead = () => void mark((at) => setSeenUntil(Date.parse(at)));
  return { open, seenUntil, setOpen: change, markRead };
}

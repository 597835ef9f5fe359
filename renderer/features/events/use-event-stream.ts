import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { DashboardMessage } from '../../../server/contract/dashboard-events.ts';
import { applyMessage, askEverythingAnew, askOften, catchUp } from '../../api/event-cache.ts';
import { eventStream } from '../../api/events.ts';
import { KEYS, snoozesQuery, unreadQuery } from '../../api/queries.ts';
import { pulseMotion } from '../../hooks/motion-pulse.ts';
import { useMe } from '../../session/session-context.ts';
import { coalesced } from './coalesce.ts';
import { EventToasts } from './toasts.tsx';

/** Inbox answers are asked for again at most this often, however much happens. */
const INBOX_EVERY_MS = 700;

/** Toasts wait while a tab is in the background: a night of them would greet whoever comes back. The badge counts. */
function isWatched(): boolean {
  return document.visibilityState === 'visible';
}

/** Has the inbox asked for again after the events that change it, once for many of them. */
function inboxRefresh(client: QueryClient): {
  readonly after: (message: DashboardMessage) => void;
  readonly stop: () => void;
} {
  const asked = (queryKey: readonly unknown[]) =>
    coalesced(() => void client.invalidateQueries({ queryKey }), INBOX_EVERY_MS);
  const all = asked([KEYS.notifications]);
  const pages = asked([KEYS.notifications, 'page']);
  // The badge has counted a new item already; the server's own count corrects what crossed on the way.
  const count = asked(unreadQuery.queryKey);
  return {
    after: (message) => {
      if (message.type === 'changed' && message.what === 'notifications') all.ask();
      if (message.type !== 'notification') return;
      pages.ask();
      count.ask();
    },
    stop: () => {
      for (const { stop } of [all, pages, count]) stop();
    },
  };
}

/** Passes what this tab's event connection says to the cached answers and to `toasts`, until the answer is called. */
function follow(client: QueryClient, toasts: EventToasts): () => void {
  const refresh = inboxRefresh(client);
  let greeted = false;
  const stopMessages = eventStream.onMessage((message) => {
    if (message.type === 'hello') {
      if (greeted) askEverythingAnew(client);
      else catchUp(client);
      greeted = true;
    }
    applyMessage(client, message);
    refresh.after(message);
    if (message.type === 'motion') pulseMotion(message.camera_id, message.score);
    if (isWatched()) toasts.tell(message);
  });
  const stopStates = eventStream.subscribe(() => {
    if (eventStream.getState() === 'lost') askOften(client);
  });
  eventStream.open();
  return () => {
    stopMessages();
    stopStates();
    eventStream.close();
    refresh.stop();
  };
}

/** Keeps this tab's event connection open, fresh state after every interruption, and tells of what happens. */
export function useEventStream(): void {
  const client = useQueryClient();
  const { is_admin: isAdmin } = useMe();
  // Toasts must know who is snoozed on every page.
  useQuery(snoozesQuery);
  // These differ on every page and for every person; the connection must not.
  const navigate = useNavigate();
  const latest = useRef({ navigate, isAdmin });
  useEffect(() => {
    latest.current = { navigate, isAdmin };
  });
  useEffect(() => {
    const toasts = new EventToasts({
      client,
      isAdmin: () => latest.current.isAdmin,
      go: (path) => void latest.current.navigate(path),
    });
    return follow(client, toasts);
  }, [client]);
}

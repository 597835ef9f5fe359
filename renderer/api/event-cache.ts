import type { Query, QueryClient } from '@tanstack/react-query';
import type { DashboardMessage, NotificationMessage } from '../../server/contract/dashboard-events.ts';
import { bellQuery, camerasQuery, KEYS, nodesQuery, unreadQuery } from './queries.ts';

const CHANGED = {
  cameras: [KEYS.cameras],
  groups: [KEYS.groups, KEYS.cameras],
  nodes: [KEYS.nodes, KEYS.cameras, KEYS.plan],
  settings: [KEYS.settings],
  snoozes: [KEYS.snoozes],
  deliveries: [KEYS.deliveries],
  incidents: [KEYS.incidents],
  sentinel: [KEYS.sentinel],
  // A snoozed camera can cause many of these: the event stream has them asked for once in a while.
  notifications: [],
} as const;

/** The bell holds no more than this many items. */
const BELL_MOST = 200;
/** Counting ends here; more is said as "99+". */
const UNREAD_MOST = 99;

/** A new item goes on top of the bell's list and counts as unread. One told twice counts once. */
function addNotification(client: QueryClient, item: NotificationMessage): void {
  const listed = client.getQueryData(bellQuery.queryKey);
  if (listed?.notifications.some(({ id }) => id === item.id) === true) return;
  if (listed !== undefined) {
    const notifications = [{ ...item, unread: true, quiet: false }, ...listed.notifications];
    client.setQueryData(bellQuery.queryKey, {
      ...listed,
      total: listed.total + 1,
      notifications: notifications.slice(0, BELL_MOST),
    });
  }
  client.setQueryData(
    unreadQuery.queryKey,
    (count) =>
      count && {
        ...count,
        unread: Math.min(UNREAD_MOST, count.unread + 1),
        capped: count.capped || count.unread >= UNREAD_MOST,
      },
  );
}

/** Has one answer asked for again. A first one that is under way may lack what was just told: once more after it. */
async function askAnew(client: QueryClient, { queryKey, state }: Query): Promise<void> {
  const filters = { queryKey, exact: true };
  const isFirst = state.fetchStatus === 'fetching' && state.data === undefined;
  await client.invalidateQueries(filters, { cancelRefetch: !isFirst });
  if (isFirst) await client.invalidateQueries(filters, { cancelRefetch: false });
}

function askAllAnew(client: QueryClient, keys: readonly string[]): void {
  for (const key of keys)
    for (const query of client.getQueryCache().findAll({ queryKey: [key] })) void askAnew(client, query);
}

/** A burst never cuts an answer off, and the last of it is asked for after the answer that may lack it. */
async function askForMotion(client: QueryClient): Promise<void> {
  const filters = { queryKey: [KEYS.motion] };
  const isAsking = client.isFetching(filters) > 0;
  await client.invalidateQueries(filters, { cancelRefetch: false });
  if (isAsking) await client.invalidateQueries(filters, { cancelRefetch: false });
}

/** Writes what an event says into the cached answers, or has them asked for again. */
export function applyMessage(client: QueryClient, message: DashboardMessage): void {
  switch (message.type) {
    case 'camera':
      client.setQueryData(camerasQuery.queryKey, (list) =>
        list?.map((camera) =>
          camera.camera_id === message.camera_id
            ? { ...camera, status: message.status, last_error: message.last_error }
            : camera,
        ),
      );
      break;
    case 'node':
      client.setQueryData(nodesQuery.queryKey, (list) =>
        list?.map((node) => (node.node_id === message.node_id ? { ...node, status: message.status } : node)),
      );
      break;
    case 'changed':
      askAllAnew(client, CHANGED[message.what] ?? []);
      break;
    case 'motion':
      void askForMotion(client);
      break;
    case 'notification':
      addNotification(client, message);
      break;
    case 'tool_call':
    case 'live':
    case 'segment':
    case 'hello':
      break;
  }
}

/** What may have changed while the first answers and the first connection crossed: everything that events tell of. */
export function catchUp(client: QueryClient): void {
  askAllAnew(client, Object.values(KEYS));
}

/** After an interruption anything may have changed, and this may be another server than before. */
export function askEverythingAnew(client: QueryClient): void {
  for (const query of client.getQueryCache().getAll()) void askAnew(client, query);
}

/** Without a connection all that events tell of is asked for often, which begins with an answer; so have one now. */
export function askOften(client: QueryClient): void {
  for (const key of Object.values(KEYS))
    void client.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false });
}

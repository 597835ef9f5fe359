import { queryOptions } from '@tanstack/react-query';
import { auth } from '../../server/contract/auth.ts';
import { type Camera, cameras } from '../../server/contract/fleet/cameras.ts';
import { groups } from '../../server/contract/fleet/groups.ts';
import { nodes } from '../../server/contract/fleet/nodes.ts';
import { inbox, snoozes } from '../../server/contract/notifications/inbox.ts';
import { settings } from '../../server/contract/settings.ts';
import { system } from '../../server/contract/system.ts';
import { call } from './client.ts';
import { eventStream } from './events.ts';

const CAMERAS_EVERY_MS = 5000;
const REQUESTED_EVERY_MS = 2000;
const NODES_EVERY_MS = 30_000;
/** While events arrive, asking is only a safety net. */
const RELAXED_MS = 60_000;

/** First part of every query key that events name. */
export const KEYS = {
  cameras: 'cameras',
  groups: 'groups',
  nodes: 'nodes',
  plan: 'plan',
  settings: 'settings',
  motion: 'motion',
  notifications: 'notifications',
  snoozes: 'snoozes',
  deliveries: 'deliveries',
  incidents: 'incidents',
  sentinel: 'sentinel',
  agents: 'agents',
} as const;

/** How often to ask (ms): `ms`, or rarely while events tell of changes. */
export function every(ms: number): number {
  return eventStream.getState() === 'open' ? Math.max(ms, RELAXED_MS) : ms;
}

/** Somebody waits for a node to take over a recording order. */
function waitsForNode(list: readonly Camera[] | undefined): boolean {
  return list?.some(({ recording }) => recording.wanted !== recording.reported) === true;
}
const PLAN_EVERY_MS = 60_000;
const NEW_NODE_EVERY_MS = 5000;

export const authConfigQuery = queryOptions({
  queryKey: ['auth-config'],
  queryFn: () => call(auth.config),
  staleTime: Number.POSITIVE_INFINITY,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call(auth.me),
  staleTime: PLAN_EVERY_MS,
});

export const camerasQuery = queryOptions({
  queryKey: [KEYS.cameras],
  queryFn: () => call(cameras.list),
  refetchInterval: (query) => (waitsForNode(query.state.data) ? REQUESTED_EVERY_MS : every(CAMERAS_EVERY_MS)),
});

export const nodesQuery = queryOptions({
  queryKey: [KEYS.nodes],
  queryFn: () => call(nodes.list),
  refetchInterval: () => every(NODES_EVERY_MS),
});

export const nodeQuery = (nodeId: string) =>
  queryOptions({
    queryKey: [KEYS.nodes, nodeId],
    queryFn: () => call(nodes.get, { params: { node_id: nodeId } }),
    refetchInterval: NEW_NODE_EVERY_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });

export const groupsQuery = queryOptions({
  queryKey: [KEYS.groups],
  queryFn: () => call(groups.list),
  refetchInterval: () => every(NODES_EVERY_MS),
});

/** The newest items of the inbox, for the bell. */
export const bellQuery = queryOptions({
  queryKey: [KEYS.notifications, 'bell'],
  queryFn: () => call(inbox.list, { query: { limit: 50, offset: 0, hours: 168 } }),
});

export const unreadQuery = queryOptions({
  queryKey: [KEYS.notifications, 'unread'],
  queryFn: () => call(inbox.unreadCount),
  refetchInterval: () => every(NODES_EVERY_MS),
});

/** Cameras and groups that are quiet; one may have ended since it was asked. */
export const snoozesQuery = queryOptions({
  queryKey: [KEYS.snoozes],
  queryFn: async () => (await call(snoozes.list)).snoozes,
  refetchInterval: () => every(NODES_EVERY_MS),
});

export const settingsQuery = queryOptions({
  queryKey: [KEYS.settings],
  queryFn: () => call(settings.get),
});

export const planQuery = queryOptions({
  queryKey: [KEYS.plan],
  queryFn: () => call(nodes.plan),
  staleTime: PLAN_EVERY_MS,
});

export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: () => call(system.installation),
  refetchInterval: PLAN_EVERY_MS,
});

/** How other devices find the server; administrators only. */
export const networkQuery = queryOptions({
  queryKey: ['network'],
  queryFn: () => call(system.network),
  refetchInterval: PLAN_EVERY_MS,
});

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: () => call(auth.members),
});

export const invitesQuery = queryOptions({
  queryKey: ['invites'],
  queryFn: () => call(auth.listInvites),
});

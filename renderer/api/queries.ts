import { queryOptions } from '@tanstack/react-query';
import { auth } from '../../server/contract/auth.ts';
import { cameras } from '../../server/contract/cameras.ts';
import { nodes } from '../../server/contract/nodes.ts';
import { system } from '../../server/contract/system.ts';
import { call } from './client.ts';

const CAMERAS_EVERY_MS = 5000;
const NODES_EVERY_MS = 30_000;
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
  queryKey: ['cameras'],
  queryFn: () => call(cameras.list),
  refetchInterval: CAMERAS_EVERY_MS,
});

export const nodesQuery = queryOptions({
  queryKey: ['nodes'],
  queryFn: () => call(nodes.list),
  refetchInterval: NODES_EVERY_MS,
});

export const nodeQuery = (nodeId: string) =>
  queryOptions({
    queryKey: ['nodes', nodeId],
    queryFn: () => call(nodes.get, { params: { node_id: nodeId } }),
    refetchInterval: NEW_NODE_EVERY_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });

export const planQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: () => call(nodes.plan),
  refetchInterval: PLAN_EVERY_MS,
});

export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: () => call(system.installation),
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

import { queryOptions } from '@tanstack/react-query';
import { agentActivity } from '../../../server/contract/agents/activity.ts';
import { agentKeys } from '../../../server/contract/agents/keys.ts';
import type { ResponseOf } from '../../../server/contract/endpoint.ts';
import { call } from '../../api/client.ts';
import { KEYS } from '../../api/queries.ts';

/** Numbers of the last minute fall even when nothing is told. */
const ACTIVITY_EVERY_MS = 10_000;
const KEYS_EVERY_MS = 30_000;
/** Calls kept in the live list. */
export const FEED_MOST = 100;

export type Catalogue = ResponseOf<typeof agentKeys.tools>;
export type CatalogueTool = Catalogue['read'][number];
export type AgentSession = ResponseOf<typeof agentActivity.sessions>[number];

/** Calls since the server started, oldest first. */
export const recentCallsQuery = queryOptions({
  queryKey: [KEYS.agents, 'recent'],
  queryFn: () => call(agentActivity.recent, { query: { limit: FEED_MOST } }),
});

export const agentSessionsQuery = queryOptions({
  queryKey: [KEYS.agents, 'sessions'],
  queryFn: () => call(agentActivity.sessions),
  refetchInterval: ACTIVITY_EVERY_MS,
});

export const agentStatsQuery = queryOptions({
  queryKey: [KEYS.agents, 'stats'],
  queryFn: () => call(agentActivity.stats),
  refetchInterval: ACTIVITY_EVERY_MS,
});

export const agentKeysQuery = queryOptions({
  queryKey: [KEYS.agents, 'keys'],
  queryFn: () => call(agentKeys.list),
  refetchInterval: KEYS_EVERY_MS,
});

/** The tools there are; they change with the version of the server only. */
export const catalogueQuery = queryOptions({
  queryKey: ['agent-tools'],
  queryFn: () => call(agentKeys.tools),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Stored calls and what is counted of them. */
export const LOG_KEY = [KEYS.agents, 'log'] as const;
export const LOG_STATS_KEY = [KEYS.agents, 'log-stats'] as const;

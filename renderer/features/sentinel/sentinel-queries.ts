import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { sentinel, sentinelModel, type SentinelRun } from '../../../server/contract/agents/sentinel.ts';
import type { QueryOf, ResponseOf } from '../../../server/contract/endpoint.ts';
import { call } from '../../api/client.ts';
import { every, KEYS } from '../../api/queries.ts';

/** While somebody works on a run, events alone are not relied on. */
const BUSY_EVERY_MS = 10_000;
const IDLE_EVERY_MS = 30_000;
/** Runs of the overview. */
const LATEST = 8;
/** Runs of one page of the history. */
export const PAGE = 50;
/** The most the server gives at once. */
const CHUNK = 200;
/** Runs a search goes through at most. */
const SEARCHED_MOST = 2000;

export type SentinelAnswer = ResponseOf<typeof sentinel.config>;
export type RunList = ResponseOf<typeof sentinel.runs>;
export type RunStats = RunList['stats'];

/** Which runs are asked for; the time is in UTC. */
export type RunWish = Pick<QueryOf<typeof sentinel.runs>, 'trigger' | 'since'>;

const RUNS = [KEYS.sentinel, 'runs'] as const;

function pace(list: RunList | undefined): number {
  return (list?.stats.pending ?? 0) > 0 ? BUSY_EVERY_MS : every(IDLE_EVERY_MS);
}

export function isUnderWay({ outcome }: Pick<SentinelRun, 'outcome'>): boolean {
  return outcome === 'pending' || outcome === 'running';
}

/** The rules, the plan and who would work on a run. */
export const sentinelQuery = queryOptions({
  queryKey: [KEYS.sentinel, 'config'],
  queryFn: () => call(sentinel.config),
  refetchInterval: () => every(IDLE_EVERY_MS),
});

/** The newest runs, with figures of all of them. */
export const latestRunsQuery = queryOptions({
  queryKey: [...RUNS, 'latest'],
  queryFn: () => call(sentinel.runs, { query: { limit: LATEST, offset: 0 } }),
  refetchInterval: ({ state }) => pace(state.data),
});

/** One page of the history, newest first. */
export const runsQuery = (wish: RunWish, offset: number) =>
  queryOptions({
    queryKey: [...RUNS, 'page', wish, offset],
    queryFn: () => call(sentinel.runs, { query: { ...wish, limit: PAGE, offset } }),
    refetchInterval: ({ state }) => pace(state.data),
  });

async function everyRun(wish: RunWish): Promise<RunList> {
  const found = new Map<string, SentinelRun>();
  for (let offset = 0; ; offset += CHUNK) {
    const list = await call(sentinel.runs, { query: { ...wish, limit: CHUNK, offset } });
    // What begins meanwhile moves the later ones on.
    for (const run of list.runs) found.set(run.id, run);
    const next = offset + CHUNK;
    if (list.runs.length === 0 || next >= Math.min(list.total, SEARCHED_MOST)) {
      return { ...list, runs: [...found.values()] };
    }
  }
}

/** All runs of a period, up to 2000, to be searched in. */
export const everyRunQuery = (wish: RunWish) =>
  queryOptions({ queryKey: [...RUNS, 'every', wish], queryFn: () => everyRun(wish) });

/** One run with the tools it used. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.sentinel, 'run', id],
    queryFn: () => call(sentinel.run, { params: { run_id: id } }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data) ? BUSY_EVERY_MS : every(IDLE_EVERY_MS),
  });

/** The model of the built-in investigator. */
export const modelQuery = queryOptions({
  queryKey: [KEYS.sentinel, 'model'],
  queryFn: () => call(sentinelModel.get),
});

function withStarted(list: RunList, run: SentinelRun): RunList {
  if (list.runs.some(({ id }) => id === run.id)) return list;
  const { stats } = list;
  return {
    runs: [run, ...list.runs].slice(0, LATEST),
    total: list.total + 1,
    stats: {
      ...stats,
      runs_today: stats.runs_today + 1,
      runs_total: stats.runs_total + 1,
      runs_this_month: stats.runs_this_month + 1,
      pending: stats.pending + 1,
      remaining_this_month: Math.max(0, stats.remaining_this_month - 1),
    },
  };
}

/** Puts a run that was just started on top and counts it, until the server's own figures arrive. */
export async function keepStarted(client: QueryClient, run: SentinelRun): Promise<void> {
  await client.cancelQueries({ queryKey: RUNS });
  client.setQueryData(latestRunsQuery.queryKey, (list) => list && withStarted(list, run));
  void client.invalidateQueries({ queryKey: RUNS });
}

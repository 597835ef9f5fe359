import {
  infiniteQueryOptions,
  type InfiniteData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import type { ResponseOf } from '../../../server/contract/endpoint.ts';
import { incidents, type IncidentDetail } from '../../../server/contract/incidents/incidents.ts';
import { call } from '../../api/client.ts';
import { every, KEYS } from '../../api/queries.ts';

const PAGE = 100;
const EVERY_MS = 10_000;

export type ListState = 'open' | 'all';
type ListPage = ResponseOf<typeof incidents.list>;

const LISTS = [KEYS.incidents, 'list'] as const;

/** Incidents a page at a time, newest first. */
export const incidentsQuery = (state: ListState) =>
  infiniteQueryOptions({
    queryKey: [...LISTS, state],
    queryFn: ({ pageParam }) =>
      call(incidents.list, {
        query: { limit: PAGE, offset: pageParam, ...(state === 'open' ? { status: 'open' } : {}) },
      }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, total, incidents: page }) =>
      offset + page.length < total && page.length > 0 ? offset + page.length : undefined,
    refetchInterval: () => every(EVERY_MS),
  });

export const countsQuery = queryOptions({
  queryKey: [KEYS.incidents, 'counts'],
  queryFn: () => call(incidents.counts),
  refetchInterval: () => every(EVERY_MS),
});

/** One incident with its evidence. */
export const incidentQuery = (id: number) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'one', id],
    queryFn: () => call(incidents.get, { params: { incident_id: id } }),
    refetchInterval: () => every(EVERY_MS),
  });

/** The changes of one incident, newest first. */
export const revisionsQuery = (id: number) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'revisions', id],
    queryFn: async () => (await call(incidents.revisions, { params: { incident_id: id } })).revisions,
  });

/** The key that exports are signed with. */
export const signingKeyQuery = queryOptions({
  queryKey: ['incident-signing-key'],
  queryFn: () => call(incidents.signingKey),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Takes over the server's answer to a change, and has everything that may show it asked for again. */
export async function keepChanged(client: QueryClient, detail: IncidentDetail): Promise<void> {
  client.setQueryData(incidentQuery(detail.id).queryKey, detail);
  await client.invalidateQueries({ queryKey: [KEYS.incidents] });
}

/** Takes a deleted incident out of the lists without asking for them again. */
export function forgetIncident(client: QueryClient, id: number): void {
  client.setQueriesData<InfiniteData<ListPage, number>>(
    { queryKey: LISTS },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => {
          const kept = page.incidents.filter((incident) => incident.id !== id);
          return { ...page, total: page.total - (page.incidents.length - kept.length), incidents: kept };
        }),
      },
  );
  client.removeQueries({ queryKey: incidentQuery(id).queryKey });
  client.removeQueries({ queryKey: revisionsQuery(id).queryKey });
  void client.invalidateQueries({ queryKey: countsQuery.queryKey });
}

import { queryOptions } from '@tanstack/react-query';
import { system } from '../../../server/contract/system.ts';
import { call } from '../../api/client.ts';

const EVERY_MS = 15_000;

/** The state of every part of the server. */
export const healthQuery = queryOptions({
  queryKey: ['health-detailed'],
  queryFn: () => call(system.detailed),
  refetchInterval: EVERY_MS,
});

/** How the background tasks fare. */
export const loopsQuery = queryOptions({
  queryKey: ['loops'],
  queryFn: () => call(system.loops),
  refetchInterval: EVERY_MS,
});

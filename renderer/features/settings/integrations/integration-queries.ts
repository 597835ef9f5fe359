import { queryOptions } from '@tanstack/react-query';
import { integrationKeys } from '../../../../server/contract/integration/integration.ts';
import { call } from '../../../api/client.ts';

const KEYS_EVERY_MS = 30_000;

export const integrationKeysQuery = queryOptions({
  queryKey: ['integration-keys'],
  queryFn: () => call(integrationKeys.list),
  refetchInterval: KEYS_EVERY_MS,
});

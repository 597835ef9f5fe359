import { queryOptions } from '@tanstack/react-query';
import { webhooks } from '../../../../server/contract/notifications/webhooks.ts';
import { call } from '../../../api/client.ts';
import { KEYS } from '../../../api/queries.ts';

/** A safety net where events do not get through. */
export const LOG_EVERY_MS = 30_000;

/** What came of the last message is part of a webhook, so news of deliveries refresh this, too. */
export const webhooksQuery = queryOptions({
  queryKey: [KEYS.deliveries, 'webhooks'],
  queryFn: () => call(webhooks.list),
  refetchInterval: LOG_EVERY_MS,
});

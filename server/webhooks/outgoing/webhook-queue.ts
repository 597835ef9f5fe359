import type { Clock } from '../../clock.ts';
import type { FollowUp } from '../../notifications/notifier.ts';
import { insertDeliveries } from './delivery-repository.ts';
import { wants } from './wanted-kinds.ts';
import { notificationMessage } from './webhook-message.ts';
import { listEndpoints } from './webhook-repository.ts';

export interface WebhookQueueDeps {
  readonly clock: Clock;
  /** Base of links to this installation. */
  readonly linkBase: () => string;
}

/** Follow-up of a notification: one message for each endpoint that is on and wants its kind. */
export function queueWebhooks(deps: WebhookQueueDeps): FollowUp {
  return async (tx, stored) => {
    const endpoints = await listEndpoints(tx, stored.orgId);
    const wanting = endpoints.filter(({ enabled, kinds }) => enabled && wants(kinds, stored.kind));
    if (wanting.length === 0) return;
    const now = deps.clock.now();
    const rows = wanting.map(({ id: endpointId }) => {
      const { messageId, payload } = notificationMessage(stored, deps.linkBase());
      const { orgId, kind, id: notificationId } = stored;
      return {
        messageId,
        payload,
        orgId,
        endpointId,
        notificationId,
        kind,
        nextAttemptAt: now,
        createdAt: now,
      };
    });
    await insertDeliveries(tx, rows);
  };
}

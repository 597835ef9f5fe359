import type { QueryOf, ResponseOf } from '../../contract/endpoint.ts';
import type { WebhookDelivery, webhooks } from '../../contract/notifications/webhooks.ts';
import { AppError } from '../../http/app-error.ts';
import {
  countDeliveries,
  findDelivery,
  insertDelivery,
  listDeliveries,
  queueAgain,
  type DeliveryRow,
} from './delivery-repository.ts';
import { publishDeliveries } from './publish-deliveries.ts';
import { deliver } from './sending/deliver.ts';
import type { Outcome } from './sending/webhook-request.ts';
import { testMessage } from './webhook-message.ts';
import { requireWebhook, type WebhookDeps } from './webhook-service.ts';

/** Kind of the messages of the test button in the log. */
const TEST_KIND = 'test';

/** Messages of a webhook, newest first. 404 for an unknown webhook. */
export async function deliveryViews(
  deps: WebhookDeps,
  orgId: string,
  id: string,
  page: QueryOf<typeof webhooks.deliveries>,
): Promise<ResponseOf<typeof webhooks.deliveries>> {
  await requireWebhook(deps, orgId, id);
  const rows = await listDeliveries(deps.db.read, id, page);
  return { total: await countDeliveries(deps.db.read, id), deliveries: rows.map(viewOf) };
}

/** Sends a signed test message once, now, also when the webhook is off. 404 for an unknown webhook. */
export async function sendTest(
  deps: WebhookDeps,
  orgId: string,
  id: string,
): Promise<ResponseOf<typeof webhooks.test>> {
  const endpoint = await requireWebhook(deps, orgId, id);
  const now = deps.clock.now();
  const row = await deps.db.write((tx) =>
    insertDelivery(tx, {
      ...testMessage(now, deps.linkBase()),
      orgId,
      endpointId: id,
      kind: TEST_KIND,
      status: 'sending',
      lastAttemptAt: now,
      nextAttemptAt: now,
      createdAt: now,
    }),
  );
  const outcome = await deliver(deps, { row, endpoint, once: true }, new AbortController().signal);
  publishDeliveries(deps.publish, orgId);
  return { delivered: outcome?.verdict === 'delivered', message: sentenceOf(outcome) };
}

/** Queues a message that failed once more, under its former id. 404 when it is unknown, 409 when it did not fail. */
export async function resendDelivery(
  deps: WebhookDeps,
  orgId: string,
  { webhookId, deliveryId }: { readonly webhookId: string; readonly deliveryId: number },
): Promise<void> {
  const { enabled } = await requireWebhook(deps, orgId, webhookId);
  if (!enabled) {
    throw AppError.coded(409, 'webhook_off', 'This webhook is switched off. Switch it on first.');
  }
  await deps.db.write(async (tx) => {
    const row = await findDelivery(tx, webhookId, deliveryId);
    if (row === undefined) throw AppError.plain(404, 'Message not found');
    if (row.status !== 'failed') {
      throw AppError.coded(409, 'not_failed', 'Only a message that failed can be sent once more.');
    }
    await queueAgain(tx, deliveryId, deps.clock.now());
  });
  publishDeliveries(deps.publish, orgId);
}

function sentenceOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'The server is stopping.';
  return outcome.error ?? `The receiver took it and answered ${outcome.status ?? 'nothing'}.`;
}

const STATUSES: readonly WebhookDelivery['status'][] = ['pending', 'sending', 'delivered', 'failed'];

function viewOf(row: DeliveryRow): WebhookDelivery {
  const { id, kind, attempts, error } = row;
  return {
    id,
    message_id: row.messageId,
    kind,
    status: STATUSES.find((known) => known === row.status) ?? 'failed',
    attempts,
    response_status: row.responseStatus,
    error,
    created_at: row.createdAt.toISOString(),
    next_attempt_at: row.status === 'pending' ? row.nextAttemptAt.toISOString() : null,
    delivered_at: row.deliveredAt?.toISOString() ?? null,
  };
}

import { MAX_WEBHOOK_ENDPOINTS, webhooks } from '../../contract/notifications/webhooks.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { deliveryViews, resendDelivery, sendTest } from './delivery-service.ts';
import {
  createWebhook,
  removeWebhook,
  rotateSecret,
  updateWebhook,
  webhookViews,
  type WebhookDeps,
} from './webhook-service.ts';

export function webhookRoutes(binder: RouteBinder, deps: WebhookDeps): void {
  binder.bind(webhooks.list, async ({ principal }) => {
    return { webhooks: await webhookViews(deps, principal.orgId), max: MAX_WEBHOOK_ENDPOINTS };
  });

  binder.bind(webhooks.create, (call) => createWebhook(deps, call, call.body));

  binder.bind(webhooks.update, (call) => updateWebhook(deps, call, call.params.webhook_id, call.body));

  binder.bind(webhooks.remove, async (call) => {
    await removeWebhook(deps, call, call.params.webhook_id);
    return { success: true as const };
  });

  binder.bind(webhooks.rotate, async (call) => {
    return { secret: await rotateSecret(deps, call, call.params.webhook_id) };
  });

  binder.bind(webhooks.test, ({ principal, params }) => sendTest(deps, principal.orgId, params.webhook_id));

  binder.bind(webhooks.deliveries, ({ principal, params, query }) =>
    deliveryViews(deps, principal.orgId, params.webhook_id, query),
  );

  binder.bind(webhooks.resend, async ({ principal, params }) => {
    const ids = { webhookId: params.webhook_id, deliveryId: params.delivery_id };
    await resendDelivery(deps, principal.orgId, ids);
    return { success: true as const };
  });
}

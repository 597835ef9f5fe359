import { incomingWebhooks } from '../../contract/notifications/webhooks.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { clerkEffects, type ClerkMessageDeps } from './clerk-message-service.ts';
import {
  handleMessage,
  receiveClerk,
  receiveResend,
  type IncomingWebhookDeps,
} from './incoming-webhook-service.ts';
import { resendEffects, type ResendMessageDeps } from './resend-message-service.ts';

export type IncomingWebhookRoutesDeps = IncomingWebhookDeps & ClerkMessageDeps & ResendMessageDeps;

/** Binds the two routes that providers send their messages to. */
export function incomingWebhookRoutes(binder: RouteBinder, deps: IncomingWebhookRoutesDeps): void {
  binder.bind(incomingWebhooks.clerk, async ({ request }) =>
    handleMessage(deps, await receiveClerk(deps, request), (message) => clerkEffects(deps, message)),
  );
  binder.bind(incomingWebhooks.resend, async ({ request }) =>
    handleMessage(deps, await receiveResend(deps, request), (message) => resendEffects(deps, message)),
  );
}

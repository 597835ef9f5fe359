import { inbox } from '../../contract/notifications/inbox.ts';
import { openEventStream, type EventStreamDeps } from '../../events/event-stream.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { planLimits } from '../../plans/plan-limits.ts';
import { clearAll, inboxPage, markViewed, unreadCount, type InboxDeps } from './inbox-service.ts';
import { requestPromotion, type PromotionDeps } from './promotion-request.ts';

export type InboxRoutesDeps = InboxDeps & PromotionDeps & EventStreamDeps;

/** The inbox behind the bell. */
export function inboxRoutes(binder: RouteBinder, deps: InboxRoutesDeps): void {
  binder.bind(inbox.list, ({ principal, query }) => inboxPage(deps, principal, query));

  binder.bind(inbox.unreadCount, ({ principal }) => unreadCount(deps, principal));

  binder.bind(inbox.markViewed, async ({ principal }) => {
    const now = await markViewed(deps, principal);
    return { success: true as const, last_viewed_at: now.toISOString() };
  });

  binder.bind(inbox.clearAll, async (call) => {
    const now = (await clearAll(deps, call)).toISOString();
    return { success: true as const, cleared_at: now, last_viewed_at: now };
  });

  binder.bind(inbox.requestPromotion, async (call) => ({
    success: true as const,
    message: await requestPromotion(deps, call),
  }));

  binder.bind(inbox.stream, ({ principal, request, response }) => {
    const max = planLimits(principal.plan).maxSseSubscribers;
    openEventStream(deps, { request, response, principal, channel: 'notifications', max });
    return undefined;
  });
}

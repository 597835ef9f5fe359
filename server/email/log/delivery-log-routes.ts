import { sendCsv } from '../../audit/download.ts';
import { mail } from '../../contract/notifications/email.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { deliveriesCsv, deliveriesOf, type DeliveryLogDeps } from './delivery-log-service.ts';
import { deliveryStats } from './delivery-stats-service.ts';

/** Binds the delivery log of mails, as JSON pages or one CSV file, and its statistics. */
export function deliveryLogRoutes(binder: RouteBinder, deps: DeliveryLogDeps): void {
  binder.bind(mail.deliveries, async ({ principal: { orgId }, query, response }) => {
    if (query.format === 'json') return deliveriesOf(deps, orgId, query);
    const name = { prefix: 'mail-log', orgId, now: deps.clock.now() };
    await sendCsv(response, name, deliveriesCsv(deps, orgId, query));
    // The file is the answer; the binder adds nothing to an ended response.
    const { limit, offset } = query;
    return { preparing: 0, waiting: [], total: 0, limit, offset, deliveries: [] };
  });
  binder.bind(mail.deliveryStats, ({ principal, query }) => deliveryStats(deps, principal.orgId, query.days));
}

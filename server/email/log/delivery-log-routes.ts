import { mail } from '../../contract/notifications/email.ts';
import type { Database } from '../../db/database.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { deliveriesOf } from './delivery-log-service.ts';

/** Binds the delivery log of mails. */
export function deliveryLogRoutes(binder: RouteBinder, deps: { readonly db: Database }): void {
  binder.bind(mail.deliveries, ({ principal, query }) => deliveriesOf(deps.db, principal.orgId, query));
}

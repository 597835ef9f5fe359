import type { Publish } from '../../events/event-hub.ts';

/** Tells an organisation's administrators that a webhook or what was sent to it changed. Call after the commit. */
export function publishDeliveries(publish: Publish, orgId: string): void {
  publish({ orgId, audience: 'admin', message: { type: 'changed', what: 'deliveries' } });
}

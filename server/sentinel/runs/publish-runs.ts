import type { Publish } from '../../events/event-hub.ts';

/** Tells administrators' dashboards to ask for the organization's runs again. */
export function publishRuns(publish: Publish, orgId: string): void {
  publish({ orgId, audience: 'admin', message: { type: 'changed', what: 'sentinel' } });
}

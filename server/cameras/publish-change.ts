import type { Publish } from '../events/event-hub.ts';

/** Tells an organisation's dashboards that something of these kinds was added, changed or removed. */
export function publishChanged(
  publish: Publish,
  orgId: string,
  kinds: readonly ('cameras' | 'groups')[],
): void {
  for (const what of kinds) publish({ orgId, audience: 'all', message: { type: 'changed', what } });
}

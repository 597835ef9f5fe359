import { snoozes } from '../../contract/notifications/inbox.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { endSnooze, listSnoozes, snooze, type SnoozeDeps } from './snooze-service.ts';

/** Cameras and groups that stay quiet for a while. */
export function snoozeRoutes(binder: RouteBinder, deps: SnoozeDeps): void {
  binder.bind(snoozes.list, async ({ principal }) => ({
    snoozes: await listSnoozes(deps, principal.orgId),
  }));

  binder.bind(snoozes.set, (call) => snooze(deps, call, call.body));

  binder.bind(snoozes.end, async (call) => {
    await endSnooze(deps, call, call.params.snooze_id);
    return { success: true as const };
  });
}

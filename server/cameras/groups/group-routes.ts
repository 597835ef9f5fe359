import { groups } from '../../contract/fleet/groups.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { assignGroup, createGroup, deleteGroup, groupViews, type GroupDeps } from './group-service.ts';

export function groupRoutes(binder: RouteBinder, deps: GroupDeps): void {
  binder.bind(groups.list, ({ principal }) => groupViews(deps, principal.orgId));

  binder.bind(groups.create, async ({ principal, body }) => {
    const id = await createGroup(deps, principal.orgId, body);
    return { success: true as const, id, name: body.name };
  });

  binder.bind(groups.delete, async ({ principal, params }) => {
    const deleted = await deleteGroup(deps, principal.orgId, params.group_id);
    return { success: true as const, deleted };
  });

  binder.bind(groups.assign, async ({ principal, params, query }) => {
    await assignGroup(deps, principal.orgId, params.camera_id, query.group_id);
    return { success: true as const, camera_id: params.camera_id, group_id: query.group_id ?? null };
  });
}

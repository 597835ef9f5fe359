import { nodes } from '../contract/fleet/nodes.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { planInfo, type PlanInfoDeps } from './plan-info-service.ts';

export function planRoutes(binder: RouteBinder, deps: PlanInfoDeps): void {
  binder.bind(nodes.plan, ({ principal }) => planInfo(deps, principal));
}

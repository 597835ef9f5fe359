import { nodes } from '../contract/nodes.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { planInfo, type PlanRoutesDeps } from './plan-info-service.ts';

export type { PlanRoutesDeps };

export function planRoutes(binder: RouteBinder, deps: PlanRoutesDeps): void {
  binder.bind(nodes.plan, ({ principal }) => planInfo(deps, principal));
}

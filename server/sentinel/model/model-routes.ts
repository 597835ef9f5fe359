import { sentinelModel } from '../../contract/agents/sentinel.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { changeModel, modelOf, type ModelSettingsDeps } from './model-settings-service.ts';
import { testModel, type ModelTestDeps } from './model-test-service.ts';

export type ModelRoutesDeps = ModelSettingsDeps & ModelTestDeps;

/** Binds `/api/sentinel/model`. */
export function modelRoutes(binder: RouteBinder, deps: ModelRoutesDeps): void {
  binder.bind(sentinelModel.get, ({ principal }) => modelOf(deps, principal.orgId));
  binder.bind(sentinelModel.set, (call) => changeModel(deps, call, call.body));
  binder.bind(sentinelModel.test, ({ principal }) => testModel(deps, principal.orgId));
}

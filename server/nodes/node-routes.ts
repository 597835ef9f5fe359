import { nodes } from '../contract/fleet/nodes.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import type { PlanInfoDeps } from '../plans/plan-info-service.ts';
import { planRoutes } from '../plans/plan-routes.ts';
import { nodeProtocolRoutes, type NodeProtocolDeps } from './node-protocol-routes.ts';
import { deleteNode, type NodeRemovalDeps } from './node-removal.ts';
import {
  connectedNodes,
  createNode,
  nodeList,
  nodeView,
  rotateNodeKey,
  type NodeServiceDeps,
} from './node-service.ts';

export type NodeRoutesDeps = NodeServiceDeps & NodeRemovalDeps & NodeProtocolDeps & PlanInfoDeps;

/** Everything under `/api/nodes`. Fixed paths come before `{node_id}`, which would match them too. */
export function nodeRoutes(binder: RouteBinder, deps: NodeRoutesDeps): void {
  planRoutes(binder, deps);
  nodeProtocolRoutes(binder, deps);

  binder.bind(nodes.list, ({ principal }) => nodeList(deps, principal.orgId));

  binder.bind(nodes.create, async (call) => {
    const { nodeId, name, apiKey, warning } = await createNode(deps, call, call.body.name);
    return { success: true as const, node_id: nodeId, name, api_key: apiKey, warning };
  });

  binder.bind(nodes.wsStatus, ({ principal }) => {
    const connected = connectedNodes(deps, principal.orgId);
    return { connected_nodes: connected, count: connected.length };
  });

  binder.bind(nodes.get, ({ principal, params }) => nodeView(deps, principal.orgId, params.node_id));

  binder.bind(nodes.delete, async (call) => {
    const wiped = await deleteNode(deps, call, call.params.node_id);
    return { success: true as const, deleted: call.params.node_id, node_wiped: wiped };
  });

  binder.bind(nodes.rotateKey, async (call) => {
    const nodeId = call.params.node_id;
    const { apiKey, rotatedAt, warning } = await rotateNodeKey(deps, call, nodeId);
    const rotated = rotatedAt.toISOString();
    return { success: true as const, node_id: nodeId, api_key: apiKey, key_rotated_at: rotated, warning };
  });
}

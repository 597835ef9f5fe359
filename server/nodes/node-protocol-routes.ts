import { nodeProtocol } from '../contract/fleet/nodes.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { requireNode } from './node-auth.ts';
import { decommissionNode, type NodeRemovalDeps } from './node-removal.ts';
import { readNode } from './node-repository.ts';
import { heartbeat, type HeartbeatDeps } from './reports/heartbeat-service.ts';
import { registerNode, type RegisterDeps } from './reports/register-service.ts';

export type NodeProtocolDeps = RegisterDeps & HeartbeatDeps & NodeRemovalDeps;

/** What nodes themselves call. */
export function nodeProtocolRoutes(binder: RouteBinder, deps: NodeProtocolDeps): void {
  binder.bind(nodeProtocol.validate, async ({ nodeKey, body }) => {
    const owner = await requireNode(deps, body.node_id, nodeKey);
    const name = (await readNode(deps.db.read, owner))?.name ?? '';
    return { success: true as const, node_id: owner.nodeId, name };
  });

  binder.bind(nodeProtocol.register, ({ nodeKey, body }) => registerNode(deps, nodeKey, body));

  binder.bind(nodeProtocol.heartbeat, ({ nodeKey, body }) => heartbeat(deps, nodeKey, body));

  binder.bind(nodeProtocol.decommission, async ({ nodeKey, address }) => ({
    success: true as const,
    deleted: await decommissionNode(deps, nodeKey, address),
  }));
}

import { z } from 'zod';
import type { CameraServiceDeps } from '../../cameras/camera-service.ts';
import { listedNode, node, type ListedNode } from '../../contract/fleet/nodes.ts';
import { nodeList, nodeView, type NodeServiceDeps } from '../../nodes/node-service.ts';
import { countedByCameras, READS, quoted, visibleCameras } from './camera-access.ts';
import { defineTool, ToolFailure, type Tool, type ToolCaller } from './tool.ts';

export type NodeToolsDeps = CameraServiceDeps & NodeServiceDeps;

/** The computers that run the cameras. */
export function nodeTools(deps: NodeToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'list_nodes',
      title: 'List camera nodes',
      description:
        'Lists the computers that cameras are attached to: status, last contact, program version, storage and number of cameras. Look here when several cameras of one node are offline.',
      category: 'system',
      hints: READS,
      input: z.strictObject({}),
      output: listedNode,
      run: async (caller) => ({ kind: 'list', values: await visibleNodes(deps, caller) }),
    }),
    defineTool({
      name: 'get_node',
      title: 'Get one camera node',
      description:
        'Returns one node: status, last contact, address, storage and the last refused registration. Use it to find out why a camera has no picture.',
      category: 'system',
      hints: READS,
      input: z.strictObject({ node_id: z.string().describe('A node_id from list_nodes or list_cameras') }),
      output: node,
      run: async (caller, { node_id }) => {
        const listed = (await visibleNodes(deps, caller)).find((found) => found.node_id === node_id);
        if (listed === undefined) {
          throw new ToolFailure(
            `There is no node with the id ${quoted(node_id)}. Call list_nodes and use a node_id from its answer.`,
          );
        }
        const value = await nodeView(deps, caller.orgId, node_id);
        return { kind: 'object', value: { ...value, camera_count: listed.camera_count } };
      },
    }),
  ];
}

/** A limited caller sees the nodes of its cameras, and only these cameras are counted. */
export async function visibleNodes(deps: NodeToolsDeps, caller: ToolCaller): Promise<ListedNode[]> {
  const nodes = await nodeList(deps, caller.orgId);
  if (!caller.cameras.limited) return nodes;
  const cameras = Map.groupBy(await visibleCameras(deps, caller), (camera) => camera.node_id);
  return countedByCameras(nodes, ({ node_id }) => cameras.get(node_id)?.length ?? 0);
}

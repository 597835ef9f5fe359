import { z } from 'zod';
import type { PlanService } from '../../plans/plan-service.ts';
import { READS, visibleCameras } from './camera-access.ts';
import { visibleNodes, type NodeToolsDeps } from './node-tools.ts';
import { defineTool, type Tool } from './tool.ts';

export type SystemToolsDeps = NodeToolsDeps & { readonly plans: Pick<PlanService, 'nominal'> };

const presence = z.object({
  total: z.number().int(),
  online: z.number().int(),
  offline: z.number().int(),
});
const systemStatus = z.object({
  org_id: z.string(),
  /** Slug of the plan that was bought. */
  plan: z.string(),
  /** A camera with a fault that its node reports is online. */
  cameras: presence,
  /** A node that never registered is offline. */
  nodes: presence,
});

/** The installation at a glance. */
export function systemTools(deps: SystemToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'get_system_status',
      title: 'Get the state of the system',
      description:
        'Returns how many cameras and nodes there are, how many of them are online, and the plan. For which one is offline, and why, call list_cameras or list_nodes.',
      category: 'system',
      hints: READS,
      input: z.strictObject({}),
      output: systemStatus,
      run: async (caller) => {
        const cameras = await visibleCameras(deps, caller);
        const nodes = await visibleNodes(deps, caller);
        const plan = await deps.plans.nominal(caller.orgId);
        const value = {
          org_id: caller.orgId,
          plan,
          cameras: presenceOf(cameras, ['offline']),
          nodes: presenceOf(nodes, ['offline', 'pending']),
        };
        return { kind: 'object', value };
      },
    }),
  ];
}

function presenceOf(things: readonly { readonly status: string }[], away: readonly string[]) {
  const online = things.filter(({ status }) => !away.includes(status)).length;
  return { total: things.length, online, offline: things.length - online };
}

import { motion } from '../contract/fleet/motion.ts';
import { openEventStream, type EventStreamDeps } from '../events/event-stream.ts';
import { AppError } from '../http/app-error.ts';
import { readJson } from '../http/request/json-body.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { planLimits } from '../plans/plan-limits.ts';
import { readMotion } from './motion-reading.ts';
import { isMotionWanted, motionPage, motionStats, recordMotion, type MotionDeps } from './motion-service.ts';

export interface MotionRoutesDeps extends MotionDeps, EventStreamDeps {
  /** The node behind a raw key; throws 401 for a key no node has. */
  readonly keys: {
    require(rawKey: string): { readonly nodeId: string; readonly orgId: string };
  };
  readonly directory: {
    get(
      cameraId: string,
    ): { readonly cameraId: string; readonly nodeId: string; readonly orgId: string } | undefined;
  };
}

/** Motion reports of nodes, and what people see of them. */
export function motionRoutes(binder: RouteBinder, deps: MotionRoutesDeps): void {
  binder.bind(motion.report, async ({ nodeKey, params, request }) => {
    const owner = deps.keys.require(nodeKey);
    const camera = deps.directory.get(params.camera_id);
    if (camera === undefined || camera.nodeId !== owner.nodeId || camera.orgId !== owner.orgId) {
      throw AppError.plain(404, 'This node has no such camera.');
    }
    if (!(await isMotionWanted(deps, owner.orgId))) {
      return { success: true as const, ingested: false, reason: 'ingestion_disabled' };
    }
    const body = await readJson(request);
    if (!body.ok) throw AppError.plain(400, 'The request body is not valid JSON.');
    const reading = readMotion(body.value, deps.clock.now());
    // A report without a usable score is dropped, and the node is not bothered with it: it could do nothing about it.
    if (reading !== undefined) {
      const { orgId, cameraId, nodeId } = camera;
      await recordMotion(deps, { orgId, cameraId, nodeId }, reading);
    }
    return { success: true as const, ingested: true };
  });

  binder.bind(motion.events, async ({ principal, query }) => {
    const { hours, limit, offset, camera_id: cameraId } = query;
    const page = await motionPage(deps, { orgId: principal.orgId, cameraId, hours, limit, offset });
    return { ...page, limit, offset, hours };
  });

  binder.bind(motion.stats, async ({ principal, query: { hours } }) => ({
    hours,
    cameras: await motionStats(deps, { orgId: principal.orgId, hours }),
  }));

  binder.bind(motion.stream, ({ principal, request, response }) => {
    const max = planLimits(principal.plan).maxSseSubscribers;
    openEventStream(deps, { request, response, principal, channel: 'motion', max });
    return undefined;
  });
}

import { z } from 'zod';
import { accessStats } from '../../audit/access-stats-service.ts';
import { accessPage } from '../../audit/audit-service.ts';
import type { CameraServiceDeps } from '../../cameras/camera-service.ts';
import { streamAccess, type StreamAccess } from '../../contract/audit.ts';
import {
  accessesOfCameras,
  countAccessesOfCameras,
  type AccessCount,
  type AccessRow,
} from './access-repository.ts';
import { READS, visibleCameraIds } from './camera-access.ts';
import { defineTool, type Tool, type ToolCaller } from './tool.ts';

const DAY_MS = 86_400_000;
/** Busiest cameras and people in the statistics. */
const TOP = 10;

const streamStats = z.object({
  days: z.number().int(),
  total_views: z.number().int(),
  /** The ten busiest, most views first. */
  by_camera: z.array(z.object({ camera_id: z.string(), views: z.number().int() })),
  by_user: z.array(z.object({ user_id: z.string(), email: z.string(), views: z.number().int() })),
});
type StreamStats = z.infer<typeof streamStats>;

/** Who watched which camera. */
export function logTools(deps: CameraServiceDeps): Tool[] {
  return [
    defineTool({
      name: 'get_stream_logs',
      title: 'Get the log of live views',
      description:
        'Lists who opened which live stream, from where and when, newest first. For totals over days call get_stream_stats.',
      category: 'system',
      hints: READS,
      input: z.strictObject({
        camera_id: z.string().nullable().default(null).describe('Only this camera; null for every camera'),
        limit: z.int().min(1).max(500).default(50).describe('How many rows at most'),
      }),
      output: streamAccess,
      run: async (caller, { camera_id, limit }) => ({
        kind: 'list',
        values: await accesses(deps, caller, camera_id || undefined, limit),
      }),
    }),
    defineTool({
      name: 'get_stream_stats',
      title: 'Get statistics of live views',
      description:
        'Counts live views of the last days by camera and by person, the busiest first. For single views call get_stream_logs.',
      category: 'system',
      hints: READS,
      input: z.strictObject({ days: z.int().min(1).max(30).default(7).describe('How many days back') }),
      output: streamStats,
      run: async (caller, { days }) => ({ kind: 'object', value: await stats(deps, caller, days) }),
    }),
  ];
}

async function accesses(
  deps: CameraServiceDeps,
  caller: ToolCaller,
  cameraId: string | undefined,
  limit: number,
): Promise<readonly StreamAccess[]> {
  const { orgId } = caller;
  const visible = visibleCameraIds(caller);
  if (visible === undefined) return (await accessPage(deps, orgId, { cameraId, limit, offset: 0 })).logs;
  const wanted = cameraId === undefined ? visible : visible.filter((id) => id === cameraId);
  return (await accessesOfCameras(deps.db.read, { orgId }, wanted, limit)).map(onWire);
}

function onWire(row: AccessRow): StreamAccess {
  return {
    id: row.id,
    user_id: row.userId,
    user_email: row.userEmail,
    org_id: row.orgId,
    camera_id: row.cameraId,
    node_id: row.nodeId,
    ip_address: row.ipAddress,
    accessed_at: row.accessedAt.toISOString(),
  };
}

async function stats(deps: CameraServiceDeps, caller: ToolCaller, days: number): Promise<StreamStats> {
  const { orgId } = caller;
  const visible = visibleCameraIds(caller);
  if (visible !== undefined) {
    const since = new Date(deps.clock.now().getTime() - days * DAY_MS);
    return summedUp(days, await countAccessesOfCameras(deps.db.read, { orgId, since }, visible));
  }
  const all = await accessStats(deps, orgId, days);
  return {
    days,
    total_views: all.total_accesses,
    by_camera: all.by_camera.map(({ camera_id, count }) => ({ camera_id, views: count })),
    by_user: all.by_user.map(({ user_id, user_email, count }) => ({
      user_id,
      email: user_email,
      views: count,
    })),
  };
}

function summedUp(days: number, counts: readonly AccessCount[]): StreamStats {
  const byCamera = Map.groupBy(counts, ({ cameraId }) => cameraId);
  const byUser = Map.groupBy(counts, ({ userId, userEmail }) => JSON.stringify([userId, userEmail]));
  return {
    days,
    total_views: sum(counts),
    by_camera: [...byCamera]
      .map(([camera_id, part]) => ({ camera_id, views: sum(part) }))
      .toSorted((a, b) => b.views - a.views || (a.camera_id < b.camera_id ? -1 : 1))
      .slice(0, TOP),
    by_user: [...byUser.values()]
      .flatMap((part) =>
        part
          .slice(0, 1)
          .map(({ userId, userEmail }) => ({ user_id: userId, email: userEmail, views: sum(part) })),
      )
      .toSorted((a, b) => b.views - a.views || (a.user_id < b.user_id ? -1 : 1))
      .slice(0, TOP),
  };
}

function sum(counts: readonly AccessCount[]): number {
  return counts.reduce((total, { views }) => total + views, 0);
}

import type { Liveness } from '../cameras/liveness.ts';
import type { Clock } from '../clock.ts';
import type { Database, Queryable } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import type { Transition } from '../notifications/transition-notices.ts';
import {
  markCamerasOffline,
  markNodesOffline,
  silentCameras,
  silentNodes,
} from './offline-sweep-repository.ts';

export interface OfflineSweepDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly liveness: Liveness;
  /** Monotonic time since which this server can hear its nodes. */
  readonly listeningSinceMs: number;
  /** Writes the notification of one transition; never throws. */
  readonly announce: (transition: Transition) => Promise<void>;
  readonly publish: Publish;
}

export interface SweepSummary {
  readonly nodes_flipped: number;
  readonly cameras_flipped: number;
}

const NOTHING: SweepSummary = { nodes_flipped: 0, cameras_flipped: 0 };

/**
 * Marks nodes and cameras offline that were not heard of for 90 s, and tells people once both are stored. A server that
 * has just started judges nobody: it could not have heard them. Rows without any report stay as they are.
 */
export async function sweepOffline(deps: OfflineSweepDeps): Promise<SweepSummary> {
  const limitMs = deps.liveness.silenceLimitMs;
  if (deps.clock.monotonicMs() - deps.listeningSinceMs < limitMs) return NOTHING;
  const cutoff = new Date(deps.clock.now().getTime() - limitMs);
  const first = await findSilent(deps, deps.db.read, cutoff);
  if (first.nodes.length === 0 && first.cameras.length === 0) return NOTHING;
  const { nodes, cameras } = await deps.db.write(async (tx) => {
    // Read again: a heartbeat may have been stored since.
    const silent = await findSilent(deps, tx, cutoff);
    await markNodesOffline(
      tx,
      silent.nodes.map(({ id }) => id),
    );
    await markCamerasOffline(
      tx,
      silent.cameras.map(({ camera }) => camera.id),
    );
    return silent;
  });
  for (const node of nodes) await tellOfNode(deps, node);
  for (const row of cameras) await tellOfCamera(deps, row);
  return { nodes_flipped: nodes.length, cameras_flipped: cameras.length };
}

/** While the disk refuses writes, rows grow old though their nodes report; the reports in memory decide. */
async function findSilent({ liveness }: OfflineSweepDeps, db: Queryable, cutoff: Date) {
  const nodes = await silentNodes(db, cutoff);
  const cameras = await silentCameras(db, cutoff);
  return {
    nodes: nodes.filter((row) => isBefore(liveness.node(row).lastSeen, cutoff)),
    cameras: cameras.filter(({ camera }) => isBefore(liveness.camera(camera).lastSeen, cutoff)),
  };
}

function isBefore(instant: Date | null, cutoff: Date): boolean {
  return instant !== null && instant < cutoff;
}

type Silent = Awaited<ReturnType<typeof findSilent>>;

async function tellOfNode(deps: OfflineSweepDeps, node: Silent['nodes'][number]): Promise<void> {
  const { orgId, nodeId, name } = node;
  deps.publish({ orgId, audience: 'admin', message: { type: 'node', node_id: nodeId, status: 'offline' } });
  await deps.announce({ kind: 'node', orgId, nodeId, name, status: 'offline' });
}

async function tellOfCamera(deps: OfflineSweepDeps, row: Silent['cameras'][number]): Promise<void> {
  const { orgId, cameraId, name } = row.camera;
  deps.publish({
    orgId,
    audience: 'all',
    message: { type: 'camera', camera_id: cameraId, status: 'offline', last_error: null },
  });
  await deps.announce({ kind: 'camera', orgId, cameraId, nodeId: row.nodeId, name, status: 'offline' });
}

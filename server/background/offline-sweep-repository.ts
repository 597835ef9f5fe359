import type { Queryable, Transaction } from '../db/database.ts';
import { and, eq, inArray, lt, ne, notInArray } from '../db/drizzle.ts';
import { cameraNodes, cameras } from '../db/schema/cameras.ts';

/** Nodes that count as connected although their row was not touched since `cutoff`. */
export async function silentNodes(db: Queryable, cutoff: Date) {
  return db
    .select()
    .from(cameraNodes)
    .where(and(notInArray(cameraNodes.status, ['offline', 'pending']), lt(cameraNodes.lastSeen, cutoff)))
    .all();
}

/** Cameras in any state but offline whose row was not touched since `cutoff`, with their node's public id. */
export async function silentCameras(db: Queryable, cutoff: Date) {
  return db
    .select({ camera: cameras, nodeId: cameraNodes.nodeId })
    .from(cameras)
    .leftJoin(cameraNodes, eq(cameras.nodeId, cameraNodes.id))
    .where(and(ne(cameras.status, 'offline'), lt(cameras.lastSeen, cutoff)))
    .all();
}

export async function markNodesOffline(tx: Transaction, ids: readonly number[]): Promise<void> {
  tx.update(cameraNodes)
    .set({ status: 'offline' })
    .where(inArray(cameraNodes.id, [...ids]))
    .run();
}

export async function markCamerasOffline(tx: Transaction, ids: readonly number[]): Promise<void> {
  tx.update(cameras)
    .set({ status: 'offline' })
    .where(inArray(cameras.id, [...ids]))
    .run();
}

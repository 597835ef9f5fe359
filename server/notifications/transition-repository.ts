import type { Queryable } from '../db/database.ts';
import { and, eq, isNotNull } from '../db/drizzle.ts';
import { cameraNodes, cameras } from '../db/schema/cameras.ts';

/** Public ids of nodes and cameras that are stored as offline and were heard of before. */
export async function storedOffline(
  db: Queryable,
): Promise<{ readonly nodes: readonly string[]; readonly cameras: readonly string[] }> {
  const nodeRows = db
    .select({ id: cameraNodes.nodeId })
    .from(cameraNodes)
    .where(and(eq(cameraNodes.status, 'offline'), isNotNull(cameraNodes.lastSeen)))
    .all();
  const cameraRows = db
    .select({ id: cameras.cameraId })
    .from(cameras)
    .where(and(eq(cameras.status, 'offline'), isNotNull(cameras.lastSeen)))
    .all();
  return { nodes: nodeRows.map(({ id }) => id), cameras: cameraRows.map(({ id }) => id) };
}

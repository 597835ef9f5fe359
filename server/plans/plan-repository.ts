import type { Queryable } from '../db/database.ts';
import { count, eq } from '../db/drizzle.ts';
import { cameraNodes, cameras } from '../db/schema/cameras.ts';

/** Nodes and cameras an organisation has, suspended and offline ones included. */
export async function countDevices(
  db: Queryable,
  orgId: string,
): Promise<{ readonly nodes: number; readonly cameras: number }> {
  const nodeCount = db.select({ n: count() }).from(cameraNodes).where(eq(cameraNodes.orgId, orgId)).get();
  const cameraCount = db.select({ n: count() }).from(cameras).where(eq(cameras.orgId, orgId)).get();
  return { nodes: nodeCount?.n ?? 0, cameras: cameraCount?.n ?? 0 };
}

import type { Queryable } from '../db/database.ts';
import { eq } from '../db/drizzle.ts';
import { cameraNodes, cameras } from '../db/schema/cameras.ts';

/** Nodes and cameras of an organization. */
export interface Fleet {
  readonly nodes: readonly { readonly rowId: number; readonly nodeId: string }[];
  readonly cameraIds: readonly string[];
}

export async function listFleet(db: Queryable, orgId: string): Promise<Fleet> {
  const nodes = db
    .select({ rowId: cameraNodes.id, nodeId: cameraNodes.nodeId })
    .from(cameraNodes)
    .where(eq(cameraNodes.orgId, orgId))
    .all();
  const found = db.select({ id: cameras.cameraId }).from(cameras).where(eq(cameras.orgId, orgId)).all();
  return { nodes, cameraIds: found.map(({ id }) => id) };
}

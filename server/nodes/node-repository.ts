import type { Queryable, Transaction } from '../db/database.ts';
import { and, asc, count, eq, inArray } from '../db/drizzle.ts';
import { cameraNodes, cameras } from '../db/schema/cameras.ts';
import { settings } from '../db/schema/organization.ts';

export type NodeRow = typeof cameraNodes.$inferSelect;
export type NodeChanges = Partial<typeof cameraNodes.$inferInsert>;

/** Nodes of an organisation in order of creation, with the number of cameras by row id. */
export async function listNodes(
  db: Queryable,
  orgId: string,
): Promise<{ readonly rows: NodeRow[]; readonly cameraCounts: ReadonlyMap<number | null, number> }> {
  const rows = db
    .select()
    .from(cameraNodes)
    .where(eq(cameraNodes.orgId, orgId))
    .orderBy(asc(cameraNodes.id))
    .all();
  const counts = db
    .select({ nodeRowId: cameras.nodeId, n: count() })
    .from(cameras)
    .where(eq(cameras.orgId, orgId))
    .groupBy(cameras.nodeId)
    .all();
  return { rows, cameraCounts: new Map(counts.map(({ nodeRowId, n }) => [nodeRowId, n])) };
}

/** One node of an organisation by public id. */
export async function findNode(db: Queryable, orgId: string, nodeId: string): Promise<NodeRow | undefined> {
  return db
    .select()
    .from(cameraNodes)
    .where(and(eq(cameraNodes.orgId, orgId), eq(cameraNodes.nodeId, nodeId)))
    .get();
}

/** One node by row id, as the key ring names it. */
export async function readNode(
  db: Queryable,
  owner: { readonly rowId: number; readonly orgId: string },
): Promise<NodeRow | undefined> {
  return db
    .select()
    .from(cameraNodes)
    .where(and(eq(cameraNodes.id, owner.rowId), eq(cameraNodes.orgId, owner.orgId)))
    .get();
}

/** Whether a public node id is in use, in any organisation. */
export async function nodeIdTaken(db: Queryable, nodeId: string): Promise<boolean> {
  return (
    db.select({ id: cameraNodes.id }).from(cameraNodes).where(eq(cameraNodes.nodeId, nodeId)).get() !==
    undefined
  );
}

/** Adds a node that has not registered yet; answers its row id. */
export async function insertNode(
  tx: Transaction,
  node: {
    readonly nodeId: string;
    readonly orgId: string;
    readonly name: string;
    readonly apiKeyHash: string;
    readonly createdAt: Date;
  },
): Promise<number> {
  const row = tx
    .insert(cameraNodes)
    .values({ ...node, status: 'pending' })
    .returning({ id: cameraNodes.id })
    .get();
  return row.id;
}

/** Changes some columns of a node. */
export async function updateNode(tx: Transaction, rowId: number, changes: NodeChanges): Promise<void> {
  tx.update(cameraNodes).set(changes).where(eq(cameraNodes.id, rowId)).run();
}

/** Deletes a node with its cameras and the settings kept per node and camera. Answers the ids of the cameras. */
export async function deleteNodeRow(tx: Transaction, node: NodeRow): Promise<string[]> {
  const rows = tx
    .select({ cameraId: cameras.cameraId })
    .from(cameras)
    .where(eq(cameras.nodeId, node.id))
    .all();
  const cameraIds = rows.map((row) => row.cameraId);
  const keys = [
    `cloudnode_disk_low_emit_at:${node.nodeId}`,
    ...cameraIds.map((cameraId) => `motion_email_cooldown_start:${cameraId}`),
  ];
  tx.delete(settings)
    .where(and(eq(settings.orgId, node.orgId), inArray(settings.key, keys)))
    .run();
  tx.delete(cameraNodes).where(eq(cameraNodes.id, node.id)).run();
  return cameraIds;
}

/** Which key belongs to which node; `hash` is the SHA-256 of the key in hex. */
export async function listKeys(
  db: Queryable,
): Promise<{ rowId: number; nodeId: string; orgId: string; hash: string }[]> {
  return db
    .select({
      rowId: cameraNodes.id,
      nodeId: cameraNodes.nodeId,
      orgId: cameraNodes.orgId,
      hash: cameraNodes.apiKeyHash,
    })
    .from(cameraNodes)
    .all();
}

/** Nodes an organisation has. */
export async function countNodes(db: Queryable, orgId: string): Promise<number> {
  return db.select({ n: count() }).from(cameraNodes).where(eq(cameraNodes.orgId, orgId)).get()?.n ?? 0;
}

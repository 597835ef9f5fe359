import type { Queryable, Transaction } from '../db/database.ts';
import { and, asc, eq, isNull, sql } from '../db/drizzle.ts';
import { cameraGroups, cameraNodes, cameras } from '../db/schema/cameras.ts';

/** A camera with the names of its node and group. */
export interface CameraRow {
  readonly camera: typeof cameras.$inferSelect;
  readonly nodeId: string | null;
  readonly nodeName: string | null;
  readonly groupName: string | null;
}

function selectCameras(db: Queryable) {
  return db
    .select({
      camera: cameras,
      nodeId: cameraNodes.nodeId,
      nodeName: cameraNodes.name,
      groupName: cameraGroups.name,
    })
    .from(cameras)
    .leftJoin(cameraNodes, eq(cameras.nodeId, cameraNodes.id))
    .leftJoin(cameraGroups, eq(cameras.groupId, cameraGroups.id));
}

/** Cameras of an organisation in order of creation. */
export async function listCameras(db: Queryable, orgId: string): Promise<CameraRow[]> {
  return selectCameras(db).where(eq(cameras.orgId, orgId)).orderBy(asc(cameras.id)).all();
}

/** One camera of an organisation. */
export async function findCamera(
  db: Queryable,
  orgId: string,
  cameraId: string,
): Promise<CameraRow | undefined> {
  return selectCameras(db)
    .where(and(eq(cameras.orgId, orgId), eq(cameras.cameraId, cameraId)))
    .get();
}

export interface CodecReport {
  readonly videoCodec: string;
  readonly audioCodec: string;
}

/** Stores a live stream's codec; the node takes it over when it has none yet. */
export async function saveCodec(
  tx: Transaction,
  camera: { readonly rowId: number; readonly nodeRowId: number },
  codec: CodecReport,
  now: Date,
): Promise<void> {
  const values = { ...codec, codecDetectedAt: now };
  tx.update(cameras).set(values).where(eq(cameras.id, camera.rowId)).run();
  tx.update(cameraNodes)
    .set(values)
    .where(and(eq(cameraNodes.id, camera.nodeRowId), isNull(cameraNodes.videoCodec)))
    .run();
}

/** The part of a camera's row that the video path needs. */
export interface DirectoryRow {
  readonly rowId: number;
  readonly cameraId: string;
  readonly orgId: string;
  readonly nodeRowId: number;
  /** Public id of the camera's node. */
  readonly nodeId: string;
  readonly name: string;
  readonly disabledByPlan: boolean;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  /** Last published sequence this process may use without a further reservation. */
  readonly sequenceReserved: number;
}

/** Cameras of one organisation, or of all. */
export async function readDirectory(db: Queryable, orgId?: string): Promise<DirectoryRow[]> {
  return db
    .select({
      rowId: cameras.id,
      cameraId: cameras.cameraId,
      orgId: cameras.orgId,
      nodeRowId: cameraNodes.id,
      nodeId: cameraNodes.nodeId,
      name: cameras.name,
      disabledByPlan: cameras.disabledByPlan,
      videoCodec: cameras.videoCodec,
      audioCodec: cameras.audioCodec,
      sequenceReserved: cameras.sequenceReserved,
    })
    .from(cameras)
    .innerJoin(cameraNodes, eq(cameras.nodeId, cameraNodes.id))
    .where(orgId === undefined ? undefined : eq(cameras.orgId, orgId))
    .all();
}

/** Takes the next `block` published sequences of every camera. */
export async function reserveForAll(tx: Transaction, block: number): Promise<void> {
  tx.update(cameras)
    .set({ sequenceReserved: sql`${cameras.sequenceReserved} + ${block}` })
    .run();
}

/** Takes the published sequences of one camera up to `target`. */
export async function reserveUpTo(tx: Transaction, cameraRowId: number, target: number): Promise<void> {
  tx.update(cameras)
    .set({ sequenceReserved: sql`max(${cameras.sequenceReserved}, ${target})` })
    .where(eq(cameras.id, cameraRowId))
    .run();
}

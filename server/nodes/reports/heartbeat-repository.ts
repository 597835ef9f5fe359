import type { HeartbeatBody } from '../../contract/fleet/nodes.ts';
import type { Queryable, Transaction } from '../../db/database.ts';
import { asc, eq, inArray } from '../../db/drizzle.ts';
import { cameras } from '../../db/schema/cameras.ts';
import type { KeyOwner } from '../node-key-ring.ts';
import { readNode, updateNode, type NodeChanges, type NodeRow } from '../node-repository.ts';
import { storedLocalIp } from './local-ip.ts';

/** What a heartbeat of either channel says. */
export type HeartbeatReport = Omit<HeartbeatBody, 'node_id'>;

export interface CameraState {
  readonly cameraId: string;
  readonly status: string;
  readonly lastError: string | null;
}

export type CameraOfNode = typeof cameras.$inferSelect;

/** Rows as they were before a heartbeat. */
export interface RowsBefore {
  readonly node: NodeRow;
  readonly cameras: readonly CameraOfNode[];
}

/** All cameras of one node, unreported and suspended ones included. */
export async function readCamerasOfNode(db: Queryable, nodeRowId: number): Promise<CameraOfNode[]> {
  return db.select().from(cameras).where(eq(cameras.nodeId, nodeRowId)).orderBy(asc(cameras.id)).all();
}

function storageChanges(report: HeartbeatReport, now: Date): NodeChanges {
  const stats = report.storage_stats;
  if (stats === null || stats === undefined) return {};
  return {
    storageUsedBytes: stats.used_bytes ?? null,
    storageMaxBytes: stats.max_bytes ?? null,
    storageDiskFreeBytes: stats.disk_free_bytes ?? null,
    storageDiskTotalBytes: stats.disk_total_bytes ?? null,
    storageReportedAt: now,
  };
}

/** Stores a heartbeat and answers the rows as they were; undefined when the node is gone. */
export async function saveHeartbeat(
  tx: Transaction,
  heartbeat: {
    readonly owner: KeyOwner;
    readonly report: HeartbeatReport;
    readonly cameras: readonly CameraState[];
    /** Canonical version; null keeps the stored one. */
    readonly nodeVersion: string | null;
    readonly now: Date;
  },
): Promise<RowsBefore | undefined> {
  const { owner, report, nodeVersion, now } = heartbeat;
  const node = await readNode(tx, owner);
  if (node === undefined) return undefined;
  await updateNode(tx, node.id, {
    status: 'online',
    lastSeen: now,
    localIp: storedLocalIp(node.localIp, report),
    ...(nodeVersion === null ? {} : { nodeVersion, versionCheckedAt: now }),
    ...storageChanges(report, now),
  });
  const before = await readCamerasOfNode(tx, node.id);
  saveCameraStates(tx, before, heartbeat.cameras, now);
  return { node, cameras: before };
}

/** One statement for all cameras that report what they did before, one for each that changed. */
function saveCameraStates(
  tx: Transaction,
  before: readonly CameraOfNode[],
  states: readonly CameraState[],
  now: Date,
): void {
  const rows = new Map(before.map((row) => [row.cameraId, row]));
  const unchanged: number[] = [];
  for (const { cameraId, status, lastError } of states) {
    const row = rows.get(cameraId);
    if (row === undefined) continue;
    if (row.status === status && row.lastError === lastError) unchanged.push(row.id);
    else tx.update(cameras).set({ status, lastError, lastSeen: now }).where(eq(cameras.id, row.id)).run();
  }
  if (unchanged.length === 0) return;
  tx.update(cameras).set({ lastSeen: now }).where(inArray(cameras.id, unchanged)).run();
}

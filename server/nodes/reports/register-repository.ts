import { SEQUENCE_BLOCK } from '../../cameras/camera-directory.ts';
import type { RegisterBody } from '../../contract/fleet/nodes.ts';
import type { Transaction } from '../../db/database.ts';
import { and, count, eq, inArray } from '../../db/drizzle.ts';
import { cameras } from '../../db/schema/cameras.ts';
import type { KeyOwner } from '../node-key-ring.ts';
import { deviceKey } from './camera-ids.ts';

export interface Codecs {
  readonly videoCodec: string;
  readonly audioCodec: string | null;
}

export interface CameraRegistration {
  readonly owner: KeyOwner;
  readonly devices: NonNullable<RegisterBody['cameras']>;
  /** Device key → camera id. */
  readonly ids: ReadonlyMap<string, string>;
  /** Codec of the node's probe, if usable. */
  readonly codecs: Codecs | undefined;
  /** Cameras the organisation may have. */
  readonly maxCameras: number;
}

export interface RegisteredCameras {
  /** Ids of the reported cameras that exist now. */
  readonly present: readonly string[];
  /** Ids of this node's cameras that were not reported; their rows stay, offline. */
  readonly missing: readonly string[];
  /** Names of new cameras beyond the limit. */
  readonly skipped: readonly string[];
}

type Device = CameraRegistration['devices'][number];

function displayName(device: Device, cameraId: string, nodeId: string): string {
  return device.name || `Camera ${cameraId.slice(nodeId.length + 1)}`;
}

function newRow(registration: CameraRegistration, device: Device, cameraId: string, now: Date) {
  const { owner, codecs } = registration;
  const capabilities = (device.capabilities ?? []).join(',');
  return {
    cameraId,
    orgId: owner.orgId,
    nodeId: owner.rowId,
    name: displayName(device, cameraId, owner.nodeId),
    nodeType: device.node_type || 'usb',
    capabilities: capabilities === '' ? 'streaming' : capabilities.slice(0, 500),
    status: 'online',
    lastSeen: now,
    createdAt: now,
    sequenceReserved: SEQUENCE_BLOCK,
    ...codecs,
  };
}

/** Adds and updates the reported cameras and sets the unreported ones offline; deletes nothing. */
export async function saveRegisteredCameras(
  tx: Transaction,
  registration: CameraRegistration,
  now: Date,
): Promise<RegisteredCameras> {
  const { owner, devices, ids, codecs } = registration;
  const rows = tx.select().from(cameras).where(eq(cameras.nodeId, owner.rowId)).all();
  const known = new Map(rows.map((row) => [row.cameraId, row]));
  const total = tx.select({ n: count() }).from(cameras).where(eq(cameras.orgId, owner.orgId)).get()?.n ?? 0;
  const present = new Set<string>();
  const skipped: string[] = [];
  let places = registration.maxCameras - total;
  for (const device of devices) {
    const cameraId = ids.get(deviceKey(device));
    if (cameraId === undefined || present.has(cameraId)) continue;
    const row = known.get(cameraId);
    if (row !== undefined) {
      // A codec measured on the live stream is better than the probe's.
      const probed = row.codecDetectedAt === null ? codecs : undefined;
      const name = device.name || row.name;
      tx.update(cameras)
        .set({ name, status: 'online', lastSeen: now, lastError: null, ...probed })
        .where(eq(cameras.id, row.id))
        .run();
    } else if (places > 0) {
      places -= 1;
      tx.insert(cameras)
        .values(newRow(registration, device, cameraId, now))
        .run();
    } else {
      skipped.push(displayName(device, cameraId, owner.nodeId));
      continue;
    }
    present.add(cameraId);
  }
  const missing = rows.filter((row) => !present.has(row.cameraId)).map((row) => row.cameraId);
  if (missing.length > 0) {
    tx.update(cameras)
      .set({ status: 'offline' })
      .where(and(eq(cameras.nodeId, owner.rowId), inArray(cameras.cameraId, missing)))
      .run();
  }
  return { present: [...present], missing, skipped };
}

import type { Database } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { askNode, type NodeCommands, type NodeResult } from '../../nodes/channel/ask-node.ts';
import { findCamera } from '../camera-repository.ts';

/** How long a node may take for a picture. */
export const SNAPSHOT_TIMEOUT_MS = 15_000;

export interface SnapshotDeps {
  readonly db: Database;
  readonly connections: NodeCommands;
}

/**
 * Has the camera's node take a picture, and answers the node's result as it came: a failure on the node's side is a
 * result too. 404 unknown camera, 400 without a node, 503 node not connected or lost, 504 no answer in 15 s.
 */
export async function takeSnapshot(deps: SnapshotDeps, orgId: string, cameraId: string): Promise<NodeResult> {
  const row = await findCamera(deps.db.read, orgId, cameraId);
  if (row === undefined) throw AppError.plain(404, 'Camera not found');
  if (row.nodeId === null) throw AppError.plain(400, 'This camera belongs to no node any more.');
  const payload = { camera_id: row.camera.cameraId };
  return askNode(deps.connections, row.nodeId, {
    command: 'take_snapshot',
    payload,
    timeoutMs: SNAPSHOT_TIMEOUT_MS,
  });
}

import type { Logger } from 'pino';
import { writeAudit, type AuditEntry } from '../audit/audit-writer.ts';
import type { CameraDirectory } from '../cameras/camera-directory.ts';
import type { Liveness } from '../cameras/liveness.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../http/app-error.ts';
import { enforceCameraCap } from '../plans/camera-cap.ts';
import type { PlanService } from '../plans/plan-service.ts';
import type { NodeConnections } from './node-connections.ts';
import type { NodeKeyRing } from './node-key-ring.ts';
import { deleteNodeRow, findNode } from './node-repository.ts';
import type { Requester } from './node-service.ts';

const WIPE_TIMEOUT_MS = 10_000;

export interface NodeRemovalDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: NodeKeyRing;
  readonly directory: CameraDirectory;
  readonly liveness: Liveness;
  readonly plans: PlanService;
  readonly connections: Pick<NodeConnections, 'isConnected' | 'send' | 'disconnect'>;
  /** Forgets the streams of cameras that are gone. */
  readonly onCamerasDeleted: (cameraIds: readonly string[]) => void;
}

type AuditDraft = Omit<AuditEntry, 'orgId' | 'details'>;

/**
 * Deletes a node with its cameras and their cached video. A connected node is told to erase its own data first; an
 * offline or unwilling one is deleted all the same. Answers whether the node erased itself. 404 for an unknown node.
 */
export async function deleteNode(deps: NodeRemovalDeps, by: Requester, nodeId: string): Promise<boolean> {
  const { orgId } = by.principal;
  if ((await findNode(deps.db.read, orgId, nodeId)) === undefined)
    throw AppError.plain(404, 'Node not found');
  const wiped = await wipe(deps, nodeId);
  const draft = { event: 'node_deleted', actor: { principal: by.principal }, address: by.address };
  await remove(deps, { orgId, nodeId }, draft, { node_wiped: wiped });
  return wiped;
}

/** Deletes the node that owns the key, at its own request. 404 for an unknown key. Answers the node's id. */
export async function decommissionNode(
  deps: NodeRemovalDeps,
  rawKey: string,
  address: string,
): Promise<string> {
  const owner = deps.keys.find(rawKey);
  if (owner === undefined) throw AppError.plain(404, 'Node not found');
  const draft = { event: 'node_decommissioned', actor: { label: `node:${owner.nodeId}` }, address };
  await remove(deps, owner, draft, { initiated_by: 'node' });
  return owner.nodeId;
}

async function wipe(deps: NodeRemovalDeps, nodeId: string): Promise<boolean> {
  if (!deps.connections.isConnected(nodeId)) return false;
  try {
    const result = await deps.connections.send(nodeId, 'wipe_data', {}, { timeoutMs: WIPE_TIMEOUT_MS });
    return result['status'] === 'success';
  } catch (error) {
    deps.log.warn({ err: error, nodeId }, 'The node did not confirm that it erased its data');
    return false;
  }
}

async function remove(
  deps: NodeRemovalDeps,
  node: { readonly orgId: string; readonly nodeId: string },
  draft: AuditDraft,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { orgId, nodeId } = node;
  const plan = await deps.plans.effective(orgId);
  const { rowId, cameraIds } = await deps.db.write(async (tx) => {
    const row = await findNode(tx, orgId, nodeId);
    if (row === undefined) throw AppError.plain(404, 'Node not found');
    const ids = await deleteNodeRow(tx, row);
    // The places of the deleted cameras go to suspended ones.
    await enforceCameraCap(tx, orgId, plan);
    const entry = { ...draft, orgId, details: { node_id: nodeId, name: row.name, ...details } };
    await writeAudit(tx, entry, deps);
    return { rowId: row.id, cameraIds: ids };
  });
  deps.keys.remove(nodeId);
  deps.connections.disconnect(nodeId);
  await deps.directory.refresh(orgId);
  deps.liveness.forgetNode(rowId);
  deps.liveness.forgetCameras(cameraIds);
  deps.onCamerasDeleted(cameraIds);
}

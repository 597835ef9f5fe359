import type { CameraDirectory } from '../cameras/camera-directory.ts';
import type { Liveness } from '../cameras/liveness.ts';
import type { Database, Transaction } from '../db/database.ts';
import { getTableName } from '../db/drizzle.ts';
import type { NodeConnections } from '../nodes/node-connections.ts';
import type { NodeKeyRing } from '../nodes/node-key-ring.ts';
import { ownedTables } from './data-inventory.ts';
import { listFleet, type Fleet } from './fleet-repository.ts';
import { childrenFirst, eraseInPortions, eraseRows } from './row-eraser.ts';

export interface ErasureDeps {
  readonly db: Database;
  readonly keys: Pick<NodeKeyRing, 'remove'>;
  readonly connections: Pick<NodeConnections, 'disconnect'>;
  readonly directory: Pick<CameraDirectory, 'refresh'>;
  readonly liveness: Pick<Liveness, 'forgetNode' | 'forgetCameras'>;
  /** Forgets the streams of cameras that are gone. */
  readonly onCamerasDeleted: (cameraIds: readonly string[]) => void;
  /** Forgets what is counted for an organization in memory and not written yet. */
  readonly forgetUsage: (orgId: string) => void;
}

/** Erased rows by table; every table of organizations is a key. */
export type ErasedRows = Readonly<Record<string, number>>;

const inOrder = childrenFirst(ownedTables);

/**
 * Deletes everything an organization has: first its nodes and cameras, which then write no more, then everything
 * else in small transactions that let live video of other organizations through. `closing` runs in the last one, for
 * the record that shall remain. May be repeated; after an interruption, a second run deletes the rest.
 */
export async function eraseOrganization(
  deps: ErasureDeps,
  orgId: string,
  closing?: (tx: Transaction, erased: ErasedRows) => Promise<void>,
): Promise<ErasedRows> {
  const erased: Record<string, number> = {};
  const note = (table: (typeof inOrder)[number]['table'], rows: number) => {
    const name = getTableName(table);
    erased[name] = (erased[name] ?? 0) + rows;
  };
  const fleet = await deps.db.write(async (tx) => {
    const found = await listFleet(tx, orgId);
    for (const rows of inOrder)
      if (rows.erase === 'first') note(rows.table, await eraseRows(tx, rows, orgId));
    return found;
  });
  await forgetFleet(deps, orgId, fleet);
  for (const rows of inOrder) {
    if (rows.erase === 'bulk') note(rows.table, await eraseInPortions(deps.db, rows, orgId));
  }
  await deps.db.write(async (tx) => {
    // Once more everything: a request that was under way may have written since.
    for (const rows of inOrder) note(rows.table, await eraseRows(tx, rows, orgId));
    await closing?.(tx, erased);
  });
  await deps.directory.refresh(orgId);
  return erased;
}

async function forgetFleet(deps: ErasureDeps, orgId: string, { nodes, cameraIds }: Fleet): Promise<void> {
  for (const { nodeId, rowId } of nodes) {
    deps.keys.remove(nodeId);
    deps.connections.disconnect(nodeId);
    deps.liveness.forgetNode(rowId);
  }
  await deps.directory.refresh(orgId);
  deps.liveness.forgetCameras(cameraIds);
  deps.onCamerasDeleted(cameraIds);
  deps.forgetUsage(orgId);
}

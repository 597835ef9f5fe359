import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Database } from '../../server/db/database.ts';
import { cameraNodes, cameras } from '../../server/db/schema/cameras.ts';
import { sha256Hex } from '../../server/ids.ts';
import { ChannelEnd } from '../server/nodes/channel-bench.ts';

type NodeRow = Partial<typeof cameraNodes.$inferInsert>;
type CameraRow = Partial<typeof cameras.$inferInsert>;

/** A stored camera; its node is the first eight characters of its id and has the key `key-<node id>`. */
interface CameraSeed {
  readonly cameraId: string;
  readonly orgId: string;
}

/** Stores each of these cameras with a node of its own, created now. */
export async function storeFleet(
  db: Database,
  seeds: readonly CameraSeed[],
  now: Date,
  rowsOf: (seed: CameraSeed & { readonly nodeId: string }) => {
    node?: NodeRow;
    camera?: CameraRow;
  } = () => ({}),
): Promise<void> {
  await db.write(async (tx) => {
    for (const { cameraId, orgId } of seeds) {
      const nodeId = nodeOf(cameraId);
      const extra = rowsOf({ cameraId, orgId, nodeId });
      const shared = { orgId, createdAt: now };
      const keyed = { nodeId, apiKeyHash: sha256Hex(`key-${nodeId}`), name: nodeId, ...shared };
      const node = tx
        .insert(cameraNodes)
        .values({ ...keyed, ...extra.node })
        .returning({ id: cameraNodes.id })
        .get();
      tx.insert(cameras)
        .values({ cameraId, nodeId: node.id, name: cameraId, ...shared, ...extra.camera })
        .run();
    }
  });
}

/** Public id of the node of a stored camera. */
export function nodeOf(cameraId: string): string {
  return cameraId.slice(0, 8);
}

/** An open command channel of a stored node. */
export async function openNodeChannel(url: string, nodeId: string): Promise<ChannelEnd> {
  const headers = { 'x-node-id': nodeId, 'x-node-api-key': `key-${nodeId}` };
  const end = new ChannelEnd(new WebSocket(`${url.replace('http', 'ws')}/ws/node`, { headers }));
  await once(end.socket, 'open');
  return end;
}

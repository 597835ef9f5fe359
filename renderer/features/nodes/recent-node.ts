import type { Node } from '../../../server/contract/fleet/nodes.ts';

export interface RecentNode {
  readonly nodeId: string;
  readonly name: string;
  /** ms since 1970 */
  readonly createdAt: number;
}

const STALLED_AFTER_MS = 2 * 60_000;
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** Key of this browser's note about the node that was just added. */
export function recentNodeKey(orgId: string): string {
  return `os.recentlyCreatedNode.${orgId}`;
}

/** The note as it is written down; other versions of this page read the same fields. */
export function storedRecentNode({ nodeId, name, createdAt }: RecentNode): Readonly<Record<string, unknown>> {
  return { node_id: nodeId, name, created_at: createdAt };
}

/** Reads the note back; `null` for anything else that may be stored there. */
export function parseRecentNode(value: unknown): RecentNode | null {
  if (typeof value !== 'object' || value === null) return null;
  const { node_id: nodeId, name, created_at: createdAt } = value as Record<string, unknown>;
  if (typeof nodeId !== 'string' || typeof name !== 'string' || typeof createdAt !== 'number') return null;
  return { nodeId, name, createdAt };
}

export type RecentNodeState = 'none' | 'waiting' | 'stalled' | 'live';

/** What is said about it: waiting for the first heartbeat, stalled after 2 min, nothing after 10 min. */
export function recentNodeState(
  recent: RecentNode | null,
  node: Pick<Node, 'status' | 'last_seen'> | undefined,
  now: number,
): RecentNodeState {
  if (recent === null || now - recent.createdAt > FORGOTTEN_AFTER_MS) return 'none';
  if (node !== undefined && node.status !== 'pending' && node.last_seen !== null) return 'live';
  return now - recent.createdAt > STALLED_AFTER_MS ? 'stalled' : 'waiting';
}

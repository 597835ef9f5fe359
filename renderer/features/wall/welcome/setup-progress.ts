import type { ListedNode } from '../../../../server/contract/fleet/nodes.ts';

type SeenNode = Pick<ListedNode, 'node_id' | 'name' | 'status' | 'last_seen' | 'created_at'>;

/** How far the way from an empty place to a live camera has been walked. */
export type SetupProgress =
  | { readonly stage: 'empty' }
  | { readonly stage: 'waiting'; readonly node: SeenNode }
  | { readonly stage: 'connected'; readonly node: SeenNode };

function hasReported({ status, last_seen: seen }: SeenNode): boolean {
  return status !== 'pending' && seen !== null;
}

function newest(list: readonly SeenNode[]): SeenNode | undefined {
  return list.toSorted((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''))[0];
}

/** One node that reported is enough; otherwise the newest one is waited for. */
export function setupProgress(nodes: readonly SeenNode[]): SetupProgress {
  const connected = newest(nodes.filter(hasReported));
  if (connected !== undefined) return { stage: 'connected', node: connected };
  const node = newest(nodes);
  return node === undefined ? { stage: 'empty' } : { stage: 'waiting', node };
}

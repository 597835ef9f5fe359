import { useMemo, useSyncExternalStore } from 'react';
import { readStored, writeStored } from '../../hooks/storage.ts';
import { parseRecentNode, type RecentNode, recentNodeKey, storedRecentNode } from './recent-node.ts';

const listeners = new Set<() => void>();

/** Remembers (or with `null` forgets) the node that was just added, also across reloads. */
export function rememberNode(orgId: string, node: RecentNode | null): void {
  writeStored(recentNodeKey(orgId), node && storedRecentNode(node));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** The node that was added a moment ago in this browser. */
export function useRecentNode(orgId: string): RecentNode | null {
  const text = useSyncExternalStore(subscribe, () => JSON.stringify(readStored(recentNodeKey(orgId))));
  return useMemo(() => parseRecentNode(JSON.parse(text) as unknown), [text]);
}

import { useEffect, useSyncExternalStore } from 'react';
import type { TileState } from '../tile/tile-state.ts';

/** What a tile that is on screen sees. Short waits are neither. */
export type Sight = 'live' | 'trouble' | 'unsure';

const SIGHTS: Partial<Record<TileState, Sight>> = {
  live: 'live',
  frozen: 'trouble',
  'no-picture': 'trouble',
  failed: 'trouble',
};

const sights = new Map<string, Sight>();
const listeners = new Set<() => void>();
let version = 0;

function set(cameraId: string, sight: Sight | null): void {
  if ((sights.get(cameraId) ?? null) === sight) return;
  if (sight === null) sights.delete(cameraId);
  else sights.set(cameraId, sight);
  version += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells the wall's summary what a tile sees, as long as it is on screen. */
export function useTellSight(cameraId: string, state: TileState, onScreen: boolean): void {
  const sight = onScreen ? (SIGHTS[state] ?? 'unsure') : null;
  useEffect(() => set(cameraId, sight), [cameraId, sight]);
  useEffect(() => () => set(cameraId, null), [cameraId]);
}

function having(sight: Sight): ReadonlySet<string> {
  return new Set([...sights].flatMap(([id, seen]) => (seen === sight ? [id] : [])));
}

/** What the tiles on screen see now. */
export function useSights(): { readonly live: ReadonlySet<string>; readonly unseen: ReadonlySet<string> } {
  useSyncExternalStore(subscribe, () => version);
  return { live: having('live'), unseen: having('trouble') };
}

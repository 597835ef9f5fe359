import { useSyncExternalStore } from 'react';

/** What can lie over any page; at most one does. */
export type Overlay = 'palette' | 'shortcuts' | 'phone';

let shown: Overlay | null = null;
let ahead = '';
const listeners = new Set<() => void>();

/** Shows an overlay instead of the one that is open; `null` closes it. */
export function showOverlay(next: Overlay | null): void {
  shown = next;
  ahead = '';
  for (const listener of listeners) listener();
}

export function shownOverlay(): Overlay | null {
  return shown;
}

/** Keeps what is typed after the palette was called and before it is there. */
export function typeAhead(letter: string): void {
  ahead += letter;
}

/** What was typed ahead, once. */
export function takeTypedAhead(): string {
  const taken = ahead;
  ahead = '';
  return taken;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOverlay(): Overlay | null {
  return useSyncExternalStore(subscribe, shownOverlay);
}

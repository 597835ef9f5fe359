import { useEffect, useSyncExternalStore } from 'react';

/** A wall that the desktop program opens on a display of its own starts without chrome. */
let on = new URLSearchParams(location.search).get('kiosk') === '1';
const listeners = new Set<() => void>();

/** Turns kiosk mode on or off: the frame hides everything but the wall. */
export function setKiosk(next: boolean): void {
  on = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useKiosk(): boolean {
  return useSyncExternalStore(subscribe, () => on);
}

/** True where the browser lets a page keep the screen awake (not on plain http). */
export function canKeepAwake(): boolean {
  return 'wakeLock' in navigator;
}

/** Keeps the screen awake while `active`; asks again whenever the tab comes back to the front. */
export function useScreenAwake(active: boolean): void {
  useEffect(() => {
    if (!active || !canKeepAwake()) return undefined;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const granted = await navigator.wakeLock.request('screen');
        if (over) await granted.release();
        else lock = granted;
      } catch {
        // Refused, for example on low battery; the screen follows its own timer then.
      }
    };
    const askAgain = () => void ask();
    askAgain();
    document.addEventListener('visibilitychange', askAgain);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', askAgain);
      void lock?.release();
    };
  }, [active]);
}

import { useSyncExternalStore } from 'react';

/** How long a tile shows that something moved. */
const PULSE_MS = 6000;

const scores = new Map<string, number>();
const endings = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Something moved in front of a camera; `score` is 0–100. */
export function pulseMotion(cameraId: string, score: number): void {
  clearTimeout(endings.get(cameraId));
  scores.set(cameraId, score);
  endings.set(
    cameraId,
    setTimeout(() => {
      scores.delete(cameraId);
      endings.delete(cameraId);
      tell();
    }, PULSE_MS),
  );
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Score of the motion a camera reported within the last seconds; `null` when nothing moved. */
export function useMotionPulse(cameraId: string): number | null {
  return useSyncExternalStore(subscribe, () => scores.get(cameraId) ?? null);
}

import type { Clock } from '../clock.ts';

/** Ticks come late by themselves; only more than this means that the computer slept or its clock was moved. */
const LATE_MS = 30_000;

/**
 * Tells since when nodes can be heard without a gap (monotonic ms): since the start, or since the computer woke up. To
 * be asked every `everyMs`; the wall clock shows the gap, because the monotonic one stands still in some computers' sleep.
 */
export function hearingSince(clock: Clock, everyMs: number): () => number {
  let since = clock.monotonicMs();
  let asked = clock.now().getTime();
  return () => {
    const now = clock.now().getTime();
    if (now - asked > everyMs + LATE_MS) since = clock.monotonicMs();
    asked = now;
    return since;
  };
}

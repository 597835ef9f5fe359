import { setTimeout as pause } from 'node:timers/promises';

/** A pause counts for no more than this, ms. */
const PAUSE_MOST_MS = 250;

/** Polls until `probe` answers something other than undefined or false; fails with `what` after `timeoutMs`. */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<Exclude<T, undefined | false>> {
  let waitedMs = 0;
  for (;;) {
    const asked = performance.now();
    const value = await probe();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    const paused = performance.now();
    waitedMs += paused - asked;
    if (waitedMs > timeoutMs) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await pause(25);
    // A process that was not run for a while has not looked in that time.
    waitedMs += Math.min(performance.now() - paused, PAUSE_MOST_MS);
  }
}

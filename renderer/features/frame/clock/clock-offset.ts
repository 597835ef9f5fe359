import { plural, t } from '@lingui/core/macro';

/** Clocks that differ by more than this are worth a word (ms). */
const BEARABLE_MS = 120_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How far this device's clock is ahead of the server's, in ms; `roundTripMs` is how long the answer took. */
export function clockOffset(serverTime: string, receivedAt: number, roundTripMs: number): number {
  return receivedAt - roundTripMs / 2 - Date.parse(serverTime);
}

function durationWords(ms: number): string {
  if (ms < 2 * HOUR_MS) return plural(Math.round(ms / MINUTE_MS), { one: '# minute', other: '# minutes' });
  if (ms < 2 * DAY_MS) return plural(Math.round(ms / HOUR_MS), { one: '# hour', other: '# hours' });
  return plural(Math.round(ms / DAY_MS), { one: '# day', other: '# days' });
}

/** What a person should know about a difference of `offsetMs`; `null` when it does not matter. */
export function clockWords(offsetMs: number): string | null {
  // Includes what no clock can mean: an answer without a readable time.
  if (!(Math.abs(offsetMs) > BEARABLE_MS)) return null;
  const amount = durationWords(Math.abs(offsetMs));
  return offsetMs > 0
    ? t`The clock of this device is ${amount} ahead of the server’s. Times on this page may be wrong by as much. Switch on automatic date and time on both.`
    : t`The clock of this device is ${amount} behind the server’s. Times on this page may be wrong by as much. Switch on automatic date and time on both.`;
}

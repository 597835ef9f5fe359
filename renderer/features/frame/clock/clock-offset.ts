import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';

/** Clocks that differ by more than this are worth a word (ms). */
const BEARABLE_MS = 120_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How far this device's clock is ahead of the server's, in ms; `roundTripMs` is how long the answer took. */
export function clockOffset(serverTime: string, receivedAt: number, roundTripMs: number): number {
  return receivedAt - roundTripMs / 2 - Date.parse(serverTime);
}

function amount(count: number, unit: string): string {
  return `${formats.count(count)} ${unit}${count === 1 ? '' : 's'}`;
}

function durationWords(ms: number): string {
  if (ms < 2 * HOUR_MS) return amount(Math.round(ms / MINUTE_MS), 'minute');
  if (ms < 2 * DAY_MS) return amount(Math.round(ms / HOUR_MS), 'hour');
  return amount(Math.round(ms / DAY_MS), 'day');
}

/** What a person should know about a difference of `offsetMs`; `null` when it does not matter. */
export function clockWords(offsetMs: number): string | null {
  // Includes what no clock can mean: an answer without a readable time.
  if (!(Math.abs(offsetMs) > BEARABLE_MS)) return null;
  const side = offsetMs > 0 ? 'ahead of' : 'behind';
  return t`The clock of this device is ${durationWords(Math.abs(offsetMs))} ${side} the server’s. Times on this page may be wrong by as much.`;
}

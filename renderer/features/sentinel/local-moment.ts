import { DAYS } from '../../../server/contract/agents/sentinel.ts';
import type { LocalMoment } from './rules/schedule.ts';

const MINUTE_MS = 60_000;
const HALF_DAY_MS = 43_200_000;
const DAY_MS = 86_400_000;

function clockOf(zone: string): Intl.DateTimeFormat {
  const fields: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone: 'UTC' });
  }
}

/** What the clocks of a time zone show; those of UTC when the zone is unknown. */
export function momentIn(zone: string, at: number): LocalMoment {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = (parts.get('weekday') ?? '').toLowerCase();
  return {
    day: DAYS.find((day) => day === weekday) ?? 'mon',
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

/** When the day of `at` began in a time zone, ms; right also on days on which clocks are changed. */
export function midnightIn(zone: string, at: number): number {
  const sinceMidnight = (ms: number) => momentIn(zone, ms).minute * MINUTE_MS;
  const guess = Math.floor(at / MINUTE_MS) * MINUTE_MS - sinceMidnight(at);
  const off = sinceMidnight(guess);
  return off > HALF_DAY_MS ? guess + (DAY_MS - off) : guess - off;
}

/** How long a snooze may last. */
export type SnoozeLength = '15m' | '1h' | 'tomorrow';

const MINUTE_MS = 60_000;
const MORNING_HOUR = 8;

/**
 * When a snooze that begins `now` ends. `tomorrow` is 08:00 on the wall clock of an IANA zone on its next day, whatever
 * daylight saving time does in between; an unknown zone counts as UTC.
 */
export function snoozeEnd(length: SnoozeLength, now: Date, timeZone: string): Date {
  if (length === '15m') return new Date(now.getTime() + 15 * MINUTE_MS);
  if (length === '1h') return new Date(now.getTime() + 60 * MINUTE_MS);
  const wall = wallClock(timeZone);
  const local = new Date(wall(now));
  const target = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + 1, MORNING_HOUR);
  // The zone's distance from UTC is only known at a moment: guess with today's, then correct with that of the guess.
  const guess = target - (wall(now) - now.getTime());
  return new Date(target - (wall(new Date(guess)) - guess));
}

/** Reads what a zone's clock on the wall shows, as if that were UTC; ms, whole seconds. */
function wallClock(timeZone: string): (instant: Date) => number {
  const format = formatterOf(timeZone);
  return (instant) => {
    const whole = new Date(instant.getTime() - instant.getUTCMilliseconds());
    const parts = new Map(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return shown + instant.getUTCMilliseconds();
  };
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}

const HAS_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** A moment in words of a time zone, such as "Saturday 30 May 2026 at 14:34:56 CEST"; empty when it is none. */
export function localTime(value: unknown, timeZone: string): string {
  const moment = momentOf(value);
  return Number.isNaN(moment.getTime()) ? '' : formatIn(timeZone).format(moment);
}

function momentOf(value: unknown): Date {
  if (value instanceof Date) return value;
  if (typeof value !== 'string') return new Date(Number.NaN);
  // A stored time without a zone is UTC.
  return new Date(HAS_ZONE.test(value) ? value : `${value}Z`);
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, ...FORMAT });
  } catch {
    // A zone this computer does not know must not cost the mail.
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...FORMAT });
  }
}

const FORMAT: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
};

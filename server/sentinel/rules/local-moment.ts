const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;
/** No local day is longer: a clock goes back by at most a few hours. */
const LONGEST_DAY_MINUTES = 30 * MINUTES_PER_HOUR;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What calendar and clock on the wall show. */
export interface LocalMoment {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Minute of the day. */
  readonly minute: number;
}

/** An instant in an IANA time zone; an unknown zone reads as UTC. */
export function localMoment(instant: Date, timeZone: string): LocalMoment {
  return read(clockOf(timeZone), instant);
}

/** The instant at which the local day of `instant` began, to the minute, whatever daylight saving time does to it. */
export function startOfLocalDay(instant: Date, timeZone: string): Date {
  const clock = clockOf(timeZone);
  const { date } = read(clock, instant);
  const newest = Math.floor(instant.getTime() / MINUTE_MS);
  let before = newest - LONGEST_DAY_MINUTES;
  let within = newest;
  // Local dates never go back, so the first minute of a date can be searched by halves.
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (read(clock, new Date(middle * MINUTE_MS)).date === date) within = middle;
    else before = middle;
  }
  return new Date(within * MINUTE_MS);
}

/** The date some days after another, both `YYYY-MM-DD`. */
export function shiftedDate(date: string, days: number): string {
  const shifted = new Date(`${date}T00:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone: 'UTC' });
  }
}

function read(clock: Intl.DateTimeFormat, instant: Date): LocalMoment {
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: `${of('year')}-${of('month')}-${of('day')}`,
    weekday: WEEKDAYS.indexOf(of('weekday')),
    minute: Number(of('hour')) * MINUTES_PER_HOUR + Number(of('minute')),
  };
}

const FIELDS: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  calendar: 'gregory',
  numberingSystem: 'latn',
};

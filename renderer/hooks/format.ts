import { formatLocale } from '../language/language.ts';

/**
 * How numbers and moments are written in the dashboard's language. Moments are ms since 1970 and read in the viewer's
 * time zone; 12 or 24 hours is what the locale has.
 */
export interface Formats {
  /** `12,345` */
  readonly count: (value: number) => string;
  /** `1.8`: always so many digits after the point, one unless told. */
  readonly number: (value: number, digits?: number) => string;
  /** `12K` */
  readonly compact: (value: number) => string;
  /** `92%` for 92 */
  readonly percent: (value: number) => string;
  /** `12.4 GiB` */
  readonly bytes: (bytes: number) => string;
  /** `$0.0123`: US dollars, to a hundredth of a cent. */
  readonly dollars: (value: number) => string;
  /** `250 ms`, `1.8 s`, `45 s`, `1 min 20 s`, `2 h 5 min`; takes ms. */
  readonly duration: (ms: number) => string;
  /** `2:02 PM`, or `14:02` where people write that. */
  readonly time: (ms: number) => string;
  /** `2:02:11 PM` */
  readonly timeSeconds: (ms: number) => string;
  /** The time of every day: `8:00 AM` for 480 minutes after midnight, whatever the time zone. */
  readonly timeOfDay: (minutes: number) => string;
  /** `Sun 2 PM`, for the axis of a chart. */
  readonly weekdayHour: (ms: number) => string;
  /** `3 May` */
  readonly monthDay: (ms: number) => string;
  /** `3 May 2026` */
  readonly day: (ms: number) => string;
  /** `Sun, 3 May 2026` */
  readonly weekdayDay: (ms: number) => string;
  /** `Sunday, 3 May` */
  readonly longDay: (ms: number) => string;
  /** `3 May, 2:02 PM`, with the year when it is another one than that of `now`. */
  readonly moment: (ms: number, now: number) => string;
  /** `3 May 2026, 2:02:11 PM` */
  readonly exact: (ms: number) => string;
  /** `12 seconds ago`, `in 6 days` */
  readonly relative: (ms: number, now: number) => string;
  /** `Yard, Shop, and Door` */
  readonly list: (items: readonly string[]) => string;
  /** Orders names as people of this language do, `Camera 2` before `Camera 10`. */
  readonly compare: (a: string, b: string) => number;
}

const KIB = 1024;
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const DAY_MS = 86_400_000;

const RELATIVE_STEPS: readonly [limitS: number, unitS: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
];

type Moments = Pick<
  Formats,
  | 'time'
  | 'timeSeconds'
  | 'timeOfDay'
  | 'weekdayHour'
  | 'monthDay'
  | 'day'
  | 'weekdayDay'
  | 'longDay'
  | 'moment'
  | 'exact'
  | 'relative'
>;

/** Made at first use: each costs the browser some time, and a page needs few. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function momentFormats(locale: string | undefined, timeZone: string | undefined): Moments {
  const zone = timeZone === undefined ? {} : { timeZone };
  // `8:00 AM`, but `08:00`.
  const hour = once((): 'numeric' | '2-digit' => {
    const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
    return hour12 === true ? 'numeric' : '2-digit';
  });
  const writer = (options: Intl.DateTimeFormatOptions) => {
    const format = once(() => {
      const hours = options.minute === undefined ? {} : { hour: hour() };
      return new Intl.DateTimeFormat(locale, { ...zone, ...options, ...hours });
    });
    return (ms: number) => format().format(ms);
  };
  const clock = { minute: '2-digit' } as const;
  const monthDay = { day: 'numeric', month: 'short' } as const;
  const yearOf = writer({ year: 'numeric' });
  const thisYear = writer({ ...monthDay, ...clock });
  const otherYear = writer({ ...monthDay, ...clock, year: 'numeric' });
  const timeOfDay = writer({ ...clock, timeZone: 'UTC' });
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  // Sweden writes dates as ISO 8601 does.
  const date = once(() => new Intl.DateTimeFormat('sv-SE', zone));
  const dayNumber = (ms: number) => Date.parse(date().format(ms)) / DAY_MS;
  return {
    time: writer(clock),
    timeSeconds: writer({ ...clock, second: '2-digit' }),
    timeOfDay: (minutes) => timeOfDay((minutes * 60_000) % DAY_MS),
    weekdayHour: writer({ weekday: 'short', hour: 'numeric' }),
    monthDay: writer(monthDay),
    day: writer({ ...monthDay, year: 'numeric' }),
    weekdayDay: writer({ ...monthDay, year: 'numeric', weekday: 'short' }),
    longDay: writer({ weekday: 'long', day: 'numeric', month: 'long' }),
    moment: (ms, now) => (yearOf(ms) === yearOf(now) ? thisYear : otherYear)(ms),
    exact: writer({ ...monthDay, ...clock, year: 'numeric', second: '2-digit' }),
    relative: (ms, now) => {
      const seconds = Math.round((ms - now) / 1000);
      const step = RELATIVE_STEPS.find(([limit]) => Math.abs(seconds) < limit);
      // Days are those of the calendar, so that "yesterday" is never the day before it.
      return step === undefined
        ? relative().format(dayNumber(ms) - dayNumber(now), 'day')
        : relative().format(Math.trunc(seconds / step[1]), step[2]);
    },
  };
}

type Numbers = Pick<Formats, 'count' | 'number' | 'compact' | 'percent' | 'bytes' | 'dollars' | 'duration'>;

function numberFormats(locale: string | undefined): Numbers {
  const writer = (options: Intl.NumberFormatOptions) => {
    const format = once(() => new Intl.NumberFormat(locale, options));
    return (value: number) => format().format(value);
  };
  const digitsOf = [0, 1, 2, 3].map((digits) =>
    writer({ minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const count = writer({});
  const number = (value: number, digits = 1) => (digitsOf[digits] ?? count)(value);
  const percent = writer({ style: 'percent' });
  return {
    count,
    number,
    compact: writer({ notation: 'compact' }),
    percent: (value) => percent(value / 100),
    bytes: (bytes) => {
      const power = bytes < KIB ? 0 : Math.floor(Math.log(bytes) / Math.log(KIB));
      const unit = Math.min(power, BYTE_UNITS.length - 1);
      const value = bytes / KIB ** unit;
      return `${number(value, unit === 0 || value >= 100 ? 0 : 1)} ${BYTE_UNITS[unit] ?? ''}`;
    },
    dollars: writer({
      style: 'currency',
      currency: 'USD',
      minimumFractionDigits: 2,
      maximumFractionDigits: 4,
    }),
    duration: (ms) => {
      if (ms < 1000) return `${count(Math.round(ms))} ms`;
      if (ms < 9950) return `${number(ms / 1000, ms % 1000 === 0 ? 0 : 1)} s`;
      const seconds = Math.round(ms / 1000);
      if (seconds < 60) return `${seconds} s`;
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return `${minutes} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
      return `${count(Math.floor(minutes / 60))} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
    },
  };
}

/** The formats of one locale and time zone; `undefined` means the browser's own. */
export function formatsOf(locale: string | undefined, timeZone?: string): Formats {
  const names = once(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));
  const lists = once(() => new Intl.ListFormat(locale));
  return {
    ...numberFormats(locale),
    ...momentFormats(locale, timeZone),
    list: (items) => lists().format(items),
    compare: (a, b) => names().compare(a, b),
  };
}

/** In the dashboard's language and the viewer's time zone. */
export const formats = formatsOf(formatLocale);
/** For days that the server counts in UTC. */
export const utcFormats = formatsOf(formatLocale, 'UTC');

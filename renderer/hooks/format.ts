/** How numbers and moments are written; times are the viewer's own. All arguments are ms since 1970 or plain numbers. */
export interface Formats {
  /** `12,345` */
  readonly count: (value: number) => string;
  /** `14:02`, or `2:02 PM` where people write that. */
  readonly time: (ms: number) => string;
  /** `3 May 2026` */
  readonly day: (ms: number) => string;
  /** `3 May, 14:02`, with the year when it is another one than that of `now`. */
  readonly moment: (ms: number, now: number) => string;
  /** Orders names as people of this language do, `Camera 2` before `Camera 10`. */
  readonly compare: (a: string, b: string) => number;
}

/** The formats of one locale and time zone; `undefined` means the browser's own. */
export function formatsOf(locale: string | undefined, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = { hour: 'numeric', minute: '2-digit', ...zone } as const;
  const monthDay = { day: 'numeric', month: 'short', ...zone } as const;
  const count = new Intl.NumberFormat(locale);
  const time = new Intl.DateTimeFormat(locale, clock);
  const day = new Intl.DateTimeFormat(locale, { ...monthDay, year: 'numeric' });
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });
  const thisYear = new Intl.DateTimeFormat(locale, { ...monthDay, ...clock });
  const otherYear = new Intl.DateTimeFormat(locale, { ...monthDay, ...clock, year: 'numeric' });
  const names = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return {
    count: (value) => count.format(value),
    time: (ms) => time.format(ms),
    day: (ms) => day.format(ms),
    moment: (ms, now) => (year.format(ms) === year.format(now) ? thisYear : otherYear).format(ms),
    compare: (a, b) => names.compare(a, b),
  };
}

/** As this browser's language has it. */
export const formats = formatsOf(undefined);

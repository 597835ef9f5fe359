export interface ChartColumn {
  /** ms since 1970. */
  readonly startMs: number;
  readonly label: string;
  /** One number for each series. */
  readonly counts: readonly number[];
}

/** Counts over time. */
export interface CountsOverTime {
  readonly columns: readonly ChartColumn[];
  /** Said below the chart when it does not hold everything. */
  readonly note?: string;
}

/** One step on the time axis of a chart; ends are exclusive, ms since 1970. */
interface Slot {
  readonly startMs: number;
  readonly endMs: number;
  /** For people: `14:00` or `3 May`. */
  readonly label: string;
}

export const SPANS = [
  { value: 1, text: '1 day' },
  { value: 7, text: '7 days' },
  { value: 14, text: '14 days' },
  { value: 30, text: '30 days' },
] as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const hourLabel = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayLabel = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const utcDayLabel = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Start of the span of so many days that ends now, ms. */
export function spanStart(days: number, now: number): number {
  return now - days * DAY_MS;
}

function hours(now: number): readonly Slot[] {
  const last = new Date(now).setMinutes(0, 0, 0);
  return Array.from({ length: 25 }, (_, index) => {
    const startMs = last - (24 - index) * HOUR_MS;
    return { startMs, endMs: startMs + HOUR_MS, label: hourLabel.format(startMs) };
  });
}

function localDays(days: number, now: number): readonly Slot[] {
  const today = new Date(now);
  // Days are not all 24 h long, so each is taken from the calendar.
  const midnight = (ago: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - ago).getTime();
  return Array.from({ length: days + 1 }, (_, index) => {
    const startMs = midnight(days - index);
    return { startMs, endMs: midnight(days - index - 1), label: dayLabel.format(startMs) };
  });
}

/**
 * The hours of one day, or the days of a longer span, by the viewer's clock. The first slot is the one in
 * which the span begins, so it is counted in part.
 */
function slotsOf(days: number, now: number): readonly Slot[] {
  return days === 1 ? hours(now) : localDays(days, now);
}

/** Moments (ms) of each series, counted into the slots of a span that ends at `now`. */
export function columnsOfMoments(
  days: number,
  now: number,
  series: readonly (readonly number[])[],
): readonly ChartColumn[] {
  return slotsOf(days, now).map(({ startMs, endMs, label }) => ({
    startMs,
    label,
    counts: series.map((moments) => moments.filter((at) => at >= startMs && at < endMs).length),
  }));
}

/** Counts of UTC days (`YYYY-MM-DD`) in order of time, also for days without anything. */
export function columnsOfUtcDays(
  counts: readonly { readonly date: string; readonly count: number }[],
  days: number,
  now: number,
): readonly ChartColumn[] {
  const known = new Map(counts.map(({ date, count }) => [date, count]));
  return Array.from({ length: days + 1 }, (_, index) => {
    const date = new Date(now - (days - index) * DAY_MS).toISOString().slice(0, 10);
    const startMs = Date.parse(date);
    return { startMs, label: utcDayLabel.format(startMs), counts: [known.get(date) ?? 0] };
  });
}

/** All counts of a chart. */
export function totalOf(columns: readonly ChartColumn[]): number {
  return columns.reduce((total, { counts }) => counts.reduce((sum, count) => sum + count, total), 0);
}

/** The top of a chart's scale: round, even, and not below `most`. */
export function scaleTop(most: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  const steps = [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * magnitude);
  return steps.find((top) => top >= most && top % 2 === 0) ?? 10 * magnitude;
}

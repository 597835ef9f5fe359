import { plural } from '@lingui/core/macro';
import { formats, utcFormats } from '../../../hooks/format.ts';

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

export const SPANS = [1, 7, 14, 30].map((days) => ({
  value: days,
  text: plural(days, { one: '# day', other: '# days' }),
}));

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Start of the span of so many days that ends now, ms. */
export function spanStart(days: number, now: number): number {
  return now - days * DAY_MS;
}

function hours(now: number): readonly Slot[] {
  const last = new Date(now).setMinutes(0, 0, 0);
  return Array.from({ length: 25 }, (_, index) => {
    const startMs = last - (24 - index) * HOUR_MS;
    return { startMs, endMs: startMs + HOUR_MS, label: formats.time(startMs) };
  });
}

function localDays(days: number, now: number): readonly Slot[] {
  const today = new Date(now);
  // Days are not all 24 h long, so each is taken from the calendar.
  const midnight = (ago: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - ago).getTime();
  return Array.from({ length: days + 1 }, (_, index) => {
    const startMs = midnight(days - index);
    return { startMs, endMs: midnight(days - index - 1), label: formats.monthDay(startMs) };
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

/**
 * Rows of hours (`hour` is when it began), counted into the slots of a span that ends at `now`. Where clocks differ from
 * UTC by half an hour, so may the edges of slots.
 */
export function columnsOfHours<T extends { readonly hour: string }>(
  days: number,
  now: number,
  rows: readonly T[],
  countsOf: (row: T) => readonly number[],
): readonly ChartColumn[] {
  return slotsOf(days, now).map(({ startMs, endMs, label }, index) => {
    const here = rows.filter(({ hour }) => {
      const at = Date.parse(hour);
      // The first hour of the span began before it.
      return (at >= startMs || index === 0) && at < endMs;
    });
    const counts = here.map(countsOf);
    const series = Math.max(1, ...rows.slice(0, 1).map((row) => countsOf(row).length));
    return {
      startMs,
      label,
      counts: Array.from({ length: series }, (_, n) => counts.reduce((sum, row) => sum + (row[n] ?? 0), 0)),
    };
  });
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
    return { startMs, label: utcFormats.monthDay(startMs), counts: [known.get(date) ?? 0] };
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

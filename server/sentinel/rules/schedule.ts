import { DAYS, type SentinelConfig } from '../../contract/agents/sentinel.ts';
import { localMoment, type LocalMoment } from './local-moment.ts';

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

export type Schedule = Pick<
  SentinelConfig,
  'schedule_mode' | 'schedule_start' | 'schedule_end' | 'active_days'
>;

const DEFAULT_START = 22 * MINUTES_PER_HOUR;
const DEFAULT_END = 6 * MINUTES_PER_HOUR;

/**
 * Whether runs may start by themselves at an instant. Times are those of the wall clock, so a window is an hour shorter
 * or longer in the nights in which clocks are changed.
 */
export function isWithinSchedule(schedule: Schedule, instant: Date, timeZone: string): boolean {
  if (schedule.schedule_mode !== 'scheduled') return schedule.schedule_mode === 'always';
  return isInWindow(schedule, localMoment(instant, timeZone));
}

/**
 * Whether a moment of the wall clock is in the window, whose end is exclusive. A window over midnight belongs to the day
 * it began: with Monday alone, 22:00 to 06:00 goes on until Tuesday morning and says nothing of the small hours of
 * Monday. Equal times stand for the whole calendar day.
 */
export function isInWindow(
  schedule: Omit<Schedule, 'schedule_mode'>,
  { weekday, minute }: Pick<LocalMoment, 'weekday' | 'minute'>,
): boolean {
  const start = minuteOfStoredTime(schedule.schedule_start, DEFAULT_START);
  const end = minuteOfStoredTime(schedule.schedule_end, DEFAULT_END);
  const isActive = (day: number): boolean =>
    schedule.active_days.some((name) => DAYS.indexOf(name) === (day + DAYS.length) % DAYS.length);
  if (start === end) return isActive(weekday);
  if (start < end) return start <= minute && minute < end && isActive(weekday);
  if (minute >= start) return isActive(weekday);
  return minute < end && isActive(weekday - 1);
}

/** Minute of the day of `H`, `HH` or `HH:MM`, at most 1440; `fallback` for anything else. */
export function minuteOfStoredTime(text: string | null, fallback: number): number {
  const match = /^(\d{1,2})(?::(\d{1,2}))?$/.exec(text?.trim() ?? '');
  if (match === null) return fallback;
  return Math.min(Number(match[1]) * MINUTES_PER_HOUR + Number(match[2] ?? 0), MINUTES_PER_DAY);
}

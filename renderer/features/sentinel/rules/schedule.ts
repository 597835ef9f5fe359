import { plural, t } from '@lingui/core/macro';
import { DAYS, type SentinelConfig } from '../../../../server/contract/agents/sentinel.ts';
import { formats } from '../../../hooks/format.ts';

export type Day = (typeof DAYS)[number];

export type Schedule = Pick<
  SentinelConfig,
  'schedule_mode' | 'schedule_start' | 'schedule_end' | 'active_days'
>;

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

export const DAY_NAMES: Readonly<Record<Day, string>> = {
  mon: t`Monday`,
  tue: t`Tuesday`,
  wed: t`Wednesday`,
  thu: t`Thursday`,
  fri: t`Friday`,
  sat: t`Saturday`,
  sun: t`Sunday`,
};

export const SHORT_DAYS: Readonly<Record<Day, string>> = {
  mon: t`Mon`,
  tue: t`Tue`,
  wed: t`Wed`,
  thu: t`Thu`,
  fri: t`Fri`,
  sat: t`Sat`,
  sun: t`Sun`,
};

/** A stretch of one weekday in minutes; `carried` when its window began the day before. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly carried: boolean;
}

/** Minute of the day of an `HH:MM`. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes;
}

/** A minute of the day as people here write it, `22:00` or `10:00 PM`. */
export function timeOf(minute: number): string {
  return minute === DAY ? t`midnight` : formats.timeOfDay(minute);
}

/** An hour of the day as short as it goes, `18` or `6 PM`. */
export function hourMark(hour: number): string {
  const mark = formats.timeOfDay(hour * HOUR).replace(/[:.]00/, '');
  return hour === 24 && /^0+$/.test(mark) ? '24' : mark;
}

/** `22:00 to midnight` */
export function stretchWords({ from, to, carried }: Stretch): string {
  const [begin, end] = [timeOf(from), timeOf(to)];
  return carried ? t`${begin} to ${end}, begun the day before` : t`${begin} to ${end}`;
}

function dayBefore(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + DAYS.length - 1) % DAYS.length] ?? 'sun';
}

/**
 * When Sentinel may start by itself on a weekday, in order. A window over midnight belongs to the day it began: with
 * Monday alone, 22:00 to 06:00 goes on until Tuesday morning. Equal times stand for the whole calendar day.
 */
export function stretchesOf(schedule: Schedule, day: Day): readonly Stretch[] {
  const whole = [{ from: 0, to: DAY, carried: false }];
  if (schedule.schedule_mode !== 'scheduled') return schedule.schedule_mode === 'always' ? whole : [];
  const start = minuteOf(schedule.schedule_start);
  const end = minuteOf(schedule.schedule_end);
  const isActive = schedule.active_days.includes(day);
  if (start === end) return isActive ? whole : [];
  if (start < end) return isActive ? [{ from: start, to: end, carried: false }] : [];
  const morning = { from: 0, to: end, carried: true };
  const evening = { from: start, to: DAY, carried: false };
  return [
    ...(schedule.active_days.includes(dayBefore(day)) && end > 0 ? [morning] : []),
    ...(isActive ? [evening] : []),
  ];
}

/** Minutes of a week in which Sentinel may start by itself. */
export function weeklyMinutes(schedule: Schedule): number {
  return DAYS.flatMap((day) => stretchesOf(schedule, day)).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** `56 hours a week`, `7 h 30 min a week` */
export function weeklyWords(schedule: Schedule): string {
  const minutes = weeklyMinutes(schedule);
  if (minutes === 0) return t`never`;
  if (minutes === WEEK) return t`around the clock, 168 hours a week`;
  const hours = Math.floor(minutes / HOUR);
  if (minutes % HOUR === 0) return plural(hours, { one: '# hour a week', other: '# hours a week' });
  return t`${hours} h ${minutes % HOUR} min a week`;
}

/** A weekday and the minute of it. */
export interface LocalMoment {
  readonly day: Day;
  readonly minute: number;
}

export function isWithin(schedule: Schedule, { day, minute }: LocalMoment): boolean {
  return stretchesOf(schedule, day).some(({ from, to }) => from <= minute && minute < to);
}

/** When the next window begins, `today 22:00` or `Monday 22:00`; `null` when none does. */
export function nextBegin(schedule: Schedule, { day, minute }: LocalMoment): string | null {
  const today = DAYS.indexOf(day);
  for (let ahead = 0; ahead <= DAYS.length; ahead += 1) {
    const then = DAYS[(today + ahead) % DAYS.length] ?? day;
    const next = stretchesOf(schedule, then).find(
      ({ from, carried }) => !carried && (ahead > 0 || from > minute),
    );
    if (next === undefined) continue;
    const time = timeOf(next.from);
    if (ahead === 0) return t`today ${time}`;
    return ahead === 1 ? t`tomorrow ${time}` : t`${DAY_NAMES[then]} ${time}`;
  }
  return null;
}

/** One weekday in words, for those who cannot see the preview. */
export function dayWords(schedule: Schedule, day: Day): string {
  const words = stretchesOf(schedule, day).map(stretchWords);
  return `${DAY_NAMES[day]}: ${words.length === 0 ? t`not at all` : words.join('; ')}`;
}

/** The days of a week in their usual order, with this one in or out. */
export function withDay(days: readonly Day[], day: Day, isIn: boolean): Day[] {
  return DAYS.filter((other) => (other === day ? isIn : days.includes(other)));
}

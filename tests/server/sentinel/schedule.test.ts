import { describe, expect, it } from 'vitest';
import { DAYS } from '../../../server/contract/agents/sentinel.ts';
import { localMoment, startOfLocalDay } from '../../../server/sentinel/rules/local-moment.ts';
import { openReportDay } from '../../../server/sentinel/rules/report-day.ts';
import {
  isInWindow,
  isWithinSchedule,
  minuteOfStoredTime,
  type Schedule,
} from '../../../server/sentinel/rules/schedule.ts';

type Day = (typeof DAYS)[number];

function schedule(start: string, end: string, days: readonly Day[] = DAYS): Schedule {
  return { schedule_mode: 'scheduled', schedule_start: start, schedule_end: end, active_days: [...days] };
}

const MINUTE_MS = 60_000;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Day names after each other, however the week turns. */
function dayBefore(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + 6) % 7] ?? 'mon';
}

/** Whether a window of wall-clock times holds, told from the words of the rule instead of from the code. */
function expected(active: Day, start: string, end: string, now: { day: Day; time: string }): boolean {
  const [from, until, at] = [minutesOf(start), minutesOf(end), minutesOf(now.time)];
  if (from === until) return now.day === active;
  if (from < until) return now.day === active && at >= from && at < until;
  return (now.day === active && at >= from) || (dayBefore(now.day) === active && at < until);
}

/** Clock and calendar of a zone in words, independent of the code under test. */
function wallClock(timeZone: string): (instant: Date) => { day: Day; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant) => {
    const [weekday = '', time = ''] = format.format(instant).split(/,? /);
    return { day: weekday.toLowerCase() as Day, time };
  };
}

describe('the window of the schedule', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Santiago',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Pacific/Marquesas',
  ];
  const windows: [string, string][] = [
    ['22:00', '06:00'],
    ['08:00', '17:30'],
    ['00:00', '23:59'],
    ['23:59', '00:00'],
    ['02:00', '03:00'],
    ['02:30', '02:30'],
    ['00:00', '00:00'],
    ['12:00', '11:59'],
  ];
  /** A week without a change of clocks, and weeks with one somewhere among the zones above. */
  const weeks = [
    '2026-01-12',
    '2026-03-06',
    '2026-03-27',
    '2026-04-03',
    '2026-09-04',
    '2026-10-02',
    '2026-10-23',
    '2026-10-30',
  ];

  it.each(zones)('all weekdays, windows and changes of clocks in %s', (zone) => {
    const clock = wallClock(zone);
    let compared = 0;
    for (const week of weeks) {
      for (let minute = 0; minute < 8 * 24 * 60; minute += 97) {
        const instant = new Date(Date.parse(`${week}T00:00:00Z`) + minute * MINUTE_MS);
        const now = clock(instant);
        const moment = localMoment(instant, zone);
        if (DAYS[moment.weekday] !== now.day || moment.minute !== minutesOf(now.time))
          throw new Error(`${zone} ${instant.toISOString()} is not ${now.day} ${now.time}`);
        for (const [start, end] of windows) {
          for (const day of DAYS) {
            const isOn = isInWindow(schedule(start, end, [day]), moment);
            if (isOn !== expected(day, start, end, now))
              throw new Error(`${zone} ${instant.toISOString()} ${start}-${end} ${day}: ${isOn}`);
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(50_000);
  });

  it('the hours that a change of clocks leaves out or repeats follow the wall clock', () => {
    const night = schedule('01:30', '02:30', ['sun']);
    const minutesOn = (from: string, hours: number): number => {
      let on = 0;
      for (let minute = 0; minute < hours * 60; minute += 5) {
        const instant = new Date(Date.parse(from) + minute * MINUTE_MS);
        if (isWithinSchedule(night, instant, 'Europe/Berlin')) on += 5;
      }
      return on;
    };
    expect(minutesOn('2026-03-21T22:00:00Z', 24)).toBe(60);
    expect(minutesOn('2026-03-28T22:00:00Z', 24)).toBe(30);
    expect(minutesOn('2026-10-24T22:00:00Z', 24)).toBe(90);
  });

  it.each<[string, string, boolean]>([
    ['21:59', '2026-03-02T21:59:59.999Z', false],
    ['22:00', '2026-03-02T22:00:00.000Z', true],
    ['05:59', '2026-03-03T05:59:59.999Z', true],
    ['06:00', '2026-03-03T06:00:00.000Z', false],
  ])('ai-mcp 74: 22:00–06:00 at %s', (_, instant, isOn) => {
    expect(isWithinSchedule(schedule('22:00', '06:00'), new Date(instant), 'UTC')).toBe(isOn);
  });

  it('ai-mcp 74: a window over midnight belongs to the day it began', () => {
    const mondays = schedule('22:00', '06:00', ['mon']);
    const at = (instant: string): boolean => isWithinSchedule(mondays, new Date(instant), 'UTC');
    expect(at('2026-03-02T02:00:00Z')).toBe(false);
    expect(at('2026-03-02T23:00:00Z')).toBe(true);
    expect(at('2026-03-03T02:00:00Z')).toBe(true);
    expect(at('2026-03-03T23:00:00Z')).toBe(false);
  });

  it('ai-mcp 74: no active day means never, equal times the whole day, the zone shifts the window', () => {
    const noon = new Date('2026-03-02T12:00:00Z');
    expect(isWithinSchedule(schedule('22:00', '06:00', []), noon, 'UTC')).toBe(false);
    expect(isWithinSchedule(schedule('10:00', '10:00', ['mon']), noon, 'UTC')).toBe(true);
    expect(isWithinSchedule(schedule('22:00', '06:00'), noon, 'Asia/Tokyo')).toBe(false);
    expect(isWithinSchedule(schedule('21:00', '22:00'), noon, 'Asia/Tokyo')).toBe(true);
    expect(isWithinSchedule(schedule('12:00', '13:00'), noon, 'Mars/Base')).toBe(true);
  });

  it('always and off do not look at the clock', () => {
    const noon = new Date('2026-03-02T12:00:00Z');
    const never = schedule('00:00', '00:00', []);
    expect(isWithinSchedule({ ...never, schedule_mode: 'always' }, noon, 'UTC')).toBe(true);
    expect(isWithinSchedule({ ...schedule('00:00', '00:00'), schedule_mode: 'off' }, noon, 'UTC')).toBe(
      false,
    );
  });

  it.each<[string | null, number]>([
    ['25:99', 1440],
    ['24:00', 1440],
    ['9', 540],
    ['09', 540],
    ['22:30', 1350],
    [' 7:05 ', 425],
    ['rubbish', 77],
    ['-1:00', 77],
    ['', 77],
    [null, 77],
  ])('ai-mcp 73: %j is minute %i', (text, minute) => {
    expect(minuteOfStoredTime(text, 77)).toBe(minute);
  });
});

describe('local days', () => {
  it.each<[string, string, string]>([
    ['UTC', '2026-03-02T12:34:56.789Z', '2026-03-02T00:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25T22:59:00Z', '2026-10-24T22:00:00.000Z'],
    ['Asia/Kathmandu', '2026-03-02T18:15:00Z', '2026-03-02T18:15:00.000Z'],
    // Clocks there jump from midnight to one o'clock: the day begins an hour late.
    ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z'],
    ['Mars/Base', '2026-03-02T12:00:00Z', '2026-03-02T00:00:00.000Z'],
  ])('in %s the day of %s began at %s', (zone, instant, start) => {
    const begun = startOfLocalDay(new Date(instant), zone);
    expect(begun.toISOString()).toBe(start);
    const dates = [begun, new Date(begun.getTime() - 1)].map((at) => localMoment(at, zone).date);
    expect(dates[0]).not.toBe(dates[1]);
  });

  it.each<[string, string, string, string | undefined]>([
    ['07:00', 'UTC', '2026-03-02T06:59:59Z', undefined],
    ['07:00', 'UTC', '2026-03-02T07:00:00Z', '2026-03-02'],
    ['07:00', 'UTC', '2026-03-02T08:59:59Z', '2026-03-02'],
    ['07:00', 'UTC', '2026-03-02T09:00:00Z', undefined],
    ['23:30', 'UTC', '2026-03-03T01:29:00Z', '2026-03-02'],
    ['23:30', 'UTC', '2026-03-03T01:30:00Z', undefined],
    // The clock jumps from 02:00 to 03:00.
    ['02:30', 'Europe/Berlin', '2026-03-29T00:59:00Z', undefined],
    ['02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29'],
    // It shows 02:30 twice; both belong to the same day.
    ['02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25'],
    ['02:30', 'Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25'],
  ])('the report of %s in %s at %s is that of %s', (time, zone, instant, day) => {
    expect(openReportDay(time, new Date(instant), zone)).toBe(day);
  });
});

import { describe, expect, it } from 'vitest';
import {
  dayWords,
  isWithin,
  nextBegin,
  type Schedule,
  stretchesOf,
  weeklyMinutes,
  weeklyWords,
  withDay,
} from '../../renderer/features/sentinel/rules/schedule.ts';
import { formats } from '../../renderer/hooks/format.ts';
import { cooldownProblem, timeProblem } from '../../renderer/features/sentinel/rules/field-problems.ts';
import { DAYS } from '../../server/contract/agents/sentinel.ts';
import { isWithinSchedule } from '../../server/sentinel/rules/schedule.ts';

function schedule(start: string, end: string, days: Schedule['active_days'] = [...DAYS]): Schedule {
  return { schedule_mode: 'scheduled', schedule_start: start, schedule_end: end, active_days: days };
}

describe('the preview of the schedule', () => {
  it('a window over midnight belongs to the day it began', () => {
    const night = schedule('22:00', '06:00', ['mon']);
    expect(stretchesOf(night, 'mon')).toEqual([{ from: 1320, to: 1440, carried: false }]);
    expect(stretchesOf(night, 'tue')).toEqual([{ from: 0, to: 360, carried: true }]);
    expect(stretchesOf(night, 'wed')).toEqual([]);
    expect(stretchesOf(schedule('22:00', '06:00', ['sun']), 'mon')).toEqual([
      { from: 0, to: 360, carried: true },
    ]);
    expect(dayWords(night, 'tue')).toBe(
      `Tuesday: ${formats.timeOfDay(0)} to ${formats.timeOfDay(360)}, begun the day before`,
    );
    expect(dayWords(night, 'wed')).toBe('Wednesday: not at all');
  });

  it('a window up to midnight reaches into no other day', () => {
    expect(stretchesOf(schedule('22:00', '00:00', ['mon']), 'tue')).toEqual([]);
    expect(weeklyMinutes(schedule('22:00', '00:00'))).toBe(7 * 120);
  });

  it('counts the hours of a week', () => {
    expect(weeklyWords(schedule('22:00', '06:00'))).toBe('56 hours a week');
    expect(weeklyWords(schedule('08:00', '09:00', ['mon']))).toBe('1 hour a week');
    expect(weeklyWords(schedule('08:00', '08:45', ['mon', 'tue']))).toBe('1 h 30 min a week');
    expect(weeklyWords(schedule('08:00', '08:00'))).toBe('around the clock, 168 hours a week');
    expect(weeklyWords(schedule('08:00', '17:00', []))).toBe('never');
    expect(weeklyWords({ ...schedule('08:00', '17:00'), schedule_mode: 'off' })).toBe('never');
  });

  it('shows at every half hour what the server does', () => {
    const windows = [
      ['22:00', '06:00'],
      ['08:30', '17:30'],
      ['00:00', '00:00'],
      ['13:30', '13:30'],
      ['18:00', '00:00'],
      ['00:00', '06:00'],
    ] as const;
    const choices = [[...DAYS], ['sun'], ['fri', 'sat']] as const;
    // A Monday, in UTC.
    const monday = Date.parse('2026-06-01T00:00:00Z');
    for (const [start, end] of windows)
      for (const days of choices) {
        const wanted = schedule(start, end, [...days]);
        for (let half = 0; half < 7 * 48; half += 1) {
          const day = DAYS[Math.floor(half / 48)] ?? 'mon';
          const minute = (half % 48) * 30;
          const told = isWithin(wanted, { day, minute });
          const done = isWithinSchedule(wanted, new Date(monday + half * 1_800_000), 'UTC');
          expect(told, `${start} to ${end} on ${days.join()}: ${day} ${minute}`).toBe(done);
        }
      }
  });

  it('says when the next window begins', () => {
    const night = schedule('22:00', '06:00', ['mon']);
    const ten = formats.timeOfDay(1320);
    expect(nextBegin(night, { day: 'mon', minute: 600 })).toBe(`today ${ten}`);
    expect(nextBegin(night, { day: 'sun', minute: 600 })).toBe(`tomorrow ${ten}`);
    expect(nextBegin(night, { day: 'tue', minute: 600 })).toBe(`Monday ${ten}`);
    expect(nextBegin(schedule('08:00', '09:00', ['mon']), { day: 'mon', minute: 600 })).toBe(
      `Monday ${formats.timeOfDay(480)}`,
    );
    expect(nextBegin(schedule('08:00', '09:00', []), { day: 'mon', minute: 600 })).toBeNull();
  });
});

describe('the fields of the schedule', () => {
  it('keeps days in their usual order, each once', () => {
    expect(withDay(['sun', 'mon'], 'wed', true)).toEqual(['mon', 'wed', 'sun']);
    expect(withDay(['mon', 'wed'], 'wed', false)).toEqual(['mon']);
    expect(withDay(['mon'], 'mon', true)).toEqual(['mon']);
  });

  it('sends no time and no pause that the server would refuse', () => {
    for (const time of ['00:00', '23:59']) expect(timeProblem(time)).toBeNull();
    for (const time of ['', '24:00', '9:00', '+1:05', '12:60']) expect(timeProblem(time)).not.toBeNull();
    for (const minutes of ['1', '60']) expect(cooldownProblem(minutes)).toBeNull();
    for (const minutes of ['', '0', '61', '1.5', 'x']) expect(cooldownProblem(minutes)).not.toBeNull();
  });
});

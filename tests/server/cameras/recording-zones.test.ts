import { describe, expect, it } from 'vitest';
import { localMinute, shouldRecord } from '../../../server/cameras/recording-schedule.ts';

interface Row {
  readonly zone: string;
  readonly window: readonly [start: string, end: string];
  /** UTC instants inside the window. */
  readonly on: readonly string[];
  readonly off: readonly string[];
}

const TABLE: Readonly<Record<string, Row>> = {
  'a day in UTC': {
    zone: 'UTC',
    window: ['08:00', '17:00'],
    on: ['2026-05-05T08:00:00Z', '2026-05-05T16:59:59Z'],
    off: ['2026-05-05T07:59:59Z', '2026-05-05T17:00:00Z', '2026-05-05T00:00:00Z'],
  },
  'New York in winter and in summer': {
    zone: 'America/New_York',
    window: ['08:00', '17:00'],
    on: ['2026-01-15T13:00:00Z', '2026-01-15T21:59:00Z', '2026-07-15T12:00:00Z', '2026-07-15T20:59:00Z'],
    off: ['2026-01-15T12:59:00Z', '2026-01-15T22:00:00Z', '2026-07-15T11:59:00Z', '2026-07-15T21:00:00Z'],
  },
  // On 8 March 2026 02:00–03:00 does not exist there: 07:00Z is 03:00.
  'New York, the night without 02:30': {
    zone: 'America/New_York',
    window: ['01:30', '03:30'],
    on: ['2026-03-08T06:30:00Z', '2026-03-08T06:59:59Z', '2026-03-08T07:00:00Z', '2026-03-08T07:29:00Z'],
    off: ['2026-03-08T06:29:00Z', '2026-03-08T07:30:00Z'],
  },
  'New York, a window inside the missing hour is skipped': {
    zone: 'America/New_York',
    window: ['02:15', '02:45'],
    on: ['2026-03-07T07:15:00Z', '2026-03-09T06:15:00Z'],
    off: ['2026-03-08T06:59:59Z', '2026-03-08T07:00:00Z', '2026-03-08T07:15:00Z', '2026-03-08T07:30:00Z'],
  },
  // On 1 November 2026 01:00–02:00 comes twice: 05:xxZ and 06:xxZ.
  'New York, the night with 01:30 twice': {
    zone: 'America/New_York',
    window: ['01:15', '01:45'],
    on: ['2026-11-01T05:15:00Z', '2026-11-01T05:44:00Z', '2026-11-01T06:15:00Z', '2026-11-01T06:44:00Z'],
    off: ['2026-11-01T05:14:00Z', '2026-11-01T05:45:00Z', '2026-11-01T06:00:00Z', '2026-11-01T06:45:00Z'],
  },
  'New York, overnight through the longer night': {
    zone: 'America/New_York',
    window: ['22:00', '06:00'],
    on: ['2026-11-01T02:00:00Z', '2026-11-01T06:30:00Z', '2026-11-01T10:59:00Z'],
    off: ['2026-11-01T01:59:00Z', '2026-11-01T11:00:00Z'],
  },
  // Half an hour of summer time: +10:30 in winter, +11 in summer.
  'Lord Howe in both halves of the year': {
    zone: 'Australia/Lord_Howe',
    window: ['08:00', '09:00'],
    on: ['2026-07-14T21:30:00Z', '2026-07-14T22:29:00Z', '2026-01-14T21:00:00Z', '2026-01-14T21:59:00Z'],
    off: ['2026-07-14T21:29:00Z', '2026-07-14T22:30:00Z', '2026-01-14T20:59:00Z', '2026-01-14T22:00:00Z'],
  },
  // On 5 April 2026 02:00 goes back to 01:30 (15:00Z): 01:30–02:00 comes twice.
  'Lord Howe, the night with half an hour twice': {
    zone: 'Australia/Lord_Howe',
    window: ['01:30', '02:00'],
    on: ['2026-04-04T14:30:00Z', '2026-04-04T14:59:00Z', '2026-04-04T15:00:00Z', '2026-04-04T15:29:00Z'],
    off: ['2026-04-04T14:29:00Z', '2026-04-04T15:30:00Z'],
  },
  // On 4 October 2026 02:00 goes on to 02:30 (15:30Z).
  'Lord Howe, the night that lacks half an hour': {
    zone: 'Australia/Lord_Howe',
    window: ['02:00', '02:30'],
    on: ['2026-10-02T15:30:00Z', '2026-10-02T15:59:00Z'],
    off: ['2026-10-03T15:29:00Z', '2026-10-03T15:30:00Z', '2026-10-03T16:00:00Z'],
  },
  'Kathmandu, five hours and three quarters ahead': {
    zone: 'Asia/Kathmandu',
    window: ['18:00', '18:15'],
    on: ['2026-02-01T12:15:00Z', '2026-02-01T12:29:59Z', '2026-08-01T12:15:00Z'],
    off: ['2026-02-01T12:14:59Z', '2026-02-01T12:30:00Z'],
  },
  'Kathmandu, overnight': {
    zone: 'Asia/Kathmandu',
    window: ['23:45', '00:15'],
    on: ['2026-02-01T18:00:00Z', '2026-02-01T18:15:00Z', '2026-02-01T18:29:00Z'],
    off: ['2026-02-01T17:59:00Z', '2026-02-01T18:30:00Z'],
  },
  'midnight to the last minute': {
    zone: 'Europe/London',
    window: ['00:00', '23:59'],
    on: ['2026-06-30T23:00:00Z', '2026-07-01T22:58:59Z'],
    off: ['2026-07-01T22:59:00Z', '2026-07-01T22:59:59Z'],
  },
  'equal ends are never': {
    zone: 'America/New_York',
    window: ['08:00', '08:00'],
    on: [],
    off: ['2026-01-15T13:00:00Z', '2026-01-15T12:59:00Z', '2026-01-15T01:00:00Z'],
  },
  'an unknown zone is UTC': {
    zone: 'Mars/Olympus_Mons',
    window: ['12:00', '13:00'],
    on: ['2026-01-15T12:30:00Z'],
    off: ['2026-01-15T13:00:00Z'],
  },
};

describe('cloudnode 19, rest 53: schedules by zone', () => {
  it.each(Object.entries(TABLE))('%s', (_, { zone, window, on, off }) => {
    const [scheduledStart, scheduledEnd] = window;
    const policy = { continuous247: false, scheduledRecording: true, scheduledStart, scheduledEnd };
    const records = (instant: string) => shouldRecord(policy, localMinute(new Date(instant), zone));
    expect(on.filter((instant) => !records(instant))).toEqual([]);
    expect(off.filter((instant) => records(instant))).toEqual([]);
  });

  it('an overnight window and its daytime counterpart never overlap and leave no minute out', () => {
    const between = (start: string, end: string) => ({
      continuous247: false,
      scheduledRecording: true,
      scheduledStart: start,
      scheduledEnd: end,
    });
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const night = shouldRecord(between('21:45', '06:15'), minute);
      expect(shouldRecord(between('06:15', '21:45'), minute)).toBe(!night);
    }
  });
});

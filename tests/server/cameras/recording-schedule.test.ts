import { describe, expect, it } from 'vitest';
import {
  localMinute,
  shouldRecord,
  type RecordingPolicy,
} from '../../../server/cameras/recording-schedule.ts';

function schedule(scheduledStart: string | null, scheduledEnd: string | null): RecordingPolicy {
  return { continuous247: false, scheduledRecording: true, scheduledStart, scheduledEnd };
}

const at = (hour: number, minute = 0) => hour * 60 + minute;

describe('what to record', () => {
  it('rest 53: within the day, the end not included', () => {
    const day = schedule('08:00', '17:00');
    expect(shouldRecord(day, at(12))).toBe(true);
    expect(shouldRecord(day, at(8))).toBe(true);
    expect(shouldRecord(day, at(7, 59))).toBe(false);
    expect(shouldRecord(day, at(17))).toBe(false);
    expect(shouldRecord(day, at(18, 30))).toBe(false);
  });

  it('rest 53: overnight', () => {
    const night = schedule('22:00', '06:00');
    expect(shouldRecord(night, at(23, 30))).toBe(true);
    expect(shouldRecord(night, at(5, 59))).toBe(true);
    expect(shouldRecord(night, at(6))).toBe(false);
    expect(shouldRecord(night, at(12))).toBe(false);
  });

  it('rest 53, 54: equal, missing or malformed times mean never; continuous means always', () => {
    expect(shouldRecord(schedule('08:00', '08:00'), at(8))).toBe(false);
    expect(shouldRecord(schedule(null, '08:00'), at(7))).toBe(false);
    expect(shouldRecord(schedule('25:00', '08:00'), at(7))).toBe(false);
    expect(shouldRecord(schedule('7:00', '08:00'), at(7, 30))).toBe(false);
    expect(shouldRecord({ ...schedule('08:00', '17:00'), continuous247: true }, at(3))).toBe(true);
    expect(shouldRecord({ ...schedule('00:00', '23:59'), scheduledRecording: false }, at(3))).toBe(false);
  });

  it('rest 53: the wall clock of a zone, in summer and winter; an unknown zone is UTC', () => {
    const summer = new Date('2026-07-01T12:30:00Z');
    const winter = new Date('2026-01-01T12:30:00Z');
    expect(localMinute(summer, 'America/Los_Angeles')).toBe(at(5, 30));
    expect(localMinute(winter, 'America/Los_Angeles')).toBe(at(4, 30));
    expect(localMinute(winter, 'Asia/Kathmandu')).toBe(at(18, 15));
    expect(localMinute(new Date('2026-01-01T00:05:00Z'), 'UTC')).toBe(5);
    expect(localMinute(winter, 'Nowhere/Land')).toBe(at(12, 30));
    expect(localMinute(winter, '')).toBe(at(12, 30));
  });
});

import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../renderer/api/download.ts';
import { cleanColor } from '../../renderer/components/data/group-mark.tsx';
import { matching } from '../../renderer/components/input/combobox.tsx';
import { detailWords } from '../../renderer/features/admin/audit/detail-words.ts';
import { eventLabel } from '../../renderer/features/admin/audit/event-words.ts';
import { lengthWords } from '../../renderer/features/admin/health-words.ts';
import { slicesOf, ticksOf } from '../../renderer/features/motion/lanes.ts';
import { byCamera, dayWords } from '../../renderer/features/nodes/archive/day-words.ts';
import { draftErrors, draftOf, policyOf } from '../../renderer/features/wall/recording/policy-draft.ts';
import { recordingState } from '../../renderer/features/wall/recording/recording-state.ts';
import { inChoice, parseChoice } from '../../renderer/features/wall/use-group-filter.ts';

const HOUR_MS = 3_600_000;

describe('recording', () => {
  it.each([
    [true, true, 'recording'],
    [true, false, 'requested'],
    [true, null, 'requested'],
    [false, true, 'stopping'],
    [false, false, 'off'],
    [false, null, 'off'],
  ])('wanted %s and told to the node %s is %s', (wanted, reported, state) => {
    expect(recordingState({ recording: { wanted, reported } })).toBe(state);
  });

  it('the form sends one mode on and the other off, and never loses kept times by switching off', () => {
    expect(policyOf({ mode: 'continuous', start: '08:00', end: '17:00' })).toEqual({
      continuous_24_7: true,
      scheduled_recording: false,
    });
    expect(policyOf({ mode: 'scheduled', start: '22:00', end: '06:00' })).toEqual({
      continuous_24_7: false,
      scheduled_recording: true,
      scheduled_start: '22:00',
      scheduled_end: '06:00',
    });
  });

  it('starts from 08:00 to 17:00 where no times are kept', () => {
    const policy = {
      continuous_24_7: false,
      scheduled_recording: false,
      scheduled_start: null,
      scheduled_end: '',
    };
    expect(draftOf(policy)).toEqual({ mode: 'off', start: '08:00', end: '17:00' });
  });

  it('says which time is wrong', () => {
    expect(draftErrors({ mode: 'scheduled', start: '', end: '17:00' })).toHaveProperty('start');
    expect(draftErrors({ mode: 'scheduled', start: '08:00', end: '08:00' })).toHaveProperty('end');
    expect(draftErrors({ mode: 'scheduled', start: '22:00', end: '06:00' })).toEqual({});
    expect(draftErrors({ mode: 'off', start: '', end: '' })).toEqual({});
  });
});

describe('group filter', () => {
  it('a group that is gone, or damaged storage, means all', () => {
    const groups = [{ id: 1 }, { id: 2 }];
    expect([2, 'none', 9, 'x', null, {}].map((value) => parseChoice(value, groups))).toEqual([
      2,
      'none',
      'all',
      'all',
      'all',
      'all',
    ]);
  });

  it('keeps the cameras of the group, or those of none', () => {
    expect(inChoice({ group_id: 1 }, 1)).toBe(true);
    expect(inChoice({ group_id: null }, 1)).toBe(false);
    expect(inChoice({ group_id: null }, 'none')).toBe(true);
    expect(inChoice({ group_id: 1 }, 'none')).toBe(false);
    expect(inChoice({ group_id: 1 }, 'all')).toBe(true);
  });

  it('a colour goes into a style only as a plain hexadecimal one', () => {
    expect(cleanColor('#22c55e')).toBe('#22c55e');
    expect(cleanColor('red;background:url(x)')).toBe('var(--idle)');
  });
});

describe('motion timeline', () => {
  const now = Date.parse('2026-05-30T12:00:00Z');
  const at = (hoursAgo: number, score: number) => ({
    score,
    timestamp: new Date(now - hoursAgo * HOUR_MS).toISOString(),
  });

  it('puts motion into its slice with count and highest score, and leaves out what is older', () => {
    const slices = slicesOf([at(0, 5), at(0.1, 60), at(12.1, 30), at(25, 99)], 24, now, 24);
    expect(slices.map(({ from, count, peak }) => [Math.round(from * 24), count, peak])).toEqual([
      [11, 1, 30],
      [23, 2, 60],
    ]);
  });

  it('writes about six hours below it, in order', () => {
    const ticks = ticksOf(24, now);
    expect(ticks.length).toBeGreaterThanOrEqual(5);
    expect(ticks.map(({ at: share }) => share)).toEqual(
      ticks.map(({ at: share }) => share).toSorted((a, b) => a - b),
    );
  });
});

describe('files and lists', () => {
  it.each([
    ['attachment; filename="audit-log-org-2026.csv"', 'audit-log-org-2026.csv'],
    ["attachment; filename=a.csv; filename*=UTF-8''B%C3%A4ckerei.csv", 'Bäckerei.csv'],
    ['attachment; filename="../../x.csv"', '.._.._x.csv'],
    ["attachment; filename=a.csv; filename*=UTF-8''%E0%A4%A", 'a.csv'],
    ['attachment', 'fallback.csv'],
    [null, 'fallback.csv'],
  ])('%s is saved as %s', (header, name) => {
    expect(fileNameOf(header, 'fallback.csv')).toBe(name);
  });

  it('finds a time zone by parts of its words', () => {
    const zones = ['America/New_York', 'America/North_Dakota/New_Salem', 'Europe/Paris'];
    expect(matching(zones, 'new york')).toEqual(['America/New_York']);
    expect(matching(zones, 'america new')).toHaveLength(2);
    expect(matching(zones, '')).toEqual(zones);
  });

  it('reads audit details as words, and unknown events by their own name', () => {
    expect(eventLabel('node_created')).toBe('Node added');
    expect(eventLabel('brand_new_thing')).toBe('Brand new thing');
    expect(detailWords('{"camera_id":"c1","recording":true}')).toBe('camera: c1, recording: yes');
    expect(detailWords('not json')).toBe('not json');
    expect(detailWords(null)).toBe('');
  });

  it('lists recording days by camera, the newest first', () => {
    const day = (cameraId: string, date: string) => ({
      camera_id: cameraId,
      date,
      segment_count: 1,
      total_size_bytes: 1,
    });
    const list = byCamera([day('a', '2026-05-28'), day('b', '2026-05-29'), day('a', '2026-05-30')]);
    expect(list.map(([id, days]) => [id, days.map(({ date }) => date)])).toEqual([
      ['a', ['2026-05-30', '2026-05-28']],
      ['b', ['2026-05-29']],
    ]);
    expect(dayWords('nonsense')).toBe('nonsense');
  });

  it.each([
    [1, '1 second'],
    [30, '30 seconds'],
    [60, '1 minute'],
    [86_400, '1 day'],
    [172_800, '2 days'],
  ])('%d s is %s', (seconds, words) => {
    expect(lengthWords(seconds)).toBe(words);
  });
});

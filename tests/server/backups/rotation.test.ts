import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { backupName, parseBackupName, type BackupFile } from '../../../server/backups/backup-files.ts';
import { nextBackup, parseSchedule } from '../../../server/backups/schedule/backup-schedule.ts';
import { outdatedBackups } from '../../../server/backups/schedule/rotation.ts';

const DAY_MS = 86_400_000;

function backup(at: Date, kind: BackupFile['kind'] = 'scheduled'): BackupFile {
  return { name: `${kind} ${at.toISOString()}`, kind, at, bytes: 1 };
}

/** One backup each day up to `last`, rotated each time, as a server that is never off does it. */
function afterDays(days: number, last: Date): readonly BackupFile[] {
  let kept: readonly BackupFile[] = [];
  for (let ago = days - 1; ago >= 0; ago -= 1) {
    const now = new Date(last.getTime() - ago * DAY_MS);
    const all = [backup(now), ...kept];
    const outdated = new Set(outdatedBackups(all, now));
    kept = all.filter((one) => !outdated.has(one));
  }
  return kept;
}

const days = (backups: readonly BackupFile[]): string[] =>
  backups
    .map(({ at }) => at.toISOString().slice(0, 10))
    .toSorted()
    .toReversed();

describe('rotation', () => {
  it('after half a year there are the last 7 days and the last day of 4 weeks before them', () => {
    // 1 July 2026 is a Wednesday.
    expect(days(afterDays(180, new Date('2026-07-01T03:00:00Z')))).toEqual([
      '2026-07-01',
      '2026-06-30',
      '2026-06-29',
      '2026-06-28',
      '2026-06-27',
      '2026-06-26',
      '2026-06-25',
      '2026-06-24',
      '2026-06-21',
      '2026-06-14',
      '2026-06-07',
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'weekday %i: never more than 11, never a gap of more than a week',
    (offset) => {
      const last = new Date(Date.parse('2026-07-01T03:00:00Z') + offset * DAY_MS);
      const kept = afterDays(180, last).map(({ at }) => at.getTime());
      expect(kept.length).toBeLessThanOrEqual(11);
      const oldest = Math.min(...kept);
      expect(last.getTime() - oldest).toBeGreaterThanOrEqual(21 * DAY_MS);
      const sorted = kept.toSorted((a, b) => a - b);
      for (const [index, at] of sorted.entries())
        if (index > 0) expect(at - (sorted[index - 1] ?? 0)).toBeLessThanOrEqual(7 * DAY_MS);
    },
  );

  it('of one day only the newest stays', () => {
    const now = new Date('2026-07-01T20:00:00Z');
    const early = backup(new Date('2026-07-01T03:00:00Z'));
    expect(outdatedBackups([early, backup(now)], now)).toEqual([early]);
  });

  it('touches no backup made by hand, none put there, and none from the future', () => {
    const now = new Date('2026-07-01T20:00:00Z');
    const many = (kind: BackupFile['kind'], from: string) =>
      Array.from({ length: 60 }, (_, ago) => backup(new Date(Date.parse(from) - ago * DAY_MS), kind));
    expect(outdatedBackups(many('manual', '2026-07-01T10:00:00Z'), now)).toEqual([]);
    expect(outdatedBackups(many('other', '2026-07-01T10:00:00Z'), now)).toEqual([]);
    expect(outdatedBackups(many('scheduled', '2027-07-01T10:00:00Z'), now)).toEqual([]);
  });
});

describe('schedule', () => {
  const nightly = { enabled: true, hour: 3 };
  /** A time of this computer's clock. */
  const local = (day: number, hour: number, minute = 0): Date => new Date(2026, 5, day, hour, minute);

  it('is every night at 3 until somebody says otherwise, also when the setting cannot be read', () => {
    expect(parseSchedule(undefined)).toEqual(nightly);
    expect(parseSchedule('nonsense')).toEqual(nightly);
    expect(parseSchedule('{"enabled":true,"hour":24}')).toEqual(nightly);
    expect(parseSchedule('{"enabled":false,"hour":22}')).toEqual({ enabled: false, hour: 22 });
  });

  it('is due from its hour on, also when the computer was off then', () => {
    const yesterdays = [backup(local(9, 3, 1))];
    expect(nextBackup(nightly, yesterdays, local(10, 2, 59))).toEqual(local(10, 3));
    expect(nextBackup(nightly, yesterdays, local(10, 3))).toEqual(local(10, 3));
    expect(nextBackup(nightly, yesterdays, local(10, 15))).toEqual(local(10, 3));
    expect(nextBackup(nightly, [backup(local(10, 15)), ...yesterdays], local(10, 15, 5))).toEqual(
      local(11, 3),
    );
  });

  it('a backup made by hand does not replace it, nor one dated in the future', () => {
    expect(nextBackup(nightly, [backup(local(10, 4), 'manual')], local(10, 5))).toEqual(local(10, 3));
    expect(nextBackup(nightly, [backup(local(28, 4))], local(10, 5))).toEqual(local(10, 3));
  });

  describe('where the clock is put forward and back', () => {
    beforeAll(() => void vi.stubEnv('TZ', 'Europe/Berlin'));
    afterAll(() => void vi.unstubAllEnvs());

    it.each([0, 1, 2, 3, 4, 12, 23])(
      'at %i there is exactly one backup for each night of the year',
      (hour) => {
        expect(new Date(2026, 6, 1).getTimezoneOffset()).toBe(-120);
        let made: BackupFile[] = [];
        const end = new Date(2027, 0, 2).getTime();
        for (let at = new Date(2026, 0, 1).getTime(); at < end; at += 300_000) {
          const now = new Date(at);
          const due = nextBackup({ enabled: true, hour }, made, now);
          if (due !== undefined && due <= now) made = [backup(now), ...made.slice(0, 400)];
        }
        // The first at once; it is for the night before unless it is its very hour.
        const scheduled = made.slice(0, -1);
        const dates = scheduled.map(({ at }) => at.toDateString());
        expect(new Set(dates).size).toBe(scheduled.length);
        expect(scheduled.length).toBe(hour === 0 ? 365 : 366);
        expect(new Set(scheduled.map(({ at }) => at.getHours()))).toEqual(
          new Set(hour === 2 ? [2, 3] : [hour]),
        );
      },
    );

    it('tells the next one for its own hour on the day after the clock was put forward', () => {
      const night = new Date(2026, 2, 29, 3, 5);
      expect(nextBackup({ enabled: true, hour: 2 }, [backup(night)], new Date(2026, 2, 29, 4))).toEqual(
        new Date(2026, 2, 30, 2),
      );
    });
  });

  it('switched off, nothing is due', () => {
    expect(nextBackup({ enabled: false, hour: 3 }, [], local(10, 5))).toBeUndefined();
  });
});

describe('name', () => {
  const at = new Date('2026-03-01T12:34:56.789Z');

  it.each(['manual', 'scheduled'] as const)('of a %s backup tells its kind and moment', (kind) => {
    expect(parseBackupName(backupName(kind, at))).toEqual({ kind, at });
  });

  it.each(['cameras.db', 'sentinel-.db', 'sentinel-2026-99-01T12-34-56-789Z.db', 'sentinel.db'])(
    '%s tells nothing',
    (name) => {
      expect(parseBackupName(name)).toBeUndefined();
    },
  );
});

import { backupSchedule, type BackupSchedule } from '../../contract/backups.ts';
import type { BackupFile } from '../backup-files.ts';

/** Setting that holds the schedule as JSON. */
export const SCHEDULE_KEY = 'backup_schedule';

const UNTOUCHED: BackupSchedule = { enabled: true, hour: 3 };

/** The schedule a stored setting says; every night at 3 when there is none or it cannot be read. */
export function parseSchedule(stored: string | undefined): BackupSchedule {
  if (stored === undefined) return UNTOUCHED;
  try {
    return backupSchedule.parse(JSON.parse(stored));
  } catch {
    return UNTOUCHED;
  }
}

/**
 * The moment of a day's backup by this computer's clock, `days` after that of `now`. Each is reckoned from its own date: an
 * hour that the clock skips in spring is an hour later on that one day only.
 */
function turnOf(now: Date, hour: number, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/**
 * When the next scheduled backup is due; a moment not after `now` means at once, because the computer was off at its
 * hour. Undefined while they are switched off. Backups dated after `now` come from a clock that was wrong.
 */
export function nextBackup(
  schedule: BackupSchedule,
  existing: readonly BackupFile[],
  now: Date,
): Date | undefined {
  if (!schedule.enabled) return undefined;
  const today = turnOf(now, schedule.hour, 0);
  const isToday = today <= now;
  const turn = isToday ? today : turnOf(now, schedule.hour, -1);
  const isDone = existing.some(({ kind, at }) => kind === 'scheduled' && at >= turn && at <= now);
  if (!isDone) return turn;
  return isToday ? turnOf(now, schedule.hour, 1) : today;
}

import { backupSchedule, type BackupSchedule } from '../contract/backups.ts';
import type { BackupFile } from './backup-files.ts';

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

/** The last moment at or before `now` at which a backup should have been made, by this computer's clock. */
function lastTurn(now: Date, hour: number): Date {
  const turn = new Date(now);
  turn.setHours(hour, 0, 0, 0);
  if (turn > now) turn.setDate(turn.getDate() - 1);
  return turn;
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
  const turn = lastTurn(now, schedule.hour);
  const isDone = existing.some(({ kind, at }) => kind === 'scheduled' && at >= turn && at <= now);
  if (!isDone) return turn;
  const next = new Date(turn);
  next.setDate(next.getDate() + 1);
  return next;
}

import type { BackupFile } from '../backup-files.ts';

const DAYS_KEPT = 7;
const WEEKS_KEPT = 4;
const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday; with three days more, weeks begin on Monday. */
const DAYS_TO_MONDAY = 3;

const dayOf = ({ at }: BackupFile): number => Math.floor(at.getTime() / DAY_MS);
const weekOf = (backup: BackupFile): number => Math.floor((dayOf(backup) + DAYS_TO_MONDAY) / 7);

/**
 * Scheduled backups that are no longer needed: the newest of each of the last 7 days that have one stay, and of what is
 * older the newest of each of the last 4 weeks (UTC). Backups made by hand are never among them. Those dated after
 * `now` come from a clock that was wrong, and stay until it is right.
 */
export function outdatedBackups(backups: readonly BackupFile[], now: Date): readonly BackupFile[] {
  const scheduled = backups
    .filter(({ kind, at }) => kind === 'scheduled' && at <= now)
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const daily = newestOfEach(scheduled, dayOf, DAYS_KEPT);
  const days = new Set(daily.map(dayOf));
  const older = scheduled.filter((backup) => !days.has(dayOf(backup)));
  const kept = new Set([...daily, ...newestOfEach(older, weekOf, WEEKS_KEPT)]);
  return scheduled.filter((backup) => !kept.has(backup));
}

/** The first backup of each of the first `count` spans; `backups` is newest first. */
function newestOfEach(
  backups: readonly BackupFile[],
  spanOf: (backup: BackupFile) => number,
  count: number,
): readonly BackupFile[] {
  const newest = new Map<number, BackupFile>();
  for (const backup of backups) if (!newest.has(spanOf(backup))) newest.set(spanOf(backup), backup);
  return [...newest.values()].slice(0, count);
}

import { join } from 'node:path';
import { backupFolder, listBackups } from '../../backups/backup-files.ts';
import type { BackupKeeper } from '../../backups/backup-keeper.ts';
import type { Clock } from '../../clock.ts';
import type { BackupSchedule } from '../../contract/backups.ts';
import { findingsOf, type Finding } from '../finding.ts';
import { isSoundDatabase } from '../sqlite-check.ts';

export interface BackupsCheckDeps {
  readonly clock: Clock;
  readonly dataDir: string;
  readonly schedule: () => Promise<BackupSchedule>;
  /** Why the last backup failed; undefined when it did not, or nobody remembers. */
  readonly failure: () => BackupKeeper['failure'];
  /** When this installation came to be; it cannot have older backups. */
  readonly since: () => Promise<Date | undefined>;
}

const { ok, warn, bad } = findingsOf('backups');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STALE_DAYS = 3;

/** Whether there is a backup, how old it is, and whether it could be used. */
export async function checkBackups(deps: BackupsCheckDeps): Promise<Finding> {
  const { clock, dataDir, schedule, since } = deps;
  const failure = deps.failure();
  if (failure !== undefined) return bad('backups_failed', { reason: failure.message });
  const folder = backupFolder(dataDir);
  const now = clock.now().getTime();
  const [newest] = await listBackups(folder);
  const from = newest?.at ?? (await since());
  const ageMs = from === undefined ? 0 : now - from.getTime();
  const days = Math.floor(ageMs / DAY_MS);
  const isOld = days >= STALE_DAYS;
  if (newest !== undefined && !(await isSoundDatabase(join(folder, newest.name))))
    return bad('backups_damaged', { name: newest.name });
  if (!isOld) {
    return newest === undefined
      ? ok('backups_not_yet')
      : ok('backups_ok', { hours: Math.max(0, Math.floor(ageMs / HOUR_MS)) });
  }
  return (await schedule()).enabled ? bad('backups_stale', { days }) : warn('backups_off', { days });
}

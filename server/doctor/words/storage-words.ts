import type { DoctorCode } from '../../contract/doctor.ts';
import type { Facts } from '../finding.ts';
import type { Words } from '../words.ts';

const gigabytes = (facts: Facts, name: string): string => `${(Number(facts[name]) / 1e9).toFixed(1)} GB`;
const FREE_SPACE =
  'Free some space: delete old backups and copies named “before-…” in the data directory, or move the data with SENTINEL_DATA_DIR.';

/** The data directory, the database, the disk and the backups. */
export const storageWords = {
  data_ok: () => ['The data directory can be written.'],
  data_not_writable: () => [
    'The data directory cannot be written.',
    'Connect its disk again if it is a separate one, correct the owner of the folder, or set SENTINEL_DATA_DIR to another one; then restart the server.',
  ],
  database_ok: (facts) => [`The database is sound (${(Number(facts['bytes']) / 1e6).toFixed(1)} MB).`],
  database_none: () => ['There is no database yet; it is made at the first start.'],
  database_missing: () => [
    'The file of the database is gone while the server runs.',
    'Connect its disk again and restart the server. If the file is lost, stop the server and restore the newest backup: npm run restore -- FILE.',
  ],
  database_damaged: () => [
    'The database is damaged.',
    'Stop the server and restore the newest backup: npm run restore -- FILE. The damaged file is kept.',
  ],
  database_refuses_writes: () => ['Changes are not stored: the disk is full or refuses writes.', FREE_SPACE],
  disk_ok: (facts) => [
    `The disk is ${facts['percent_used']} % full, ${gigabytes(facts, 'bytes_free')} free.`,
  ],
  disk_filling: (facts) => [
    `At the pace of the last weeks the disk is full in ${facts['days']} days (${gigabytes(facts, 'bytes_free')} free).`,
    FREE_SPACE,
  ],
  disk_full: (facts) => [
    `The disk is ${facts['percent_used']} % full, ${gigabytes(facts, 'bytes_free')} free.`,
    FREE_SPACE,
  ],
  disk_unknown: () => ['How full the disk is could not be told.'],
  backups_ok: (facts) => [`The newest backup is ${facts['hours']} hours old and passed its check.`],
  backups_not_yet: () => ['There is no backup yet; the first one is made by itself within a day.'],
  backups_off: (facts) => [
    `Backups are not made by themselves, and the newest one (or the installation) is ${facts['days']} days old.`,
    'Switch them on under Settings → Backups, or run npm run backup regularly.',
  ],
  backups_failed: (facts) => [
    `The last backup failed: ${facts['reason']}`,
    'Put right what it says, then make one under Settings → Backups.',
  ],
  backups_stale: (facts) => [
    `Backups are on, but the newest one (or the installation) is ${facts['days']} days old.`,
    'Make one now under Settings → Backups. Leave the computer on at the hour of the schedule, or choose another hour.',
  ],
  backups_damaged: (facts) => [
    `The newest backup ${facts['name']} does not pass its check.`,
    'Delete it, make a new one under Settings → Backups, and have the disk checked if that happens again.',
  ],
} satisfies Partial<Record<DoctorCode, Words>>;

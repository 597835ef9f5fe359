import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface DataPlaces {
  readonly dataDir: string;
  /** Absolute path of the database. */
  readonly databaseFile: string;
}

/**
 * Copies this program makes beside the database: before a migration, a restore or a reassignment, damaged ones, those of
 * updates that failed, and one that waits to be put in place.
 */
const COPY_MARKS = ['.before-', '.damaged-', '.failed-update-', '.going-back', '.incoming', '.restore-'];

/** Deletes all backups in the data directory and every copy beside the database. The database itself stays. */
export async function deleteStoredCopies({ dataDir, databaseFile }: DataPlaces): Promise<void> {
  await rm(join(dataDir, 'backups'), { recursive: true, force: true });
  const folder = dirname(databaseFile);
  const name = basename(databaseFile);
  for (const entry of await readdir(folder)) {
    if (COPY_MARKS.some((mark) => entry.startsWith(name + mark)))
      await rm(join(folder, entry), { force: true });
  }
}

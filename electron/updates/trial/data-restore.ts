import { existsSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { lockDataDirectory } from '../../../server/config/data-lock.ts';
import { syncFile } from '../install/durable.ts';
import { sha512Of } from '../update-source.ts';
import type { UpdateRecord } from './update-record.ts';

export interface DataPlace {
  readonly dataDir: string;
  readonly databaseFile: string;
}

/** What SQLite keeps beside an open database, and behind an unclean stop. They belong to that one database only. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

/** Puts what the failed version left under another name; the database itself stays until the backup takes its place. */
async function setAside(file: string, aside: string): Promise<void> {
  if (!existsSync(file)) return;
  for (const suffix of COMPANIONS) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  await copyFile(file, aside);
}

/**
 * Makes the database byte by byte what its backup is; what the failed version made of it is kept beside it. Can be repeated
 * after any interruption as long as no server ran in between. False when the backup is gone or no longer what it was; nothing
 * is changed then. Throws StartError `data-in-use` while a server runs, and what the file system throws.
 */
export async function restoreData(place: DataPlace, record: UpdateRecord): Promise<boolean> {
  const { databaseFile: file, dataDir } = place;
  const lock = lockDataDirectory(dataDir);
  const incoming = `${file}.going-back`;
  try {
    if (!existsSync(record.backup.file)) return false;
    await copyFile(record.backup.file, incoming);
    if ((await sha512Of(incoming)) !== record.backup.sha512) return false;
    syncFile(incoming);
    await setAside(file, `${file}.failed-update-${record.to}`);
    // One step: at every moment there is a database, else the setup would be offered to whoever comes first.
    renameSync(incoming, file);
    return true;
  } finally {
    rmSync(incoming, { force: true });
    lock[Symbol.dispose]();
  }
}

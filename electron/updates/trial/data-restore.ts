import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { lockDataDirectory } from '../../../server/config/data-lock.ts';
import { renameDurably, syncFile } from '../install/durable.ts';
import { sha512Of } from '../update-source.ts';
import type { UpdateRecord } from './update-record.ts';

export interface DataPlace {
  readonly dataDir: string;
  readonly databaseFile: string;
}

/** What SQLite keeps beside an open database, and behind an unclean stop. They belong to that one database only. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

const hasCompanion = (file: string): boolean => COMPANIONS.some((suffix) => existsSync(file + suffix));

/** Gives what the failed version left another name; the database itself stays until the backup takes its place. */
function setAside(file: string, aside: string): void {
  if (!existsSync(file)) return;
  for (const suffix of COMPANIONS) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  rmSync(aside, { force: true });
  try {
    linkSync(file, aside);
  } catch {
    // Not every file system has links.
    copyFileSync(file, aside);
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** The file that is to take the place: a copy of the backup, or on a full disk, a usual reason for failing, itself. */
async function sourceOf(backup: string, copy: string): Promise<string> {
  try {
    await copyFile(backup, copy);
    syncFile(copy);
    return copy;
  } catch (error) {
    if (isFull(error)) return backup;
    throw error;
  }
}

/**
 * Makes the database byte by byte what its backup is; what the failed version made of it is kept beside it. Can be repeated
 * after any interruption as long as no server ran in between. False when the backup is gone or no longer what it was; nothing
 * is changed then. Throws StartError `data-in-use` while a server runs, and what the file system throws.
 */
export async function restoreData(place: DataPlace, record: UpdateRecord): Promise<boolean> {
  const { databaseFile: file, dataDir } = place;
  const { file: backup, sha512 } = record.backup;
  const lock = lockDataDirectory(dataDir);
  const copy = `${file}.going-back`;
  try {
    // Interrupted after the last step: what is there now is not what the failed version left.
    if (existsSync(file) && !hasCompanion(file) && (await sha512Of(file)) === sha512) return true;
    if (!existsSync(backup)) return false;
    const source = await sourceOf(backup, copy);
    if ((await sha512Of(source)) !== sha512) return false;
    setAside(file, `${file}.failed-update-${record.to}`);
    // One step: at every moment there is a database, else the setup would be offered to whoever comes first.
    renameDurably(source, file);
    return true;
  } finally {
    rmSync(copy, { force: true });
    lock[Symbol.dispose]();
  }
}

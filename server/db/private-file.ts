import { chmodSync, closeSync, openSync } from 'node:fs';

/** Databases and their copies hold password hashes. Windows goes by the folder's access list instead. */
const OWNER_ONLY = 0o600;

/** Makes an empty file that only its owner may read; false when there is a file, which is then restricted. */
export function createPrivateFile(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY));
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    restrictFile(file);
    return false;
  }
}

/** Takes a file from everybody but its owner. Best effort: memory sticks often know no permissions at all. */
export function restrictFile(file: string): void {
  try {
    chmodSync(file, OWNER_ONLY);
  } catch {
    // The file stays as readable as its file system, or its other owner, wants it.
  }
}

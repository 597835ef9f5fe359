import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** Waits until the bytes of a file are on the disk. */
export function syncFile(file: string): void {
  sync(file, 'r+');
}

/** Renames a file so that it stays renamed when the power fails. Windows writes a rename down at once. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  if (process.platform !== 'win32') sync(dirname(to), 'r');
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

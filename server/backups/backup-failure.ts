import { StartError } from '../start-error.ts';
import type { BackupReason } from '../contract/backups.ts';

/** Why a backup could not be made. */
export interface BackupFailure {
  readonly at: Date;
  readonly reason: BackupReason;
  /** For people; says what to do. */
  readonly message: string;
}

const WORDS: Readonly<Record<BackupReason, string>> = {
  disk_full: 'The disk of this server is full. Free some space or delete old backups.',
  folder_unusable: 'The backup folder cannot be used. Correct its owner, or the disk.',
  database_damaged: 'The database is damaged. Run "npm run doctor" on the server’s computer.',
  other: 'The backup could not be made; the server’s log says why.',
};

function reasonOf(code: string): BackupReason {
  if (/FULL|ENOSPC|EDQUOT|^disk-full$/.test(code)) return 'disk_full';
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ELOOP|EIO)|READONLY|CANTOPEN/.test(code)) return 'folder_unusable';
  if (/CORRUPT|NOTADB|^bad-copy$/.test(code)) return 'database_damaged';
  return 'other';
}

/** What people are told; the log has the error itself. */
export function failureOf(error: unknown, at: Date): BackupFailure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = reasonOf(code);
  return { at, reason, message: error instanceof StartError ? error.message : WORDS[reason] };
}

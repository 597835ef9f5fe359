import { t } from '@lingui/core/macro';
import type { Backup, BackupReason } from '../../../../server/contract/backups.ts';
import { formats } from '../../../hooks/format.ts';

const KINDS: Readonly<Record<Backup['kind'], string>> = {
  manual: t`made by hand`,
  scheduled: t`made by the schedule`,
  other: t`put there by somebody`,
};

/** By what the server tells programs; the rest it words itself. */
const REASONS: Readonly<Record<Exclude<BackupReason, 'other'>, string>> = {
  disk_full: t`The disk of this server has too little room. Free some space or delete old backups.`,
  folder_unusable: t`The backup folder cannot be used. Correct its owner, or the disk.`,
  database_damaged: t`The database, or the copy of it, is damaged. Run “npm run doctor” on the server’s computer.`,
};

/** Why a backup failed and what to do; undefined for what is not known here. */
export function failureWords(reason: string): string | undefined {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason as keyof typeof REASONS] : undefined;
}

/** `made by hand · 1.2 MiB` */
export function backupFacts({ kind, bytes }: Backup): string {
  return `${KINDS[kind]} · ${formats.bytes(bytes)}`;
}

/** `3 May, 14:02` */
export function madeAt({ created_at: at }: Backup, now: number): string {
  return formats.moment(Date.parse(at), now);
}

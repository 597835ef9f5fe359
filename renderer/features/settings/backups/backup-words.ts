import { t } from '@lingui/core/macro';
import type { Backup } from '../../../../server/contract/backups.ts';
import { formats } from '../../../hooks/format.ts';

const KINDS: Readonly<Record<Backup['kind'], string>> = {
  manual: t`made by hand`,
  scheduled: t`made by the schedule`,
  other: t`put there by somebody`,
};

/** `made by hand · 1.2 MiB` */
export function backupFacts({ kind, bytes }: Backup): string {
  return `${KINDS[kind]} · ${formats.bytes(bytes)}`;
}

/** `3 May, 14:02` */
export function madeAt({ created_at: at }: Backup, now: number): string {
  return formats.moment(Date.parse(at), now);
}

import { formats } from '../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import type { Node } from '../../../server/contract/fleet/nodes.ts';

const GIB = 1024 ** 3;

export interface DiskWords {
  readonly tone: 'idle' | 'bad';
  readonly text: string;
}

/** A node reports 0 of 0 when it cannot read its disk; below 1 GiB free it pauses recording. */
export function judgeDisk(storage: NonNullable<Node['storage']>): DiskWords {
  const free = storage.disk_free_bytes ?? 0;
  const total = storage.disk_total_bytes ?? 0;
  if (total === 0) return { tone: 'idle', text: t`Disk: unknown` };
  if (free < GIB) {
    return {
      tone: 'bad',
      text: t`Only ${formats.bytes(free)} free: the node has paused recording. Free some space on it.`,
    };
  }
  return { tone: 'idle', text: t`${formats.bytes(free)} free on its disk` };
}

/** How full the space for recordings is: of note from 75 %, nearly full from 90 %, where the node begins to make room. */
export function fillTone(percent: number): 'live' | 'warn' | 'bad' {
  if (percent >= 90) return 'bad';
  return percent >= 75 ? 'warn' : 'live';
}

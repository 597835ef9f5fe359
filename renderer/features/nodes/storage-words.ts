import { t } from '@lingui/core/macro';
import type { Node } from '../../../server/contract/fleet/nodes.ts';

const GIB = 1024 ** 3;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `12.4 GiB` */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

export interface DiskWords {
  readonly tone: 'idle' | 'bad';
  readonly text: string;
}

/** A node reports 0 of 0 when it cannot read its disk; below 1 GiB free it pauses recording. */
export function judgeDisk(storage: NonNullable<Node['storage']>): DiskWords {
  const free = storage.disk_free_bytes ?? 0;
  const total = storage.disk_total_bytes ?? 0;
  if (total === 0) return { tone: 'idle', text: 'Disk: unknown' };
  if (free < GIB) {
    return {
      tone: 'bad',
      text: t`Only ${formatBytes(free)} free: the node has paused recording. Free some space on it.`,
    };
  }
  return { tone: 'idle', text: t`${formatBytes(free)} free on its disk` };
}

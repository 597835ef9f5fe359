import { formats } from '../../../hooks/format.ts';
import type { ListedNode } from '../../../../server/contract/fleet/nodes.ts';

/** How the disk of a node is used, bytes. */
export interface DiskUse {
  readonly recordings: number;
  /** What everything else on the disk takes. */
  readonly other: number;
  readonly free: number;
  readonly total: number;
}

/** The parts of a node's disk; null when the node cannot tell or has not told yet. */
export function diskUse(storage: ListedNode['storage']): DiskUse | null {
  const total = storage?.disk_total_bytes ?? 0;
  if (storage === null || total === 0) return null;
  const free = Math.min(total, storage.disk_free_bytes ?? 0);
  const recordings = Math.min(total - free, storage.used_bytes ?? 0);
  return { recordings, free, total, other: total - free - recordings };
}

/** How much of the space for recordings is used, 0–100; null when it is not known. */
export function recordingPercent(storage: ListedNode['storage']): number | null {
  const max = storage?.max_bytes ?? 0;
  if (storage === null || max === 0) return null;
  return Math.min(100, Math.round(((storage.used_bytes ?? 0) / max) * 100));
}

/** The node whose space for recordings is used most; null while none has told. */
export function fullest(nodes: readonly ListedNode[]): { node: ListedNode; percent: number } | null {
  return nodes
    .flatMap((node) => {
      const percent = recordingPercent(node.storage);
      return percent === null ? [] : [{ node, percent }];
    })
    .reduce<{ node: ListedNode; percent: number } | null>(
      (most, next) => (most === null || next.percent > most.percent ? next : most),
      null,
    );
}

/** The nodes, the one with the fullest disk for recordings first; those that told nothing last. */
export function byFullness(nodes: readonly ListedNode[]): readonly ListedNode[] {
  const rank = ({ storage }: ListedNode) => recordingPercent(storage) ?? -1;
  return nodes.toSorted((a, b) => rank(b) - rank(a) || formats.compare(a.name, b.name));
}

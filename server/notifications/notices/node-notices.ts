import type { Notice } from '../notifier.ts';
import { shortName } from './camera-notices.ts';

/** The node a notice is about. */
export interface NoticedNode {
  readonly orgId: string;
  /** Public id. */
  readonly nodeId: string;
  /** Display name. */
  readonly name: string;
}

/** A node fell silent. */
export function nodeOfflineNotice({ orgId, nodeId, name }: NoticedNode): Notice {
  return {
    orgId,
    nodeId,
    kind: 'node_offline',
    title: `Node '${shortName(name)}' went offline`,
    body: 'Nothing was heard of it for more than 90 seconds. Check its power and its network.',
    severity: 'warning',
    link: '/admin',
  };
}

/** A node that was offline reports again. */
export function nodeOnlineNotice({ orgId, nodeId, name }: NoticedNode): Notice {
  return {
    orgId,
    nodeId,
    kind: 'node_online',
    title: `Node '${shortName(name)}' is online`,
    body: 'It is connected.',
    severity: 'info',
    link: '/admin',
  };
}

/** Space on the disk a node records to, bytes. */
export interface NodeDisk {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly percentUsed: number;
}

const GIB = 1024 ** 3;

/** The disk a node records to is nearly full. */
export function diskLowNotice({ orgId, nodeId, name }: NoticedNode, disk: NodeDisk): Notice {
  const percent = Math.round(disk.percentUsed * 10) / 10;
  const free = (disk.freeBytes / GIB).toFixed(1);
  const total = (disk.totalBytes / GIB).toFixed(1);
  return {
    orgId,
    nodeId,
    kind: 'cloudnode_disk_low',
    title: `CloudNode disk low: ${shortName(name)}`,
    body:
      `The disk of ${name} is ${percent} % full: ${free} GB of ${total} GB are free. ` +
      'When it is full the node can record nothing more; live video goes on. ' +
      'Delete files there, keep recordings for a shorter time, or use a larger disk.',
    severity: 'warning',
    link: '/settings',
    meta: {
      node_id: nodeId,
      percent_used: percent,
      disk_free_bytes: disk.freeBytes,
      disk_total_bytes: disk.totalBytes,
    },
  };
}

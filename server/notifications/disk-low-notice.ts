import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { readSetting, writeSetting } from '../db/settings-repository.ts';
import type { HeartbeatEvent } from '../nodes/reports/heartbeat-service.ts';
import { diskLowNotice } from './notices/node-notices.ts';
import type { Notifier } from './notifier.ts';

export interface DiskLowDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
}

export type DiskReport = Pick<HeartbeatEvent, 'orgId' | 'nodeId' | 'nodeName' | 'storage' | 'formerDisk'>;

const LOW_PERCENT = 90;
const REPEAT_MS = 6 * 3_600_000;

/** When a node's full disk was told last: ISO-8601, or empty once there was space again. */
const anchorKey = (nodeId: string): string => `cloudnode_disk_low_emit_at:${nodeId}`;

/**
 * Tells the administrators that the disk of a node is 90 % full or more, every six hours while it stays so, and at once
 * when it fills up again. A heartbeat without figures says nothing. Never throws.
 */
export async function noteDiskSpace(deps: DiskLowDeps, report: DiskReport): Promise<void> {
  try {
    await judge(deps, report);
  } catch (error) {
    deps.log.warn({ err: error }, 'The disk of a node could not be checked');
  }
}

async function judge(deps: DiskLowDeps, report: DiskReport): Promise<void> {
  const { orgId, nodeId, nodeName } = report;
  const free = report.storage?.disk_free_bytes ?? undefined;
  const total = report.storage?.disk_total_bytes ?? undefined;
  if (free === undefined || total === undefined || total <= 0) return;
  const anchor = await readSetting(deps.db.read, orgId, anchorKey(nodeId));
  if (free <= 0 && !isFilledUp(report, total, anchor)) return;
  const percentUsed = ((total - free) / total) * 100;
  const now = deps.clock.now();
  const isLow = percentUsed >= LOW_PERCENT;
  const isSettled = (told: string | undefined): boolean => (isLow ? isYoung(told, now) : !told);
  // Most heartbeats change nothing, and then write nothing.
  if (isSettled(anchor)) return;
  const stored = await deps.db.write(async (tx) => {
    // Read again: a node that hears no answer sends its report anew.
    if (isSettled(await readSetting(tx, orgId, anchorKey(nodeId)))) return undefined;
    const value = isLow ? now.toISOString() : '';
    await writeSetting(tx, { orgId, key: anchorKey(nodeId), value }, now);
    if (!isLow) return undefined;
    const disk = { freeBytes: free, totalBytes: total, percentUsed };
    return deps.notifier.record(tx, diskLowNotice({ orgId, nodeId, name: nodeName }, disk));
  });
  deps.notifier.announce(stored);
}

/**
 * No free space may also mean that the node does not know its disk. It is believed when the same disk had space before,
 * or was found full already.
 */
function isFilledUp({ formerDisk }: DiskReport, total: number, anchor: string | undefined): boolean {
  return formerDisk.totalBytes === total && ((formerDisk.freeBytes ?? 0) > 0 || Boolean(anchor));
}

/** A moment in the future dates from before the clock was set back, and counts as long ago. */
function isYoung(anchor: string | undefined, now: Date): boolean {
  const age = now.getTime() - Date.parse(anchor ?? '');
  return age >= 0 && age < REPEAT_MS;
}

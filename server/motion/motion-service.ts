import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { MotionEvent } from '../contract/fleet/motion.ts';
import type { Database, Transaction } from '../db/database.ts';
import { readSetting } from '../db/settings-repository.ts';
import type { Publish } from '../events/event-hub.ts';
import { motionNotice } from '../notifications/notices/camera-notices.ts';
import type { Notice, Notifier } from '../notifications/notifier.ts';
import type { MotionReading } from './motion-reading.ts';
import {
  cameraName,
  countMotion,
  insertMotion,
  listMotion,
  motionByCamera,
  type MotionRow,
} from './motion-repository.ts';

export interface MotionDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
}

/** Which camera saw something. */
export interface MotionSource {
  readonly orgId: string;
  readonly cameraId: string;
  /** Public id. */
  readonly nodeId: string;
}

/** Whether the organisation wants motion stored. */
export async function isMotionWanted(deps: MotionDeps, orgId: string): Promise<boolean> {
  const value = await readSetting(deps.db.read, orgId, 'motion_ingestion_enabled');
  return (value ?? 'true').trim().toLowerCase() === 'true';
}

/** Stores a motion event together with its inbox item, then tells everybody who listens. */
export async function recordMotion(
  deps: MotionDeps,
  source: MotionSource,
  reading: MotionReading,
): Promise<void> {
  const { motion, notification } = await deps.db.write(async (tx) => {
    const row = await insertMotion(tx, { ...source, ...reading });
    return { motion: row, notification: await deps.notifier.record(tx, await noticeOf(tx, row)) };
  });
  deps.publish({
    orgId: motion.orgId,
    audience: 'all',
    message: {
      type: 'motion',
      camera_id: motion.cameraId,
      node_id: motion.nodeId,
      score: motion.score,
      timestamp: motion.timestamp.toISOString(),
    },
  });
  deps.notifier.announce(notification);
}

async function noticeOf(tx: Transaction, motion: MotionRow): Promise<Notice> {
  const { orgId, cameraId, nodeId } = motion;
  const name = (await cameraName(tx, cameraId)) ?? cameraId;
  return motionNotice({ orgId, cameraId, nodeId, name }, motion);
}

const HOUR_MS = 3_600_000;

interface Window {
  readonly orgId: string;
  readonly hours: number;
}

function since(deps: MotionDeps, hours: number): Date {
  return new Date(deps.clock.now().getTime() - hours * HOUR_MS);
}

/** A page of an organisation's motion events of the last hours, newest first. */
export async function motionPage(
  deps: MotionDeps,
  query: Window & {
    readonly cameraId: string | undefined;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<{ readonly total: number; readonly events: MotionEvent[] }> {
  const filter = { orgId: query.orgId, since: since(deps, query.hours), cameraId: query.cameraId };
  const rows = await listMotion(deps.db.read, filter, query);
  return { total: await countMotion(deps.db.read, filter), events: rows.map(onWire) };
}

/** Motion of the last hours by camera, the busiest first. */
export async function motionStats(deps: MotionDeps, { orgId, hours }: Window) {
  const rows = await motionByCamera(deps.db.read, { orgId, since: since(deps, hours) });
  return rows.map(({ cameraId, events, peak, latest }) => ({
    camera_id: cameraId,
    event_count: events,
    peak_score: peak,
    latest: latest.toISOString(),
  }));
}

function onWire(row: MotionRow): MotionEvent {
  return {
    id: row.id,
    org_id: row.orgId,
    camera_id: row.cameraId,
    node_id: row.nodeId,
    score: row.score,
    segment_seq: row.segmentSeq,
    timestamp: row.timestamp.toISOString(),
  };
}

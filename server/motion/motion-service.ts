import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { MotionEvent } from '../contract/fleet/motion.ts';
import type { Database, Transaction } from '../db/database.ts';
import { readSetting } from '../db/settings-repository.ts';
import { isStorageError } from '../db/sqlite-database.ts';
import type { Publish } from '../events/event-hub.ts';
import type { MotionReading } from './motion-reading.ts';
import {
  cameraName,
  countMotion,
  insertMotion,
  insertNotice,
  listMotion,
  motionByCamera,
  type MotionRow,
} from './motion-repository.ts';

/** A motion event on its way into the database, with the inbox item about it. */
export interface NoticedMotion {
  readonly motion: MotionRow;
  readonly cameraName: string;
  readonly notificationId: number;
}

export interface MotionDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  /** More work of the same transaction (a mail, an agent's run), unless motion is muted. Its failure costs only itself. */
  readonly alongside?: (tx: Transaction, noticed: NoticedMotion) => Promise<void>;
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
  const motion = await deps.db.write(async (tx) => {
    const row = await insertMotion(tx, { ...source, ...reading });
    await attempt(deps, tx, () => notice(deps, tx, row));
    return row;
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
}

async function notice(deps: MotionDeps, tx: Transaction, motion: MotionRow): Promise<void> {
  const { orgId, cameraId, nodeId, score } = motion;
  if ((await readSetting(tx, orgId, 'motion_notifications')) === 'false') return;
  const name = (await cameraName(tx, cameraId)) ?? cameraId;
  const notificationId = await insertNotice(tx, {
    orgId,
    kind: 'motion',
    title: `Motion on ${name}`.slice(0, 200),
    body: `The picture changed by ${score} %.`,
    link: `/dashboard?camera=${encodeURIComponent(cameraId)}`,
    cameraId,
    nodeId,
    metaJson: JSON.stringify({
      score,
      segment_seq: motion.segmentSeq,
      event_timestamp: motion.timestamp.toISOString(),
    }),
    createdAt: deps.clock.now(),
  });
  await deps.alongside?.(tx, { motion, cameraName: name, notificationId });
}

/** Does follow-up work of a transaction so that its failure undoes only that work. */
async function attempt(deps: MotionDeps, tx: Transaction, work: () => Promise<void>): Promise<void> {
  tx.run(sql`SAVEPOINT follow_up`);
  try {
    await work();
  } catch (error) {
    // A full disk may have ended the transaction itself.
    if (isStorageError(error)) throw error;
    deps.log.warn({ err: error }, 'The follow-up work of a motion event failed');
    tx.run(sql`ROLLBACK TO follow_up`);
  }
  tx.run(sql`RELEASE follow_up`);
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

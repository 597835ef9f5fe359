import type { SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../db/database.ts';
import { and, count, desc, eq, gte, max, sql } from '../db/drizzle.ts';
import { motionEvents } from '../db/schema/logs.ts';
import { cameras } from '../db/schema/cameras.ts';

export type MotionRow = typeof motionEvents.$inferSelect;

/** Stores a motion event and answers its row. */
export async function insertMotion(
  tx: Transaction,
  motion: typeof motionEvents.$inferInsert,
): Promise<MotionRow> {
  return tx.insert(motionEvents).values(motion).returning().get();
}

/** A camera's present name. */
export async function cameraName(db: Queryable, cameraId: string): Promise<string | undefined> {
  return db.select({ name: cameras.name }).from(cameras).where(eq(cameras.cameraId, cameraId)).get()?.name;
}

export interface MotionFilter {
  readonly orgId: string;
  readonly since: Date;
  readonly cameraId?: string | undefined;
}

/**
 * Organisation and time only, so that the index on these two bounds what is read. The camera is compared as an
 * expression: its own index would lead through all of a camera's history.
 */
function within({ orgId, since, cameraId }: MotionFilter): SQL | undefined {
  return and(
    eq(motionEvents.orgId, orgId),
    gte(motionEvents.timestamp, since),
    cameraId === undefined ? undefined : sql`+${motionEvents.cameraId} = ${cameraId}`,
  );
}

/** Motion events, newest first. */
export async function listMotion(
  db: Queryable,
  filter: MotionFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<MotionRow[]> {
  return db
    .select()
    .from(motionEvents)
    .where(within(filter))
    .orderBy(desc(motionEvents.timestamp), desc(motionEvents.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export async function countMotion(db: Queryable, filter: MotionFilter): Promise<number> {
  return db.$count(motionEvents, within(filter));
}

export interface CameraMotion {
  readonly cameraId: string;
  readonly events: number;
  readonly peak: number;
  readonly latest: Date;
}

/** Events by camera, the busiest first. */
export async function motionByCamera(db: Queryable, filter: MotionFilter): Promise<CameraMotion[]> {
  const rows = db
    .select({
      cameraId: motionEvents.cameraId,
      events: count(),
      peak: sql<number>`max(${motionEvents.score})`,
      latest: max(motionEvents.timestamp),
    })
    .from(motionEvents)
    .where(within(filter))
    // An expression again, or the grouping would be read from the camera's index.
    .groupBy(sql`+${motionEvents.cameraId}`)
    .orderBy(desc(count()), motionEvents.cameraId)
    .all();
  return rows.flatMap(({ latest, ...row }) => (latest === null ? [] : [{ ...row, latest }]));
}

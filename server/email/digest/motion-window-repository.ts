import type { SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../db/database.ts';
import { and, count, eq, gt, gte, lt, lte, or, sql } from '../../db/drizzle.ts';
import { cameraNodes, cameras } from '../../db/schema/cameras.ts';
import { notifications } from '../../db/schema/notifications.ts';
import { settings } from '../../db/schema/organization.ts';

/** A setting row that stands for the time after a mail about motion. */
export interface WindowRow {
  readonly orgId: string;
  readonly key: string;
}

/** Keys that begin with a text ending in a colon; the next character after it is the semicolon. */
function beginsWith(prefix: string): SQL | undefined {
  return and(gte(settings.key, prefix), lt(settings.key, `${prefix.slice(0, -1)};`));
}

/** Rows of all organisations whose key begins with one of two prefixes. */
export async function listWindows(db: Queryable, prefixes: readonly [string, string]): Promise<WindowRow[]> {
  const [first, second] = prefixes;
  return db
    .select({ orgId: settings.orgId, key: settings.key })
    .from(settings)
    .where(or(beginsWith(first), beginsWith(second)))
    .all();
}

export async function deleteWindow(tx: Transaction, { orgId, key }: WindowRow): Promise<void> {
  tx.delete(settings)
    .where(and(eq(settings.orgId, orgId), eq(settings.key, key)))
    .run();
}

export interface MotionWindow {
  readonly orgId: string;
  readonly cameraId: string;
  /** When the mailed event was told; it does not count itself. */
  readonly start: Date;
  /** Still counts. */
  readonly end: Date;
}

/**
 * Motion told in a window. Counted by the time of this server: a node's clock that is a second ahead would put the
 * mailed event itself into its window. Motion of a snoozed camera does not count: nobody wanted to hear of it.
 */
export async function countMotionTold(db: Queryable, window: MotionWindow): Promise<number> {
  const { orgId, cameraId, start, end } = window;
  const told = and(
    eq(notifications.orgId, orgId),
    gt(notifications.createdAt, start),
    lte(notifications.createdAt, end),
    // Expressions, so that the index on organisation and time bounds what is read.
    sql`+${notifications.cameraId} = ${cameraId}`,
    sql`+${notifications.kind} = 'motion'`,
    eq(notifications.quiet, false),
  );
  return db.select({ n: count() }).from(notifications).where(told).get()?.n ?? 0;
}

/** A camera's present name and the public id of its node; undefined when it was deleted. */
export async function findCamera(
  db: Queryable,
  cameraId: string,
): Promise<{ readonly name: string; readonly nodeId: string | null } | undefined> {
  return db
    .select({ name: cameras.name, nodeId: cameraNodes.nodeId })
    .from(cameras)
    .leftJoin(cameraNodes, eq(cameraNodes.id, cameras.nodeId))
    .where(eq(cameras.cameraId, cameraId))
    .get();
}

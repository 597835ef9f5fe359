import type { LogColumns, LogScope } from '../../audit/log-windows.ts';
import { logWindows } from '../../audit/log-windows.ts';
import type { Queryable } from '../../db/database.ts';
import { and, count, desc, inArray } from '../../db/drizzle.ts';
import { streamAccessLogs } from '../../db/schema/logs.ts';

const columns: LogColumns = {
  table: streamAccessLogs,
  orgId: streamAccessLogs.orgId,
  time: streamAccessLogs.accessedAt,
  id: streamAccessLogs.id,
};
/** Rows looked at in one turn of the event loop. */
const WINDOW = 5000;

export type AccessRow = Omit<typeof streamAccessLogs.$inferSelect, 'userAgent'>;

/** The newest `limit` accesses to some cameras, newest first. */
export async function accessesOfCameras(
  db: Queryable,
  scope: LogScope,
  cameraIds: readonly string[],
  limit: number,
): Promise<AccessRow[]> {
  const { id, userId, userEmail, orgId, cameraId, nodeId, ipAddress, accessedAt } = streamAccessLogs;
  const rows: AccessRow[] = [];
  for await (const window of logWindows(db, columns, scope, WINDOW)) {
    const found = db
      .select({ id, userId, userEmail, orgId, cameraId, nodeId, ipAddress, accessedAt })
      .from(streamAccessLogs)
      .where(and(window, inArray(cameraId, [...cameraIds])))
      .orderBy(desc(accessedAt), desc(id))
      .limit(limit - rows.length)
      .all();
    rows.push(...found);
    if (rows.length === limit) break;
  }
  return rows;
}

export interface AccessCount {
  readonly cameraId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly views: number;
}

/** Accesses to some cameras by camera and person; a pair may come several times. */
export async function countAccessesOfCameras(
  db: Queryable,
  scope: LogScope,
  cameraIds: readonly string[],
): Promise<AccessCount[]> {
  const { cameraId, userId, userEmail } = streamAccessLogs;
  const counts: AccessCount[] = [];
  for await (const window of logWindows(db, columns, scope, WINDOW)) {
    const found = db
      .select({ cameraId, userId, userEmail, views: count() })
      .from(streamAccessLogs)
      .where(and(window, inArray(cameraId, [...cameraIds])))
      .groupBy(cameraId, userId, userEmail)
      .all();
    counts.push(...found);
  }
  return counts;
}

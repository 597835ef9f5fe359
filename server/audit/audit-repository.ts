import type { SQL } from 'drizzle-orm';
import type { Queryable } from '../db/database.ts';
import { and, count, desc, eq, or, sql } from '../db/drizzle.ts';
import { auditLog, streamAccessLogs } from '../db/schema/logs.ts';
import type { LogColumns, Paging } from './log-windows.ts';
import { contains } from './text-match.ts';

export const auditColumns: LogColumns = {
  table: auditLog,
  orgId: auditLog.orgId,
  time: auditLog.timestamp,
  id: auditLog.id,
};

export const accessColumns: LogColumns = {
  table: streamAccessLogs,
  orgId: streamAccessLogs.orgId,
  time: streamAccessLogs.accessedAt,
  id: streamAccessLogs.id,
};

export type AuditRow = typeof auditLog.$inferSelect;
export type AccessRow = Omit<typeof streamAccessLogs.$inferSelect, 'userAgent'>;

export interface AuditFilter {
  /** Exact name of an event. */
  readonly event?: string | undefined;
  /** Part of the actor's label. */
  readonly username?: string | undefined;
}

export interface AccessFilter {
  readonly cameraId?: string | undefined;
  /** Part of the viewer's e-mail address or user id. */
  readonly viewer?: string | undefined;
}

export function auditCondition({ event, username }: AuditFilter): SQL | undefined {
  return and(
    event === undefined ? undefined : eq(auditLog.event, event),
    username === undefined ? undefined : contains(auditLog.username, username),
  );
}

export function accessCondition({ cameraId, viewer }: AccessFilter): SQL | undefined {
  const { userEmail, userId } = streamAccessLogs;
  return and(
    cameraId === undefined ? undefined : eq(streamAccessLogs.cameraId, cameraId),
    viewer === undefined ? undefined : or(contains(userEmail, viewer), contains(userId, viewer)),
  );
}

/** Audit rows, newest first. */
export function selectAuditRows(db: Queryable, where: SQL | undefined, page: Paging): AuditRow[] {
  return db
    .select()
    .from(auditLog)
    .where(where)
    .orderBy(desc(auditLog.timestamp), desc(auditLog.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

/** Stream accesses, newest first. The browser's name is kept but shown to nobody. */
export function selectAccessRows(db: Queryable, where: SQL | undefined, page: Paging): AccessRow[] {
  const { id, userId, userEmail, orgId, cameraId, nodeId, ipAddress, accessedAt } = streamAccessLogs;
  return db
    .select({ id, userId, userEmail, orgId, cameraId, nodeId, ipAddress, accessedAt })
    .from(streamAccessLogs)
    .where(where)
    .orderBy(desc(accessedAt), desc(id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export interface ActCount {
  readonly event: string;
  readonly username: string | null;
  /** UTC hour, `YYYY-MM-DDTHH`. */
  readonly hour: string;
  readonly count: number;
}

/** Acts by kind, actor and UTC hour. */
export function countActs(db: Queryable, where: SQL | undefined): ActCount[] {
  const { event, username, timestamp } = auditLog;
  // Instants are kept as ISO text, whose first thirteen characters are the hour.
  const hour = sql<string>`substr(${timestamp}, 1, 13)`;
  return db
    .select({ event, username, hour, count: count() })
    .from(auditLog)
    .where(where)
    .groupBy(event, username, hour)
    .all();
}

export interface AccessCount {
  readonly cameraId: string;
  readonly userId: string;
  readonly userEmail: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly count: number;
}

/** Accesses by camera, person and UTC day. */
export function countAccesses(db: Queryable, where: SQL | undefined): AccessCount[] {
  const { cameraId, userId, userEmail, accessedAt } = streamAccessLogs;
  // Instants are kept as ISO text, whose first ten characters are the day.
  const day = sql<string>`substr(${accessedAt}, 1, 10)`;
  return db
    .select({ cameraId, userId, userEmail, day, count: count() })
    .from(streamAccessLogs)
    .where(where)
    .groupBy(cameraId, userId, userEmail, day)
    .all();
}

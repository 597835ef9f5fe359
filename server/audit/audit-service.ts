import type { AuditEntry, StreamAccess } from '../contract/audit.ts';
import type { Database } from '../db/database.ts';
import {
  accessColumns,
  accessCondition,
  auditColumns,
  auditCondition,
  selectAccessRows,
  selectAuditRows,
  type AccessFilter,
  type AccessRow,
  type AuditFilter,
  type AuditRow,
} from './audit-repository.ts';
import { csvText } from './csv.ts';
import { logBatches, readLogPage, type LogScope, type Paging } from './log-windows.ts';

export interface AuditDeps {
  readonly db: Database;
}

interface Page<Row> extends Paging {
  readonly total: number;
  readonly logs: Row[];
}

type Span = Pick<LogScope, 'since'>;

const AUDIT_HEADER = ['timestamp', 'event', 'username', 'user_id', 'ip_address', 'details'];
const ACCESS_HEADER = ['accessed_at', 'camera_id', 'node_id', 'user_email', 'user_id', 'ip_address'];

/** A page of an organization's audit log, newest first. */
export async function auditPage(
  { db }: AuditDeps,
  orgId: string,
  query: AuditFilter & Span & Paging,
): Promise<Page<AuditEntry>> {
  const { since, limit, offset } = query;
  const filter = auditCondition(query);
  const { total, rows } = await readLogPage(
    db.read,
    auditColumns,
    { orgId, filter, since, limit, offset },
    (where, page) => selectAuditRows(db.read, where, page),
  );
  return { total, limit, offset, logs: rows.map(auditView) };
}

/** A page of who watched what, newest first. */
export async function accessPage(
  { db }: AuditDeps,
  orgId: string,
  query: AccessFilter & Span & Paging,
): Promise<Page<StreamAccess>> {
  const { since, limit, offset } = query;
  const filter = accessCondition(query);
  const { total, rows } = await readLogPage(
    db.read,
    accessColumns,
    { orgId, filter, since, limit, offset },
    (where, page) => selectAccessRows(db.read, where, page),
  );
  return { total, limit, offset, logs: rows.map(accessView) };
}

/** The newest matching audit rows as CSV text. */
export function auditCsv(
  { db }: AuditDeps,
  orgId: string,
  filter: AuditFilter & Span,
): AsyncIterable<string> {
  const query = { orgId, since: filter.since, filter: auditCondition(filter) };
  const rows = logBatches(db.read, auditColumns, query, (where, page) =>
    selectAuditRows(db.read, where, page).map((row) => [
      row.timestamp.toISOString(),
      row.event,
      row.username,
      row.userId,
      row.ipAddress,
      row.details,
    ]),
  );
  return csvText(AUDIT_HEADER, rows);
}

/** The newest matching stream accesses as CSV text. */
export function accessCsv(
  { db }: AuditDeps,
  orgId: string,
  filter: AccessFilter & Span,
): AsyncIterable<string> {
  const query = { orgId, since: filter.since, filter: accessCondition(filter) };
  const rows = logBatches(db.read, accessColumns, query, (where, page) =>
    selectAccessRows(db.read, where, page).map((row) => [
      row.accessedAt.toISOString(),
      row.cameraId,
      row.nodeId,
      row.userEmail,
      row.userId,
      row.ipAddress,
    ]),
  );
  return csvText(ACCESS_HEADER, rows);
}

function auditView(row: AuditRow): AuditEntry {
  const { id, event, username, details } = row;
  return { id, timestamp: row.timestamp.toISOString(), event, ip: row.ipAddress, username, details };
}

function accessView(row: AccessRow): StreamAccess {
  return {
    id: row.id,
    user_id: row.userId,
    user_email: row.userEmail,
    org_id: row.orgId,
    camera_id: row.cameraId,
    node_id: row.nodeId,
    ip_address: row.ipAddress,
    accessed_at: row.accessedAt.toISOString(),
  };
}

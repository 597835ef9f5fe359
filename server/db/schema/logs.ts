import { index, integer, sqliteTable, text } from '../drizzle.ts';
import { instant, orgId, rowId } from './columns.ts';

export const auditLog = sqliteTable(
  'audit_log',
  {
    id: rowId(),
    orgId: orgId(),
    timestamp: instant('timestamp').notNull(),
    event: text('event').notNull(),
    ipAddress: text('ip_address'),
    username: text('username'),
    userId: text('user_id'),
    details: text('details'),
  },
  (table) => [
    index('audit_log_org_time').on(table.orgId, table.timestamp),
    index('audit_log_event').on(table.event),
  ],
);

export const streamAccessLogs = sqliteTable(
  'stream_access_logs',
  {
    id: rowId(),
    userId: text('user_id').notNull(),
    userEmail: text('user_email').notNull().default(''),
    orgId: orgId(),
    cameraId: text('camera_id').notNull(),
    nodeId: text('node_id').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    accessedAt: instant('accessed_at').notNull(),
  },
  (table) => [
    index('stream_access_logs_org_time').on(table.orgId, table.accessedAt),
    index('stream_access_logs_user').on(table.userId),
    index('stream_access_logs_camera').on(table.cameraId),
  ],
);

export const mcpActivityLogs = sqliteTable(
  'mcp_activity_logs',
  {
    id: rowId(),
    orgId: orgId(),
    toolName: text('tool_name').notNull(),
    keyName: text('key_name').notNull(),
    status: text('status').notNull(),
    durationMs: integer('duration_ms'),
    argsSummary: text('args_summary'),
    error: text('error'),
    timestamp: instant('timestamp').notNull(),
  },
  (table) => [
    index('mcp_activity_logs_org_time').on(table.orgId, table.timestamp),
    index('mcp_activity_logs_tool').on(table.toolName),
  ],
);

export const motionEvents = sqliteTable(
  'motion_events',
  {
    id: rowId(),
    orgId: orgId(),
    cameraId: text('camera_id').notNull(),
    nodeId: text('node_id').notNull(),
    score: integer('score').notNull(),
    segmentSeq: integer('segment_seq'),
    timestamp: instant('timestamp').notNull(),
  },
  (table) => [
    // Holds all that the statistics read, so that a busy week is counted without touching the rows.
    index('motion_events_org_time').on(table.orgId, table.timestamp, table.cameraId, table.score),
    index('motion_events_camera').on(table.cameraId),
    index('motion_events_node').on(table.nodeId),
  ],
);

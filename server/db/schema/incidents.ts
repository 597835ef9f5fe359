import { blob, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, orgId, rowId } from './columns.ts';

export const incidents = sqliteTable(
  'incidents',
  {
    id: rowId(),
    orgId: orgId(),
    cameraId: text('camera_id'),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    report: text('report').notNull().default(''),
    severity: text('severity').notNull().default('medium'),
    status: text('status').notNull().default('open'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    resolvedAt: instant('resolved_at'),
    resolvedBy: text('resolved_by'),
  },
  (table) => [
    index('incidents_org_time').on(table.orgId, table.createdAt),
    index('incidents_camera').on(table.cameraId),
    index('incidents_severity').on(table.severity),
    index('incidents_status').on(table.status),
  ],
);

export const incidentEvidence = sqliteTable(
  'incident_evidence',
  {
    id: rowId(),
    orgId: orgId(),
    incidentId: integer('incident_id')
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    text: text('text'),
    cameraId: text('camera_id'),
    data: blob('data', { mode: 'buffer' }),
    dataMime: text('data_mime'),
    timestamp: instant('timestamp').notNull(),
  },
  (table) => [
    index('incident_evidence_incident').on(table.incidentId),
    index('incident_evidence_org').on(table.orgId),
  ],
);

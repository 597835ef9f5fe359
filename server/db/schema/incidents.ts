import { blob, index, integer, sqliteTable, text } from '../drizzle.ts';
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
    /** Credential of the agent that filed it; null for people. Names of keys may repeat, this does not. */
    createdCredential: text('created_credential'),
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
    /** Size of `data` and its SHA-256 in hex when it was stored. */
    dataBytes: integer('data_bytes'),
    dataSha256: text('data_sha256'),
    /** JSON about the capture: first and last moment, segments, clock offset of the node. */
    captureJson: text('capture_json'),
    /** Author tag of who added it. */
    addedBy: text('added_by'),
    timestamp: instant('timestamp').notNull(),
  },
  (table) => [
    index('incident_evidence_incident').on(table.incidentId),
    index('incident_evidence_org').on(table.orgId),
  ],
);

/** Changes of incidents; `changes` is JSON `[{field, before, after}]`. */
export const incidentRevisions = sqliteTable(
  'incident_revisions',
  {
    id: rowId(),
    orgId: orgId(),
    incidentId: integer('incident_id')
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
    by: text('by').notNull(),
    byName: text('by_name').notNull(),
    changes: text('changes').notNull(),
    undoes: integer('undoes'),
  },
  (table) => [
    index('incident_revisions_incident').on(table.incidentId),
    index('incident_revisions_org').on(table.orgId),
  ],
);

import { index, integer, sqliteTable, text } from '../drizzle.ts';
import { flag, instant, orgId, rowId } from './columns.ts';

/** Camera nodes. `api_key_hash` is indexed because every push is authenticated by the key alone. */
export const cameraNodes = sqliteTable(
  'camera_nodes',
  {
    id: rowId(),
    nodeId: text('node_id').notNull().unique(),
    orgId: orgId(),
    apiKeyHash: text('api_key_hash').notNull().unique(),
    name: text('name').notNull(),
    hostname: text('hostname'),
    localIp: text('local_ip'),
    httpPort: integer('http_port').notNull().default(8080),
    status: text('status').notNull().default('offline'),
    lastSeen: instant('last_seen'),
    keyRotatedAt: instant('key_rotated_at'),
    createdAt: instant('created_at').notNull(),
    videoCodec: text('video_codec'),
    audioCodec: text('audio_codec'),
    codecDetectedAt: instant('codec_detected_at'),
    lastRegisterError: text('last_register_error'),
    lastRegisterErrorAt: instant('last_register_error_at'),
    nodeVersion: text('node_version'),
    versionCheckedAt: instant('version_checked_at'),
    storageUsedBytes: integer('storage_used_bytes'),
    storageMaxBytes: integer('storage_max_bytes'),
    storageDiskFreeBytes: integer('storage_disk_free_bytes'),
    storageDiskTotalBytes: integer('storage_disk_total_bytes'),
    storageReportedAt: instant('storage_reported_at'),
  },
  (table) => [index('camera_nodes_org').on(table.orgId)],
);

export const cameraGroups = sqliteTable(
  'camera_groups',
  {
    id: rowId(),
    orgId: orgId(),
    name: text('name').notNull(),
    color: text('color').notNull().default('#22c55e'),
    icon: text('icon').notNull().default('📁'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('camera_groups_org').on(table.orgId)],
);

/**
 * Cameras. `sequence_reserved` is the highest published media sequence this process may use without asking the
 * database again; the next process starts above it, so that sequences never fall across restarts.
 */
export const cameras = sqliteTable(
  'cameras',
  {
    id: rowId(),
    cameraId: text('camera_id').notNull().unique(),
    orgId: orgId(),
    nodeId: integer('node_id').references(() => cameraNodes.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    nodeType: text('node_type').notNull().default('unknown'),
    capabilities: text('capabilities').notNull().default('streaming'),
    groupId: integer('group_id').references(() => cameraGroups.id, { onDelete: 'set null' }),
    lastSeen: instant('last_seen'),
    status: text('status').notNull().default('offline'),
    lastError: text('last_error'),
    createdAt: instant('created_at'),
    videoCodec: text('video_codec'),
    audioCodec: text('audio_codec'),
    codecDetectedAt: instant('codec_detected_at'),
    disabledByPlan: flag('disabled_by_plan').notNull().default(false),
    continuous247: flag('continuous_24_7').notNull().default(false),
    scheduledRecording: flag('scheduled_recording').notNull().default(false),
    scheduledStart: text('scheduled_start'),
    scheduledEnd: text('scheduled_end'),
    sequenceReserved: integer('sequence_reserved').notNull().default(0),
  },
  (table) => [
    index('cameras_org').on(table.orgId),
    index('cameras_node').on(table.nodeId),
    index('cameras_group').on(table.groupId),
  ],
);

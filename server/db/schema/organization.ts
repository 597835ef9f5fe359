import { blob, index, integer, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { flag, instant, orgId, rowId } from './columns.ts';

/** Per-organisation key/value store. */
export const settings = sqliteTable(
  'settings',
  {
    id: rowId(),
    orgId: orgId(),
    key: text('key').notNull(),
    value: text('value'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('settings_org_key').on(table.orgId, table.key)],
);

/** Served live video per organisation and UTC month (`YYYY-MM`), in seconds. */
export const orgMonthlyUsage = sqliteTable(
  'org_monthly_usage',
  {
    id: rowId(),
    orgId: orgId(),
    yearMonth: text('year_month').notNull(),
    viewerSeconds: integer('viewer_seconds').notNull().default(0),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('org_monthly_usage_org_month').on(table.orgId, table.yearMonth)],
);

/** Keys of AI agents (`kind` mcp) and of Home Assistant (`kind` integration). */
export const mcpApiKeys = sqliteTable(
  'mcp_api_keys',
  {
    id: rowId(),
    orgId: orgId(),
    keyHash: text('key_hash').notNull().unique(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revoked: flag('revoked').notNull().default(false),
    scopeMode: text('scope_mode').default('all'),
    scopeTools: text('scope_tools'),
    kind: text('kind').notNull().default('mcp'),
    /** JSON `{cameras, groups}`; null for every camera. */
    cameraScope: text('camera_scope'),
    /** The key is refused from then on; null for never. */
    expiresAt: instant('expires_at'),
  },
  (table) => [index('mcp_api_keys_org').on(table.orgId)],
);

/** Sentinel AI configuration, one row per organisation. `camera_scope`: JSON `{camera_id: boolean}`. */
export const sentinelConfig = sqliteTable('sentinel_config', {
  id: rowId(),
  orgId: text('org_id').notNull().unique(),
  enabled: flag('enabled').notNull().default(true),
  motionEnabled: flag('motion_enabled').notNull().default(true),
  incidentOpenedEnabled: flag('incident_opened_enabled').notNull().default(true),
  motionCooldownMin: integer('motion_cooldown_min').notNull().default(5),
  scheduleMode: text('schedule_mode').notNull().default('always'),
  scheduleStart: text('schedule_start').notNull().default('22:00'),
  scheduleEnd: text('schedule_end').notNull().default('06:00'),
  activeDays: text('active_days'),
  cameraScope: text('camera_scope'),
  dailyReportEnabled: flag('daily_report_enabled').notNull().default(false),
  dailyReportTime: text('daily_report_time').notNull().default('07:00'),
  /** Local date (`YYYY-MM-DD`) of the last daily report that was started. */
  dailyReportDay: text('daily_report_day'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** Sentinel AI runs; `id` is a uuid in hex. */
export const sentinelRuns = sqliteTable(
  'sentinel_runs',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    triggeredAt: instant('triggered_at').notNull(),
    triggerType: text('trigger_type').notNull(),
    cameraId: text('camera_id'),
    toolCallCount: integer('tool_call_count').notNull().default(0),
    outcome: text('outcome').notNull(),
    severity: text('severity'),
    incidentId: integer('incident_id'),
    startedAt: instant('started_at'),
    completedAt: instant('completed_at'),
    manualPrompt: text('manual_prompt'),
    summary: text('summary').notNull().default(''),
    toolTrace: text('tool_trace'),
    /** `service` or `builtin`, once somebody works on it. */
    runner: text('runner'),
    /** How often the built-in investigator began it. */
    attempts: integer('attempts').notNull().default(0),
    model: text('model'),
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    /** Millionths of a US dollar. */
    costMicros: integer('cost_micros'),
  },
  (table) => [
    index('sentinel_runs_org_time').on(table.orgId, table.triggeredAt),
    index('sentinel_runs_camera').on(table.cameraId),
    index('sentinel_runs_outcome_time').on(table.outcome, table.triggeredAt),
  ],
);

/** Pictures that the built-in investigator looked at, scaled down. */
export const sentinelPictures = sqliteTable(
  'sentinel_pictures',
  {
    id: rowId(),
    orgId: orgId(),
    runId: text('run_id')
      .notNull()
      .references(() => sentinelRuns.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    mime: text('mime').notNull(),
    data: blob('data', { mode: 'buffer' }).notNull(),
    takenAt: instant('taken_at').notNull(),
  },
  (table) => [
    uniqueIndex('sentinel_pictures_run_number').on(table.runId, table.number),
    index('sentinel_pictures_org_time').on(table.orgId, table.takenAt),
  ],
);

/** Model of the built-in investigator, one row for an organisation. `keySealed`: encrypted with the installation's secret. */
export const sentinelModels = sqliteTable('sentinel_models', {
  id: rowId(),
  orgId: text('org_id').notNull().unique(),
  enabled: flag('enabled').notNull().default(false),
  provider: text('provider').notNull().default('openai'),
  baseUrl: text('base_url').notNull().default(''),
  model: text('model').notNull().default(''),
  keySealed: text('key_sealed'),
  maxToolCalls: integer('max_tool_calls').notNull().default(20),
  maxMinutes: integer('max_minutes').notNull().default(5),
  imagePixels: integer('image_pixels').notNull().default(1024),
  /** Micro-dollars for a million tokens; null without prices. */
  inputPriceMicros: integer('input_price_micros'),
  outputPriceMicros: integer('output_price_micros'),
  updatedAt: instant('updated_at').notNull(),
});

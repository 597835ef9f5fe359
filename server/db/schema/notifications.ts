import { index, integer, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { flag, instant, orgId, rowId } from './columns.ts';

export const notifications = sqliteTable(
  'notifications',
  {
    id: rowId(),
    orgId: orgId(),
    kind: text('kind').notNull(),
    audience: text('audience').notNull().default('all'),
    title: text('title').notNull(),
    body: text('body').notNull().default(''),
    severity: text('severity').notNull().default('info'),
    link: text('link'),
    cameraId: text('camera_id'),
    nodeId: text('node_id'),
    metaJson: text('meta_json'),
    /** Written while its camera was snoozed: it never counts as unread. */
    quiet: flag('quiet').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('notifications_org_time').on(table.orgId, table.createdAt),
    index('notifications_kind').on(table.kind),
    index('notifications_severity').on(table.severity),
    index('notifications_camera').on(table.cameraId),
    index('notifications_node').on(table.nodeId),
  ],
);

/** Read cursor of a person in an organisation's inbox; the column name is part of the exported data format. */
export const userNotificationState = sqliteTable(
  'user_notification_state',
  {
    id: rowId(),
    clerkUserId: text('clerk_user_id').notNull(),
    orgId: orgId(),
    lastViewedAt: instant('last_viewed_at').notNull(),
    clearedAt: instant('cleared_at'),
  },
  (table) => [uniqueIndex('user_notification_state_user_org').on(table.clerkUserId, table.orgId)],
);

/** Cameras and groups that stay quiet until their time; `target` is `camera` or `group`. */
export const snoozes = sqliteTable(
  'snoozes',
  {
    id: rowId(),
    orgId: orgId(),
    target: text('target').notNull(),
    targetId: text('target_id').notNull(),
    until: instant('until').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('snoozes_org_target').on(table.orgId, table.target, table.targetId)],
);

/** A notification that shall be mailed, until its recipients are known and its mails stand in the outbox. */
export const emailIntents = sqliteTable(
  'email_intents',
  {
    id: rowId(),
    orgId: orgId(),
    notificationId: integer('notification_id').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('email_intents_due').on(table.nextAttemptAt), index('email_intents_org').on(table.orgId)],
);

export const emailOutbox = sqliteTable(
  'email_outbox',
  {
    id: rowId(),
    orgId: orgId(),
    recipientEmail: text('recipient_email').notNull(),
    subject: text('subject').notNull(),
    bodyText: text('body_text').notNull().default(''),
    bodyHtml: text('body_html').notNull().default(''),
    kind: text('kind').notNull(),
    notificationId: integer('notification_id'),
    status: text('status').notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    lastAttemptAt: instant('last_attempt_at'),
    /** When a failed mail is tried again; null for at once. */
    nextAttemptAt: instant('next_attempt_at'),
    sentAt: instant('sent_at'),
    resendMessageId: text('resend_message_id'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('email_outbox_status_time').on(table.status, table.createdAt),
    index('email_outbox_message').on(table.resendMessageId),
    index('email_outbox_org_time').on(table.orgId, table.createdAt),
  ],
);

export const emailLog = sqliteTable(
  'email_log',
  {
    id: rowId(),
    orgId: orgId(),
    timestamp: instant('timestamp').notNull(),
    recipientEmail: text('recipient_email').notNull(),
    kind: text('kind').notNull(),
    status: text('status').notNull(),
    resendMessageId: text('resend_message_id'),
    error: text('error'),
  },
  (table) => [
    index('email_log_org_time').on(table.orgId, table.timestamp),
    index('email_log_kind').on(table.kind),
  ],
);

/** Addresses that must not be mailed, for every organisation; lower-case. */
export const emailSuppression = sqliteTable('email_suppression', {
  id: rowId(),
  address: text('address').notNull().unique(),
  reason: text('reason').notNull(),
  source: text('source').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** Webhook messages already handled, for every organisation. */
export const processedWebhooks = sqliteTable(
  'processed_webhooks',
  {
    id: rowId(),
    svixMsgId: text('svix_msg_id').notNull().unique(),
    eventType: text('event_type').notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('processed_webhooks_time').on(table.createdAt)],
);

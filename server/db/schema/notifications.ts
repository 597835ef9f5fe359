import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { instant, orgId, rowId } from './columns.ts';

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
    sentAt: instant('sent_at'),
    resendMessageId: text('resend_message_id'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('email_outbox_status_time').on(table.status, table.createdAt),
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

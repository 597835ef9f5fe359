import { index, integer, sqliteTable, text } from '../drizzle.ts';
import { flag, instant, orgId, rowId } from './columns.ts';

/** How an organisation's mail leaves, as entered by an administrator. `*_sealed`: encrypted with the installation's secret. */
export const mailSettings = sqliteTable('mail_settings', {
  id: rowId(),
  orgId: text('org_id').notNull().unique(),
  enabled: flag('enabled').notNull().default(false),
  transport: text('transport').notNull().default('none'),
  fromAddress: text('from_address').notNull().default(''),
  fromName: text('from_name').notNull().default(''),
  resendKeySealed: text('resend_key_sealed'),
  smtpHost: text('smtp_host').notNull().default(''),
  smtpPort: integer('smtp_port').notNull().default(587),
  smtpSecurity: text('smtp_security').notNull().default('starttls'),
  smtpUsername: text('smtp_username').notNull().default(''),
  smtpPasswordSealed: text('smtp_password_sealed'),
  updatedAt: instant('updated_at').notNull(),
});

/** Addresses of other programs that are told of notifications. `kinds`: JSON array, null for all. */
export const webhookEndpoints = sqliteTable(
  'webhook_endpoints',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    kinds: text('kinds'),
    secretSealed: text('secret_sealed').notNull(),
    enabled: flag('enabled').notNull().default(true),
    createdAt: instant('created_at').notNull(),
    lastDeliveredAt: instant('last_delivered_at'),
    lastFailedAt: instant('last_failed_at'),
    lastError: text('last_error'),
  },
  (table) => [index('webhook_endpoints_org').on(table.orgId)],
);

/** Messages for webhooks: the outbox and, once settled, the delivery log. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: rowId(),
    orgId: orgId(),
    endpointId: text('endpoint_id').notNull(),
    notificationId: integer('notification_id'),
    /** The same for all attempts, so that the receiver can tell a repetition. */
    messageId: text('message_id').notNull().unique(),
    kind: text('kind').notNull(),
    payload: text('payload').notNull(),
    status: text('status').notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    lastAttemptAt: instant('last_attempt_at'),
    deliveredAt: instant('delivered_at'),
    responseStatus: integer('response_status'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('webhook_deliveries_due').on(table.status, table.endpointId, table.nextAttemptAt),
    index('webhook_deliveries_endpoint_time').on(table.endpointId, table.createdAt),
    index('webhook_deliveries_org_time').on(table.orgId, table.createdAt),
  ],
);

import { z } from 'zod';

/** Everything people are told about. A new kind is one entry here, one in the server's table and three templates. */
export const NOTIFICATION_KINDS = [
  'motion',
  'motion_digest',
  'camera_offline',
  'camera_online',
  'node_offline',
  'node_online',
  'incident_created',
  'mcp_key_created',
  'mcp_key_revoked',
  'cloudnode_disk_low',
  'member_added',
  'member_role_changed',
  'member_removed',
  'member_promotion_requested',
  'welcome',
  // Told in the inbox only, never by mail.
  'integration_key_created',
  'plan_limit_reached',
  'backup_failed',
  'computer_slept',
] as const;

export const notificationKind = z.enum(NOTIFICATION_KINDS);
export type NotificationKind = z.infer<typeof notificationKind>;

/** How much something matters, the least first. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;
export const severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severity>;

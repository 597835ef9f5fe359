import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** The three switches of the inbox. */
const inboxSwitches = z.object({
  motion_notifications: z.boolean(),
  camera_transition_notifications: z.boolean(),
  node_transition_notifications: z.boolean(),
});

/** All ten notification switches, flat: three of the inbox, seven of mail. */
export const notificationSwitches = inboxSwitches.extend({
  email_camera_offline: z.boolean(),
  email_node_offline: z.boolean(),
  email_incident_created: z.boolean(),
  email_mcp_key_audit: z.boolean(),
  email_cloudnode_disk_low: z.boolean(),
  email_member_audit: z.boolean(),
  email_motion: z.boolean(),
});
export type NotificationSwitches = z.infer<typeof notificationSwitches>;

const tag = 'settings';
const done = z.object({ success: z.literal(true) });
const ingestion = z.object({ motion_ingestion_enabled: z.boolean() });
const oftenEnough = { max: 30, per: 'minute' } as const;

export const settings = {
  get: endpoint({
    method: 'GET',
    path: '/api/settings',
    access: 'view',
    tag,
    summary: 'Settings of the organization',
    response: z.object({ notifications: inboxSwitches, timezone: z.string() }),
  }),
  timezone: endpoint({
    method: 'POST',
    path: '/api/settings/timezone',
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Set the IANA time zone in which recording windows are meant',
    body: z.object({ timezone: z.string().trim() }),
    response: done.extend({ timezone: z.string() }),
  }),
  notifications: endpoint({
    method: 'GET',
    path: '/api/settings/notifications',
    access: 'view',
    tag,
    summary: 'Which notifications and mails are wanted',
    response: notificationSwitches,
  }),
  setNotifications: endpoint({
    method: 'POST',
    path: '/api/settings/notifications',
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Change notification switches; those not named stay',
    body: notificationSwitches.partial(),
    response: done,
  }),
  motionIngestion: endpoint({
    method: 'GET',
    path: '/api/settings/motion-ingestion',
    access: 'admin',
    tag,
    summary: 'Whether motion reports are stored',
    response: ingestion,
  }),
  setMotionIngestion: endpoint({
    method: 'POST',
    path: '/api/settings/motion-ingestion',
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Switch the storing of motion reports on or off',
    body: z.object({ enabled: z.boolean().default(false) }),
    response: ingestion,
  }),
  securityContact: endpoint({
    method: 'GET',
    path: '/api/settings/security-contact',
    access: 'admin',
    tag,
    summary: 'Contact published in security.txt',
    response: z.object({ contact: z.string().nullable() }),
  }),
  setSecurityContact: endpoint({
    method: 'POST',
    path: '/api/settings/security-contact',
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Set or clear the contact published in security.txt (an https: address)',
    body: z.object({
      contact: z
        .string()
        .trim()
        .max(300)
        .regex(/^(https:\/\/[!-~]+)?$/, 'Enter an address that begins with https://')
        .refine((text) => text === '' || URL.canParse(text), 'That is not a complete address'),
    }),
    response: z.object({ contact: z.string().nullable() }),
  }),
};

/** What a person types to reset a local installation. */
export const RESET_CONFIRMATION = 'reset everything';

export const danger = {
  wipeLogs: endpoint({
    method: 'POST',
    path: '/api/settings/danger/wipe-logs',
    access: 'admin',
    tag: 'danger',
    limit: { max: 5, per: 'hour' },
    summary: 'Delete the stream access log and the MCP activity log',
    response: done.extend({ deleted_logs: z.number().int(), deleted_mcp_logs: z.number().int() }),
  }),
  fullReset: endpoint({
    method: 'POST',
    path: '/api/settings/danger/full-reset',
    access: 'admin',
    tag: 'danger',
    limit: { max: 3, per: 'hour' },
    summary: 'Erase the organization: nodes, cameras, people, logs and settings',
    body: z.object({
      /** Typed by the person; local installations require it, because accounts and backups go too. */
      confirm: z.string().optional(),
    }),
    response: done.extend({
      nodes_wiped: z.number().int(),
      nodes_deleted: z.number().int(),
      cameras_deleted: z.number().int(),
      logs_deleted: z.number().int(),
      mcp_logs_deleted: z.number().int(),
      settings_deleted: z.number().int(),
    }),
  }),
  export: endpoint({
    method: 'POST',
    path: '/api/gdpr/export',
    access: 'admin',
    tag: 'danger',
    limit: { max: 3, per: 'hour' },
    summary: 'All data of the organization as a ZIP of JSON files',
    produces: 'application/zip',
  }),
};

const plainText = 'text/plain';

export const securityTxt = {
  wellKnown: endpoint({
    method: 'GET',
    path: '/.well-known/security.txt',
    access: 'public',
    tag: 'system',
    summary: 'How to report a weakness of this installation',
    produces: plainText,
  }),
  root: endpoint({
    method: 'GET',
    path: '/security.txt',
    access: 'public',
    tag: 'system',
    summary: 'The same as /.well-known/security.txt',
    produces: plainText,
  }),
};

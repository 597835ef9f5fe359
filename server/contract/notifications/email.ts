import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { email, success, timestamp } from '../primitives.ts';
import { notificationSwitches } from '../settings.ts';

const tag = 'mail';

/** The seven switches of mail that people may change. */
export const mailSwitches = notificationSwitches.pick({
  email_camera_offline: true,
  email_node_offline: true,
  email_incident_created: true,
  email_mcp_key_audit: true,
  email_cloudnode_disk_low: true,
  email_member_audit: true,
  email_motion: true,
});
export type MailSwitches = z.infer<typeof mailSwitches>;

const preferences = z.object({
  /** False while no mail leaves this installation at all. */
  email_globally_enabled: z.boolean(),
  preferences: mailSwitches.extend({ email_welcome: z.boolean() }),
});

const token = z.object({ t: z.string() });
const unsubscribePath = '/api/notifications/email/unsubscribe';
const unsubscribeLimit = { max: 60, per: 'minute' } as const;

/** What became of a mail. */
export const mailStatus = z.enum(['sent', 'failed', 'suppressed']);

const waitingMail = z.object({
  id: z.number().int(),
  kind: z.string(),
  recipient: z.string(),
  status: z.enum(['pending', 'sending']),
  attempts: z.number().int(),
  next_attempt_at: timestamp.nullable(),
  error: z.string().nullable(),
  created_at: timestamp,
});

const settledMail = z.object({
  id: z.number().int(),
  kind: z.string(),
  recipient: z.string(),
  status: mailStatus,
  error: z.string().nullable(),
  timestamp,
});

const outcomes = { sent: z.number().int(), failed: z.number().int(), suppressed: z.number().int() };

export const mail = {
  preferences: endpoint({
    method: 'GET',
    path: '/api/notifications/email/preferences',
    access: 'view',
    tag,
    summary: 'Which mails are wanted',
    response: preferences,
  }),
  setPreferences: endpoint({
    method: 'POST',
    path: '/api/notifications/email/preferences',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Change which mails are wanted; those not named, or null, stay',
    body: z.object(
      Object.fromEntries(mailSwitches.keyof().options.map((name) => [name, z.boolean().nullish()])) as {
        [Name in keyof MailSwitches]: z.ZodOptional<z.ZodNullable<z.ZodBoolean>>;
      },
    ),
    response: preferences.extend({ changes: z.array(z.string()) }),
  }),
  unsubscribe: endpoint({
    method: 'GET',
    path: unsubscribePath,
    access: 'public',
    tag,
    limit: unsubscribeLimit,
    summary: 'Link of a mail: no more mails of this kind for the organization',
    query: token,
    produces: 'text/html',
  }),
  unsubscribeOneClick: endpoint({
    method: 'POST',
    path: unsubscribePath,
    access: 'public',
    tag,
    limit: unsubscribeLimit,
    summary: 'The same, as mail programs call it (RFC 8058)',
    query: token,
    rawBody: 'application/x-www-form-urlencoded',
    produces: 'text/html',
  }),
  deliveries: endpoint({
    method: 'GET',
    path: '/api/notifications/email/deliveries',
    access: 'admin',
    tag,
    limit: { max: 120, per: 'minute' },
    summary:
      'Mails that wait, and what became of the others, newest first; format=csv for a file of the latter',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      status: mailStatus.optional(),
      kind: z.string().max(40).optional(),
      format: z.enum(['json', 'csv']).default('json'),
      /** Only what became of mails in so many days until now. */
      days: z.coerce.number().int().min(1).max(366).optional(),
    }),
    response: z.object({
      /** Notifications whose recipients are not known yet. */
      preparing: z.number().int(),
      waiting: z.array(waitingMail),
      total: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
      deliveries: z.array(settledMail),
    }),
  }),
  deliveryStats: endpoint({
    method: 'GET',
    path: '/api/notifications/email/deliveries/stats',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'What became of mails, by kind, recipient and UTC hour',
    query: z.object({ days: z.coerce.number().int().min(1).max(30).default(7) }),
    response: z.object({
      days: z.number().int(),
      total: z.number().int(),
      ...outcomes,
      /** Mails that have not left yet, those included whose recipients are not known. */
      waiting: z.number().int(),
      by_kind: z.array(z.object({ kind: z.string(), count: z.number().int() })),
      by_recipient: z.array(z.object({ recipient: z.string(), count: z.number().int() })),
      /** Beginnings of hours with mails, newest first. */
      by_hour: z.array(z.object({ hour: timestamp, ...outcomes })),
    }),
  }),
};

export const SMTP_SECURITY = ['starttls', 'tls', 'none'] as const;

/** How mail leaves this installation. Secrets are never answered, only whether there is one. */
const mailSettings = z.object({
  enabled: z.boolean(),
  /** `environment` settings cannot be changed here. */
  source: z.enum(['environment', 'settings']),
  /** Whether `EMAIL_ENABLED` decides, so that `enabled` cannot be changed here. */
  enabled_by_environment: z.boolean(),
  transport: z.enum(['none', 'resend', 'smtp']),
  from_address: z.string(),
  from_name: z.string(),
  has_resend_key: z.boolean(),
  smtp_host: z.string(),
  smtp_port: z.number().int(),
  smtp_security: z.enum(SMTP_SECURITY),
  smtp_username: z.string(),
  has_smtp_password: z.boolean(),
  /** After a mail about motion, further motion of that camera waits so long for one summary. */
  motion_cooldown_minutes: z.number().int(),
  /** What is still missing before a mail can leave, in words; null when nothing is. */
  problem: z.string().nullable(),
});
export type MailSettings = z.infer<typeof mailSettings>;

const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^[A-Za-z0-9.:_-]*$/, 'Enter a host name such as smtp.example.com');

export const mailSetup = {
  get: endpoint({
    method: 'GET',
    path: '/api/settings/mail',
    access: 'admin',
    tag,
    summary: 'How mail leaves this installation',
    response: mailSettings,
  }),
  set: endpoint({
    method: 'POST',
    path: '/api/settings/mail',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Change how mail leaves; what is not named stays, an empty secret removes it',
    body: z
      .object({
        enabled: z.boolean(),
        transport: z.enum(['none', 'resend', 'smtp']),
        from_address: z.union([z.literal(''), email]),
        from_name: z
          .string()
          .trim()
          .max(100)
          .regex(/^[^\r\n<>"]*$/, 'Leave out quotes and angle brackets'),
        resend_key: z.string().trim().max(200),
        smtp_host: host,
        smtp_port: z.number().int().min(1).max(65_535),
        smtp_security: z.enum(SMTP_SECURITY),
        smtp_username: z.string().trim().max(320),
        smtp_password: z.string().max(500),
        motion_cooldown_minutes: z.number().int().min(1).max(1440),
      })
      .partial(),
    response: mailSettings,
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/settings/mail/test',
    access: 'admin',
    tag,
    limit: { max: 20, per: 'hour' },
    summary: 'Send one mail now with the settings as stored, and say what came of it',
    body: z.object({ to: email }),
    response: z.object({ delivered: z.boolean(), message: z.string() }),
  }),
  linkAddress: endpoint({
    method: 'GET',
    path: '/api/settings/link-address',
    access: 'admin',
    tag,
    summary: 'Address that links in mails and invitations begin with',
    response: z.object({
      /** What was entered here; empty when nothing was. */
      address: z.string(),
      in_use: z.string(),
      source: z.enum(['environment', 'settings', 'network']),
    }),
  }),
  setLinkAddress: endpoint({
    method: 'POST',
    path: '/api/settings/link-address',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Set or clear the address that links begin with',
    body: z.object({
      address: z
        .string()
        .trim()
        .max(300)
        .regex(/^(https?:\/\/[^\s,]+)?$/, 'Enter an address that begins with http:// or https://'),
    }),
    response: success.extend({ address: z.string() }),
  }),
};

import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { success, timestamp } from '../primitives.ts';
import { notificationKind } from './kinds.ts';

const tag = 'webhooks';
const json = 'application/json';

/** Messages of Clerk and Resend, signed by them. */
export const incomingWebhooks = {
  clerk: endpoint({
    method: 'POST',
    path: '/api/webhooks/clerk',
    access: 'public',
    tag,
    limit: { max: 120, per: 'minute' },
    summary: 'Changes of subscriptions, memberships and organizations, told by Clerk',
    rawBody: json,
    response: z.union([
      z.object({ received: z.literal(true) }),
      z.object({ status: z.literal('duplicate'), svix_id: z.string() }),
    ]),
  }),
  resend: endpoint({
    method: 'POST',
    path: '/api/webhooks/resend',
    access: 'public',
    tag,
    limit: { max: 600, per: 'minute' },
    summary: 'Bounces, complaints and unsubscribes, told by Resend',
    rawBody: json,
    response: z.union([
      z.object({ received: z.literal(true) }),
      z.object({ status: z.literal('duplicate'), svix_id: z.string() }),
    ]),
  }),
};

/** Endpoints an organization may have. */
export const MAX_WEBHOOK_ENDPOINTS = 5;

const webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  /** Kinds that are sent; null for all. */
  kinds: z.array(notificationKind).nullable(),
  enabled: z.boolean(),
  created_at: timestamp,
  last_delivered_at: timestamp.nullable(),
  last_failed_at: timestamp.nullable(),
  last_error: z.string().nullable(),
});
export type Webhook = z.infer<typeof webhook>;

const fields = z.object({
  name: z.string().trim().min(1, 'Give it a name').max(100),
  url: z
    .url({ protocol: /^https?$/, error: 'Enter an address that begins with http:// or https://' })
    .max(2000),
  kinds: z.array(notificationKind).min(1, 'Choose at least one kind').nullable(),
  enabled: z.boolean(),
});

const delivery = z.object({
  id: z.number().int(),
  message_id: z.string(),
  kind: z.string(),
  status: z.enum(['pending', 'sending', 'delivered', 'failed']),
  attempts: z.number().int(),
  response_status: z.number().int().nullable(),
  error: z.string().nullable(),
  created_at: timestamp,
  next_attempt_at: timestamp.nullable(),
  delivered_at: timestamp.nullable(),
});
export type WebhookDelivery = z.infer<typeof delivery>;

const params = z.object({ webhook_id: z.string() });
const base = '/api/settings/webhooks';
const one = `${base}/{webhook_id}`;
const oftenEnough = { max: 30, per: 'minute' } as const;

/** Webhooks that tell other programs of notifications. */
export const webhooks = {
  list: endpoint({
    method: 'GET',
    path: base,
    access: 'admin',
    tag,
    summary: 'Where notifications are sent to',
    response: z.object({ webhooks: z.array(webhook), max: z.number().int() }),
  }),
  create: endpoint({
    method: 'POST',
    path: base,
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Add a webhook; its signing secret is answered this once',
    body: fields.extend({
      kinds: fields.shape.kinds.default(null),
      enabled: fields.shape.enabled.default(true),
    }),
    response: z.object({ webhook, secret: z.string() }),
  }),
  update: endpoint({
    method: 'PATCH',
    path: one,
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Change a webhook; what is not named stays',
    params,
    body: fields.partial(),
    response: webhook,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: one,
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Remove a webhook and what waits for it',
    params,
    response: success,
  }),
  rotate: endpoint({
    method: 'POST',
    path: `${one}/rotate-secret`,
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Give a webhook a new signing secret; the old one is used no more',
    params,
    response: z.object({ secret: z.string() }),
  }),
  test: endpoint({
    method: 'POST',
    path: `${one}/test`,
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Send one test message now and say what came of it',
    params,
    response: z.object({ delivered: z.boolean(), message: z.string() }),
  }),
  deliveries: endpoint({
    method: 'GET',
    path: `${one}/deliveries`,
    access: 'admin',
    tag,
    summary: 'Messages of a webhook, newest first',
    params,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({ total: z.number().int(), deliveries: z.array(delivery) }),
  }),
  resend: endpoint({
    method: 'POST',
    path: `${one}/deliveries/{delivery_id}/resend`,
    access: 'admin',
    tag,
    limit: oftenEnough,
    summary: 'Send a message that failed once more, under its former id',
    params: params.extend({ delivery_id: z.coerce.number().int() }),
    response: success,
  }),
};

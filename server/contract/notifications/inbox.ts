import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { success, timestamp } from '../primitives.ts';
import { severity } from './kinds.ts';

const tag = 'notifications';

/** One item of the inbox as it is told live. */
export const notification = z.object({
  id: z.number().int(),
  kind: z.string(),
  audience: z.enum(['all', 'admin']),
  title: z.string(),
  body: z.string(),
  severity,
  /** Path within the dashboard. */
  link: z.string().nullable(),
  camera_id: z.string().nullable(),
  node_id: z.string().nullable(),
  meta: z.record(z.string(), z.unknown()).nullable(),
  created_at: timestamp,
});
export type Notification = z.infer<typeof notification>;

const listed = notification.extend({
  unread: z.boolean(),
  /** Written while its camera was snoozed: it never counted as unread. */
  quiet: z.boolean(),
});
export type ListedNotification = z.infer<typeof listed>;

const cursor = z.object({ last_viewed_at: timestamp });

export const inbox = {
  list: endpoint({
    method: 'GET',
    path: '/api/notifications',
    access: 'view',
    tag,
    summary: 'The inbox, newest first',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      hours: z.coerce.number().int().min(1).max(720).default(168),
      /** Only these kinds, separated by commas. */
      kinds: z.string().max(500).optional(),
      camera_id: z.string().max(200).optional(),
      /** Only this severity and above. */
      severity: severity.optional(),
      unread: z.enum(['true', 'false']).optional(),
    }),
    response: z.object({
      total: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
      last_viewed_at: timestamp,
      notifications: z.array(listed),
    }),
  }),
  unreadCount: endpoint({
    method: 'GET',
    path: '/api/notifications/unread-count',
    access: 'view',
    tag,
    summary: 'How many items are unread, at most 99',
    response: cursor.extend({ unread: z.number().int().max(99), capped: z.boolean() }),
  }),
  markViewed: endpoint({
    method: 'POST',
    path: '/api/notifications/mark-viewed',
    access: 'view',
    tag,
    summary: 'Count everything so far as read by the caller',
    response: success.extend(cursor.shape),
  }),
  clearAll: endpoint({
    method: 'POST',
    path: '/api/notifications/clear-all',
    access: 'admin',
    tag,
    summary: 'Empty the inbox of everybody in the organization',
    response: success.extend({ cleared_at: timestamp, last_viewed_at: timestamp }),
  }),
  requestPromotion: endpoint({
    method: 'POST',
    path: '/api/notifications/request-admin-promotion',
    access: 'view',
    tag,
    limit: { max: 3, per: 'hour', sharedBy: 'organization' },
    summary: 'Ask the administrators for administrator rights',
    response: success.extend({ message: z.string() }),
  }),
  stream: endpoint({
    method: 'GET',
    path: '/api/notifications/stream',
    access: 'view',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'New items as server-sent events',
    produces: 'text/event-stream',
  }),
};

const snooze = z.object({
  id: z.number().int(),
  target: z.enum(['camera', 'group']),
  /** Camera id, or the number of a group as text. */
  target_id: z.string(),
  until: timestamp,
  created_by: z.string(),
  created_at: timestamp,
});
export type Snooze = z.infer<typeof snooze>;

export const snoozes = {
  list: endpoint({
    method: 'GET',
    path: '/api/notifications/snoozes',
    access: 'view',
    tag,
    summary: 'Cameras and groups that are quiet now',
    response: z.object({ snoozes: z.array(snooze) }),
  }),
  set: endpoint({
    method: 'POST',
    path: '/api/notifications/snoozes',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Keep a camera or a group quiet for a while; replaces a former snooze of it',
    body: z.object({
      target: z.enum(['camera', 'group']),
      target_id: z.string().min(1).max(200),
      /** `tomorrow` ends at the next day's 08:00 in the time zone of the organization. */
      for: z.enum(['15m', '1h', 'tomorrow']),
    }),
    response: snooze,
  }),
  end: endpoint({
    method: 'DELETE',
    path: '/api/notifications/snoozes/{snooze_id}',
    access: 'admin',
    tag,
    summary: 'End a snooze before its time',
    params: z.object({ snooze_id: z.coerce.number().int() }),
    response: success,
  }),
};

import { z } from 'zod';
import { toolCall } from './agents/activity.ts';
import { notification } from './notifications/inbox.ts';
import { timestamp } from './primitives.ts';

/** Motion was seen. */
export const motionMessage = z.object({
  type: z.literal('motion'),
  camera_id: z.string(),
  node_id: z.string(),
  score: z.number().int(),
  timestamp,
});
export type MotionMessage = z.infer<typeof motionMessage>;

/** A new item of the inbox; those for administrators are told to nobody else. */
export const notificationMessage = notification.extend({ type: z.literal('notification') });
export type NotificationMessage = z.infer<typeof notificationMessage>;

/** An AI agent used a tool; administrators only. */
export const toolCallMessage = toolCall.extend({ type: z.literal('tool_call') });

/** What `/ws/dashboard` tells a page. A page that (re)connects asks for fresh state; nothing is replayed. */
export const dashboardMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.string() }),
  motionMessage,
  notificationMessage,
  toolCallMessage,
  /** A camera's state changed; `status` is the effective one. */
  z.object({
    type: z.literal('camera'),
    camera_id: z.string(),
    status: z.string(),
    last_error: z.string().nullable(),
  }),
  /** A node's state changed; administrators only. */
  z.object({ type: z.literal('node'), node_id: z.string(), status: z.string() }),
  /** Something of this kind was added, changed or removed: ask again. */
  z.object({
    type: z.literal('changed'),
    what: z.enum([
      'cameras',
      'groups',
      'nodes',
      'settings',
      'notifications',
      'snoozes',
      'deliveries',
      'incidents',
      'sentinel',
    ]),
  }),
]);
export type DashboardMessage = z.infer<typeof dashboardMessage>;

/** What a page may say: who it is, where a browser cannot send a cookie, and again before its token expires. */
export const dashboardAuth = z.object({ type: z.literal('auth'), token: z.string().min(1) });

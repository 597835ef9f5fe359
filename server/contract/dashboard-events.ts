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

/** A published segment, as a page that plays the camera needs it. */
export const segmentNotice = z.object({
  /** Media sequence number, as in the camera's playlist. */
  sequence: z.number().int(),
  /** Relative to the camera's `stream.m3u8`, the same text as in the playlist. */
  uri: z.string(),
  /** Seconds. */
  duration: z.number(),
  /** Timestamps do not continue from the segment before. */
  discontinuity: z.boolean(),
  /** When the server accepted the segment. */
  at: timestamp,
});
export type SegmentNotice = z.infer<typeof segmentNotice>;

/** All that can be played of a watched camera now; replaces what the page knew of it. Nothing is live: no segments. */
export const liveMessage = z.object({
  type: z.literal('live'),
  camera_id: z.string(),
  /** Target duration, whole seconds. */
  target_s: z.number().int(),
  /** Discontinuity sequence of the segment before the first one. */
  discontinuity_sequence: z.number().int(),
  segments: z.array(segmentNotice),
});
export type LiveMessage = z.infer<typeof liveMessage>;

/** The next segment of a watched camera is here. */
export const segmentMessage = z.object({
  type: z.literal('segment'),
  camera_id: z.string(),
  segment: segmentNotice,
});
export type SegmentMessage = z.infer<typeof segmentMessage>;

/** What `/ws/dashboard` tells a page. A page that (re)connects asks for fresh state; nothing is replayed. */
export const dashboardMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.string() }),
  motionMessage,
  notificationMessage,
  toolCallMessage,
  liveMessage,
  segmentMessage,
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

/** Cameras one page can watch at a time; those after are passed over. */
export const WATCHED_MAX = 64;

/** The whole set of cameras a page plays now, said after each `hello` and at each change; ids it may not see are passed over in silence. */
export const dashboardWatch = z.object({
  type: z.literal('watch'),
  cameras: z.array(z.string().max(150)),
});
export type DashboardWatch = z.infer<typeof dashboardWatch>;

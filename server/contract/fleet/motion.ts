import { z } from 'zod';
import { cameraId } from './cameras.ts';
import { endpoint } from '../endpoint.ts';
import { timestamp } from '../primitives.ts';

export const motionEvent = z.object({
  id: z.number().int(),
  org_id: z.string(),
  camera_id: z.string(),
  node_id: z.string(),
  score: z.number().int(),
  segment_seq: z.number().int().nullable(),
  timestamp,
});
export type MotionEvent = z.infer<typeof motionEvent>;

const tag = 'motion';
const hours = z.coerce.number().int().min(1).max(168).default(24);

export const motion = {
  report: endpoint({
    method: 'POST',
    path: '/api/cameras/{camera_id}/motion',
    access: 'node',
    tag,
    limit: { max: 120, per: 'minute' },
    summary: 'A node reports motion: {score, segment_seq?, timestamp?}',
    params: cameraId,
    // Read by the handler: while storing is switched off, what a node sends is not looked at.
    rawBody: 'application/json',
    response: z.object({ success: z.literal(true), ingested: z.boolean(), reason: z.string().optional() }),
  }),
  events: endpoint({
    method: 'GET',
    path: '/api/motion/events',
    access: 'view',
    tag,
    summary: 'Motion events, newest first',
    query: z.object({
      camera_id: z.string().max(150).optional(),
      hours,
      limit: z.coerce.number().int().min(1).max(500).default(100),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      total: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
      hours: z.number().int(),
      events: z.array(motionEvent),
    }),
  }),
  stats: endpoint({
    method: 'GET',
    path: '/api/motion/events/stats',
    access: 'view',
    tag,
    summary: 'Motion by camera',
    query: z.object({ hours }),
    response: z.object({
      hours: z.number().int(),
      cameras: z.array(
        z.object({
          camera_id: z.string(),
          event_count: z.number().int(),
          peak_score: z.number().int(),
          latest: timestamp,
        }),
      ),
    }),
  }),
  stream: endpoint({
    method: 'GET',
    path: '/api/motion/events/stream',
    access: 'view',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Motion as it happens (server-sent events)',
    produces: 'text/event-stream',
  }),
};

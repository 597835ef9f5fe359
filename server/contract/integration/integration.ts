import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { success, timestamp } from '../primitives.ts';

const tag = 'integration';

const key = z.object({
  id: z.number().int(),
  name: z.string(),
  created_at: timestamp,
  last_used_at: timestamp.nullable(),
  revoked: z.boolean(),
  scope_mode: z.literal('all'),
  scope_tools: z.array(z.string()),
  kind: z.literal('integration'),
});
export type IntegrationKey = z.infer<typeof key>;

/** Keys of Home Assistant and other programs of the house. */
export const integrationKeys = {
  create: endpoint({
    method: 'POST',
    path: '/api/integration/keys',
    access: 'admin',
    tag,
    limit: { max: 10, per: 'hour' },
    summary: 'Make a key for Home Assistant; it is answered this once',
    body: z.object({ name: z.string().trim().max(100).default('Home Assistant') }),
    response: z.object({
      id: z.number().int(),
      name: z.string(),
      key: z.string(),
      created_at: timestamp,
      kind: z.literal('integration'),
      warning: z.string(),
    }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/integration/keys',
    access: 'admin',
    tag,
    summary: 'Keys that are not revoked, newest first',
    response: z.array(key),
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api/integration/keys/{key_id}',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'hour' },
    summary: 'Refuse a key from now on and end its streams',
    params: z.object({ key_id: z.coerce.number().int() }),
    response: success,
  }),
};

const camera = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  online: z.boolean(),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  node_id: z.string().nullable(),
  node_name: z.string().nullable(),
  node_online: z.boolean(),
  recording: z.boolean(),
  scheduled_recording: z.boolean(),
  snapshot_url: z.string(),
  stream: z.object({ local_url: z.string().nullable(), proxy_url: z.null() }),
});

const bytes = z.number().nullable();
const cameraId = z.object({ camera_id: z.string().max(150) });

/** What Home Assistant reads and does, with a key of its own. Every success is exactly 200. */
export const integration = {
  cameras: endpoint({
    method: 'GET',
    path: '/api/integration/cameras',
    access: 'integration',
    tag,
    limit: { max: 120, per: 'minute' },
    summary: 'Cameras, oldest first',
    response: z.object({ cameras: z.array(camera) }),
  }),
  snapshot: endpoint({
    method: 'GET',
    path: '/api/integration/cameras/{camera_id}/snapshot',
    access: 'integration',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'A picture taken now',
    params: cameraId,
    produces: 'image/jpeg',
  }),
  recording: endpoint({
    method: 'POST',
    path: '/api/integration/cameras/{camera_id}/recording',
    access: 'integration',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Start or stop continuous recording',
    params: cameraId,
    body: z.object({ recording: z.boolean() }),
    bodyErrors: 'plain400json',
    response: z.object({ camera_id: z.string(), recording: z.boolean() }),
  }),
  status: endpoint({
    method: 'GET',
    path: '/api/integration/status',
    access: 'integration',
    tag,
    limit: { max: 120, per: 'minute' },
    summary: 'Nodes and counts',
    response: z.object({
      org_id: z.string(),
      plan: z.string(),
      cameras: z.object({ total: z.number().int(), online: z.number().int() }),
      nodes: z.object({
        total: z.number().int(),
        online: z.number().int(),
        items: z.array(
          z.object({
            node_id: z.string(),
            name: z.string(),
            online: z.boolean(),
            local_ip: z.string().nullable(),
            version: z.string().nullable(),
            storage: z.object({
              used_bytes: bytes,
              max_bytes: bytes,
              disk_free_bytes: bytes,
              disk_total_bytes: bytes,
            }),
          }),
        ),
      }),
    }),
  }),
  motion: endpoint({
    method: 'GET',
    path: '/api/integration/motion/stream',
    access: 'integration',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Motion as server-sent events',
    produces: 'text/event-stream',
  }),
};

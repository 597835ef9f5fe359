import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timestamp } from '../primitives.ts';

/** A camera as people see it; `status` is the effective one (offline after 90 s of silence). */
export const camera = z.object({
  camera_id: z.string(),
  name: z.string(),
  node_id: z.string().nullable(),
  node_name: z.string().nullable(),
  node_type: z.string(),
  capabilities: z.array(z.string()),
  group_id: z.number().int().nullable(),
  group: z.string().nullable(),
  status: z.string(),
  last_error: z.string().nullable(),
  last_seen: timestamp.nullable(),
  disabled_by_plan: z.boolean(),
  /** Codecs of its live stream as the node reported them, such as `avc1.64001f`; null until it did. */
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  recording_policy: z.object({
    continuous_24_7: z.boolean(),
    scheduled_recording: z.boolean(),
    scheduled_start: z.string().nullable(),
    scheduled_end: z.string().nullable(),
  }),
  /** What the policy asks for now, and what the node was told last: null before its first heartbeat since the start. */
  recording: z.object({ wanted: z.boolean(), reported: z.boolean().nullable() }),
});
export type Camera = z.infer<typeof camera>;

const tag = 'cameras';
export const cameraId = z.object({ camera_id: z.string().max(150) });

export const cameras = {
  list: endpoint({
    method: 'GET',
    path: '/api/cameras',
    access: 'view',
    tag,
    summary: 'Cameras',
    response: z.array(camera),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/cameras/{camera_id}',
    access: 'view',
    tag,
    summary: 'One camera',
    params: cameraId,
    response: camera,
  }),
  codec: endpoint({
    method: 'POST',
    path: '/api/cameras/{camera_id}/codec',
    access: 'node',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'A node reports the codec of a live stream',
    params: cameraId,
    bodyErrors: 'plain400',
    body: z.object({ video_codec: z.string().min(1), audio_codec: z.string().nullish() }),
    response: z.object({ success: z.literal(true), message: z.string() }),
  }),
};

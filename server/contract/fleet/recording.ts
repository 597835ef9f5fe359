import { z } from 'zod';
import { camera, cameraId } from './cameras.ts';
import { endpoint } from '../endpoint.ts';

/** `HH:MM`, 24 hours; an empty text clears the time. */
const timeOfDay = z
  .string()
  .max(5)
  .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, 'Use a 24-hour time such as 08:00');

/** What a node answers to a command: its data, or the reason it could not. */
const nodeResult = z.looseObject({ status: z.string() });

const tag = 'cameras';

export const recording = {
  snapshot: endpoint({
    method: 'POST',
    path: '/api/cameras/{camera_id}/snapshot',
    access: 'view',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: "Ask the camera's node for a picture now; JPEG when the caller accepts image/jpeg",
    params: cameraId,
    response: nodeResult,
  }),
  toggle: endpoint({
    method: 'POST',
    path: '/api/cameras/{camera_id}/recording',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Start or stop recording by hand; takes effect with the next heartbeat of the node',
    params: cameraId,
    bodyErrors: 'plain400',
    body: z.object({ recording: z.boolean().default(false) }),
    response: z.object({ success: z.literal(true), camera_id: z.string(), recording: z.boolean() }),
  }),
  policy: endpoint({
    method: 'PATCH',
    path: '/api/cameras/{camera_id}/recording-settings',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Change how a camera records: off, continuously, or in a daily window',
    params: cameraId,
    body: z.object({
      continuous_24_7: z.boolean().nullish(),
      scheduled_recording: z.boolean().nullish(),
      scheduled_start: timeOfDay.nullish(),
      scheduled_end: timeOfDay.nullish(),
    }),
    response: z.object({
      success: z.literal(true),
      camera_id: z.string(),
      recording_policy: camera.shape.recording_policy,
    }),
  }),
};

const nodeId = z.object({ node_id: z.string().max(100) });
const archived = z.object({ node_id: z.string().max(100), camera_id: z.string().max(150) });

/** One stored picture on a node. `timestamp` is UTC. */
export const storedSnapshot = z.object({
  id: z.number().int(),
  camera_id: z.string(),
  filename: z.string(),
  timestamp: z.string(),
  size_bytes: z.number().int(),
});
export type StoredSnapshot = z.infer<typeof storedSnapshot>;

/** One camera's recordings of one UTC day on a node. */
export const recordingDay = z.object({
  camera_id: z.string(),
  date: z.string(),
  segment_count: z.number().int(),
  total_size_bytes: z.number().int(),
});
export type RecordingDay = z.infer<typeof recordingDay>;

/**
 * `lan_streaming`: whether the stored files themselves can be fetched. `total`: rows the node has; the newest
 * 10,000 of them are listed.
 */
const listed = z.object({ lan_streaming: z.boolean(), total: z.number().int() });

/** What is stored on nodes, and its playback through this server when the node offers LAN streaming. */
export const archive = {
  snapshots: endpoint({
    method: 'GET',
    path: '/api/nodes/{node_id}/snapshots',
    access: 'admin',
    tag: 'archive',
    limit: { max: 30, per: 'minute' },
    summary: 'Pictures stored on a node, newest first',
    params: nodeId,
    query: z.object({ camera_id: z.string().max(150).optional() }),
    response: listed.extend({ snapshots: z.array(storedSnapshot) }),
  }),
  recordings: endpoint({
    method: 'GET',
    path: '/api/nodes/{node_id}/recordings',
    access: 'admin',
    tag: 'archive',
    limit: { max: 30, per: 'minute' },
    summary: 'Recordings stored on a node, by camera and UTC day, newest first',
    params: nodeId,
    query: z.object({ camera_id: z.string().max(150).optional() }),
    response: listed.extend({ recordings: z.array(recordingDay) }),
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/nodes/{node_id}/archive/snapshots/{snapshot_id}',
    access: 'admin',
    tag: 'archive',
    limit: { max: 600, per: 'minute' },
    summary: 'One stored picture, fetched from the node',
    params: nodeId.extend({ snapshot_id: z.coerce.number().int().nonnegative() }),
    produces: 'image/jpeg',
  }),
  playlist: endpoint({
    method: 'GET',
    path: '/api/nodes/{node_id}/archive/{camera_id}/{date}/playlist.m3u8',
    access: 'admin',
    tag: 'archive',
    limit: { max: 120, per: 'minute' },
    summary: "A day's recording as HLS, fetched from the node",
    params: archived.extend({ date: z.iso.date() }),
    produces: 'application/vnd.apple.mpegurl',
  }),
  segment: endpoint({
    method: 'GET',
    path: '/api/nodes/{node_id}/archive/{camera_id}/{date}/{filename}',
    access: 'admin',
    tag: 'archive',
    limit: { max: 1200, per: 'minute' },
    summary: 'One recorded segment, fetched from the node',
    params: archived.extend({ date: z.iso.date(), filename: z.string().max(40) }),
    produces: 'video/mp2t',
  }),
};

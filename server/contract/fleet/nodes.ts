import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { success, timestamp, version } from '../primitives.ts';

const bytes = z.number().int().nonnegative();

/** A camera node as people see it. `status` is the effective one: `pending` until the first registration. */
export const node = z.object({
  node_id: z.string(),
  name: z.string(),
  hostname: z.string().nullable(),
  local_ip: z.string().nullable(),
  http_port: z.number().int(),
  status: z.string(),
  last_seen: timestamp.nullable(),
  key_rotated_at: timestamp.nullable(),
  created_at: timestamp.nullable(),
  camera_count: z.number().int(),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  last_register_error: z.string().nullable(),
  last_register_error_at: timestamp.nullable(),
  node_version: version.nullable(),
  version_checked_at: timestamp.nullable(),
  storage: z
    .object({
      used_bytes: bytes.nullable(),
      max_bytes: bytes.nullable(),
      disk_free_bytes: bytes.nullable(),
      disk_total_bytes: bytes.nullable(),
      reported_at: timestamp,
    })
    .nullable(),
});
export type Node = z.infer<typeof node>;

export const listedNode = node.extend({
  update_available: version.optional(),
  latest_node_version: version,
  min_supported_node_version: version,
  version_supported: z.boolean(),
});
export type ListedNode = z.infer<typeof listedNode>;

/** Answer that carries a node key; the only time the key can be seen. */
const nodeCredentials = z.object({
  success: z.literal(true),
  node_id: z.string(),
  name: z.string(),
  api_key: z.string(),
  warning: z.string(),
});

export const planInfo = z.object({
  plan: z.string(),
  plan_name: z.string(),
  features: z.array(z.string()),
  limits: z.object({
    max_cameras: z.number().int(),
    max_nodes: z.number().int(),
    max_seats: z.number().int(),
    max_viewer_hours_per_month: z.number().int().nullable(),
    max_sse_subscribers: z.number().int(),
    log_retention_days: z.number().int(),
  }),
  usage: z.object({
    nodes: z.number().int(),
    cameras: z.number().int(),
    viewer_hours_used: z.number(),
    viewer_hours_limit: z.number().int().nullable(),
  }),
  payment_past_due: z.boolean(),
  grace_days_remaining: z.number().int().nullable(),
  grace_expires_at: z.string().nullable(),
  grace_window_days: z.number().int(),
});
export type PlanInfo = z.infer<typeof planInfo>;

const tag = 'nodes';
const nodeId = z.object({ node_id: z.string().max(100) });

export const nodes = {
  list: endpoint({
    method: 'GET',
    path: '/api/nodes',
    access: 'admin',
    tag,
    summary: 'Camera nodes',
    response: z.array(listedNode),
  }),
  plan: endpoint({
    method: 'GET',
    path: '/api/nodes/plan',
    access: 'view',
    tag,
    summary: 'Plan, limits and usage',
    response: planInfo,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/nodes',
    access: 'billing',
    tag,
    limit: { max: 20, per: 'hour' },
    summary: 'Create a node; answers its key once',
    body: z.object({ name: z.string().trim().max(100).optional() }),
    response: nodeCredentials,
  }),
  wsStatus: endpoint({
    method: 'GET',
    path: '/api/nodes/ws-status',
    access: 'admin',
    tag,
    summary: 'Nodes with an open command channel',
    response: z.object({ connected_nodes: z.array(z.string()), count: z.number().int() }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/nodes/{node_id}',
    access: 'admin',
    tag,
    summary: 'One node',
    params: nodeId,
    response: node,
  }),
  delete: endpoint({
    method: 'DELETE',
    path: '/api/nodes/{node_id}',
    access: 'admin',
    tag,
    limit: { max: 20, per: 'hour' },
    summary: 'Delete a node, its cameras and their cached video',
    params: nodeId,
    response: z.object({ success: z.literal(true), deleted: z.string(), node_wiped: z.boolean() }),
  }),
  rotateKey: endpoint({
    method: 'POST',
    path: '/api/nodes/{node_id}/rotate-key',
    access: 'admin',
    tag,
    limit: { max: 5, per: 'minute' },
    summary: 'Replace the node key; the old one stops working at once',
    params: nodeId,
    response: z.object({
      success: z.literal(true),
      node_id: z.string(),
      api_key: z.string(),
      key_rotated_at: timestamp,
      warning: z.string(),
    }),
  }),
};

/** Reported figures are never refused: a refused heartbeat would leave the node without its recording orders. */
const reportedBytes = z
  .number()
  .nonnegative()
  .transform((figure) => Math.min(Math.trunc(figure), Number.MAX_SAFE_INTEGER))
  .optional()
  .catch(undefined);

const storageStats = z.object({
  used_bytes: reportedBytes,
  max_bytes: reportedBytes,
  disk_free_bytes: reportedBytes,
  disk_total_bytes: reportedBytes,
});

/** Node text that is too long is cut, never refused: a refused registration keeps the node from starting. */
const cut = (max: number) => z.string().transform((text) => text.slice(0, max));

export const registerBody = z.object({
  node_id: z.string().max(50),
  name: cut(100).nullish(),
  hostname: cut(255).nullish(),
  local_ip: cut(45).nullish(),
  http_port: z.number().int().min(1).max(65535).nullish(),
  lan_streaming: z.boolean().nullish(),
  node_version: cut(50).nullish(),
  video_codec: cut(50).nullish(),
  audio_codec: cut(50).nullish(),
  cameras: z
    .array(
      z.object({
        camera_id: cut(150).nullish(),
        device_path: z.string().nullish(),
        name: cut(100).nullish(),
        node_type: cut(20).nullish(),
        capabilities: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});
export type RegisterBody = z.infer<typeof registerBody>;

export const cameraReport = z.object({
  camera_id: z.string().max(150),
  status: cut(20).nullish(),
  last_error: cut(500).nullish(),
});
export type CameraReport = z.infer<typeof cameraReport>;

export const heartbeatBody = z.object({
  node_id: z.string().max(50),
  node_version: cut(50).nullish(),
  local_ip: cut(45).nullish(),
  lan_streaming: z.boolean().nullish(),
  cameras: z.array(cameraReport).nullish(),
  storage_stats: storageStats.nullish(),
});
export type HeartbeatBody = z.infer<typeof heartbeatBody>;

const planLimitHit = z.object({
  plan: z.string(),
  max_cameras: z.number().int(),
  skipped: z.array(z.string()),
  detail: z.string(),
});

export const nodeProtocol = {
  validate: endpoint({
    method: 'POST',
    path: '/api/nodes/validate',
    access: 'node',
    tag,
    limit: { max: 10, per: 'minute' },
    summary: 'Check a node id and key pair during node setup',
    bodyErrors: 'plain400',
    body: z.object({ node_id: z.string().min(1).max(50) }),
    response: z.object({ success: z.literal(true), node_id: z.string(), name: z.string() }),
  }),
  register: endpoint({
    method: 'POST',
    path: '/api/nodes/register',
    access: 'node',
    tag,
    limit: { max: 10, per: 'minute' },
    summary: 'A node announces itself and its cameras',
    body: registerBody,
    response: z.object({
      success: z.literal(true),
      node_id: z.string(),
      node_secret: z.string(),
      status: z.string(),
      message: z.string(),
      cameras: z.record(z.string(), z.string()),
      plan: z.string().optional(),
      plan_limit_hit: planLimitHit.optional(),
      update_available: version.optional(),
    }),
  }),
  heartbeat: endpoint({
    method: 'POST',
    path: '/api/nodes/heartbeat',
    access: 'node',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'A node reports its state and learns what to record',
    body: heartbeatBody,
    response: z.object({
      success: z.literal(true),
      timestamp,
      plan: z.string().optional(),
      disabled_cameras: z.array(z.string()),
      recording_state: z.record(z.string(), z.boolean()),
      update_available: version.optional(),
    }),
  }),
  decommission: endpoint({
    method: 'POST',
    path: '/api/nodes/self/decommission',
    access: 'node',
    tag,
    limit: { max: 10, per: 'hour' },
    summary: 'A node removes itself after a factory reset',
    response: success.extend({ deleted: z.string() }),
  }),
};

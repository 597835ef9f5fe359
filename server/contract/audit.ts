import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { timestamp } from './primitives.ts';

const page = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  format: z.enum(['json', 'csv']).default('json'),
  /** Only what happened in so many days until now. */
  days: z.coerce.number().int().min(1).max(366).optional(),
};
const envelope = { total: z.number().int(), limit: z.number().int(), offset: z.number().int() };

/** One act of a person or node. `details` is a JSON text. */
export const auditEntry = z.object({
  id: z.number().int(),
  timestamp,
  event: z.string(),
  ip: z.string().nullable(),
  username: z.string().nullable(),
  details: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Somebody watched a camera. */
export const streamAccess = z.object({
  id: z.number().int(),
  user_id: z.string(),
  user_email: z.string(),
  org_id: z.string(),
  camera_id: z.string(),
  node_id: z.string(),
  ip_address: z.string().nullable(),
  accessed_at: timestamp,
});
export type StreamAccess = z.infer<typeof streamAccess>;

const tag = 'audit';
const often = { max: 120, per: 'minute' } as const;

export const audit = {
  logs: endpoint({
    method: 'GET',
    path: '/api/audit-logs',
    access: 'admin',
    tag,
    limit: often,
    summary: 'Audit log, newest first; format=csv for a file',
    query: z.object({
      event: z.string().max(50).optional(),
      username: z.string().max(80).optional(),
      ...page,
    }),
    response: z.object({ ...envelope, logs: z.array(auditEntry) }),
  }),
  stats: endpoint({
    method: 'GET',
    path: '/api/audit-logs/stats',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Acts by kind, person and UTC hour',
    query: z.object({ days: z.coerce.number().int().min(1).max(30).default(7) }),
    response: z.object({
      days: z.number().int(),
      total: z.number().int(),
      by_event: z.array(z.object({ event: z.string(), count: z.number().int() })),
      /** Null for what the server did by itself. */
      by_user: z.array(z.object({ username: z.string().nullable(), count: z.number().int() })),
      /** Beginnings of hours in which something was done, newest first. */
      by_hour: z.array(z.object({ hour: timestamp, count: z.number().int() })),
    }),
  }),
  streamLogs: endpoint({
    method: 'GET',
    path: '/api/audit/stream-logs',
    access: 'admin',
    tag,
    limit: often,
    summary: 'Who watched which camera, newest first; format=csv for a file',
    query: z.object({
      camera_id: z.string().max(150).optional(),
      user_id: z.string().max(320).optional(),
      ...page,
    }),
    response: z.object({ ...envelope, logs: z.array(streamAccess) }),
  }),
  streamStats: endpoint({
    method: 'GET',
    path: '/api/audit/stream-logs/stats',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Watching by camera, person and UTC day',
    query: z.object({ days: z.coerce.number().int().min(1).max(30).default(7) }),
    response: z.object({
      days: z.number().int(),
      total_accesses: z.number().int(),
      by_camera: z.array(z.object({ camera_id: z.string(), count: z.number().int() })),
      by_user: z.array(z.object({ user_id: z.string(), user_email: z.string(), count: z.number().int() })),
      by_day: z.array(z.object({ date: z.string(), count: z.number().int() })),
    }),
  }),
};

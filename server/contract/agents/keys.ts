import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timestamp } from '../primitives.ts';

const tag = 'mcp';

export const SCOPE_MODES = ['all', 'readonly', 'custom'] as const;
const scopeMode = z.enum(SCOPE_MODES);

/** Cameras a key may know of: those listed and those in the listed groups. Null stands for every camera. */
export const cameraScope = z
  .object({
    cameras: z.array(z.string().max(200)).max(500).default([]),
    groups: z.array(z.number().int()).max(500).default([]),
  })
  .nullable();
export type CameraScope = z.infer<typeof cameraScope>;

const key = z.object({
  id: z.number().int(),
  name: z.string(),
  created_at: timestamp,
  last_used_at: timestamp.nullable(),
  /** After this moment the key is refused; null for never. */
  expires_at: timestamp.nullable(),
  revoked: z.boolean(),
  scope_mode: scopeMode,
  scope_tools: z.array(z.string()),
  camera_scope: cameraScope,
  kind: z.literal('mcp'),
});
export type AgentKey = z.infer<typeof key>;

/**
 * What a key is asked for with, in either spelling of the field names. Two spellings that disagree are refused, as is an
 * unknown mode: a mistake must never make a key that may do everything.
 */
const wish = z
  .object({
    name: z.string().max(100).default('Default'),
    scope_mode: scopeMode.optional(),
    scopeMode: scopeMode.optional(),
    scope_tools: z.array(z.string()).max(200).nullish(),
    scopeTools: z.array(z.string()).max(200).nullish(),
    camera_scope: cameraScope.optional(),
    cameraScope: cameraScope.optional(),
    expires_in_days: z.number().int().min(1).max(3650).nullish(),
    expiresInDays: z.number().int().min(1).max(3650).nullish(),
  })
  .superRefine((body, context) => {
    const pairs = [
      ['scope_mode', body.scope_mode, body.scopeMode],
      ['scope_tools', body.scope_tools, body.scopeTools],
      ['camera_scope', body.camera_scope, body.cameraScope],
      ['expires_in_days', body.expires_in_days, body.expiresInDays],
    ] as const;
    for (const [name, snake, camel] of pairs) {
      if (snake === undefined || camel === undefined) continue;
      if (JSON.stringify(snake) === JSON.stringify(camel)) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'Given twice with different values' });
    }
  })
  .transform((body) => ({
    name: body.name,
    scopeMode: body.scope_mode ?? body.scopeMode ?? 'all',
    scopeTools: body.scope_tools ?? body.scopeTools ?? [],
    cameraScope: body.camera_scope ?? body.cameraScope ?? null,
    expiresInDays: body.expires_in_days ?? body.expiresInDays ?? null,
  }));

const tool = z.object({ name: z.string(), title: z.string(), description: z.string(), category: z.string() });

export const agentKeys = {
  create: endpoint({
    method: 'POST',
    path: '/api/mcp/keys',
    access: 'billing',
    tag,
    limit: { max: 10, per: 'hour' },
    summary: 'Make a key for an AI agent; it is answered this once',
    body: wish,
    response: key
      .omit({ last_used_at: true, revoked: true, kind: true })
      .extend({ key: z.string(), warning: z.string() }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/mcp/keys',
    access: 'admin',
    tag,
    summary: 'Keys of AI agents that are not revoked, newest first',
    response: z.array(key),
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api/mcp/keys/{key_id}',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'hour' },
    summary: 'Refuse a key from now on',
    params: z.object({ key_id: z.coerce.number().int() }),
    response: z.object({ success: z.literal(true), revoked: z.number().int() }),
  }),
  tools: endpoint({
    method: 'GET',
    path: '/api/mcp/tools',
    access: 'admin',
    tag,
    summary: 'The tools agents may be given',
    response: z.object({ read: z.array(tool), write: z.array(tool), total: z.number().int() }),
  }),
};

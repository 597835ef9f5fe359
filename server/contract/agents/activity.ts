import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timestamp } from '../primitives.ts';

const tag = 'mcp';
const status = z.enum(['completed', 'error']);

/** One finished tool call, as it is told live. Absent fields have no value. */
export const toolCall = z.object({
  id: z.string(),
  /** Unix seconds. */
  timestamp: z.number(),
  tool_name: z.string(),
  org_id: z.string(),
  key_name: z.string(),
  status,
  duration_ms: z.number().int(),
  args_summary: z.string().optional(),
  error: z.string().optional(),
});
export type ToolCall = z.infer<typeof toolCall>;

/** One tool call as it is stored. */
const row = z.object({
  id: z.number().int(),
  org_id: z.string(),
  tool_name: z.string(),
  key_name: z.string(),
  status: z.string(),
  duration_ms: z.number().int().nullable(),
  args_summary: z.string().nullable(),
  error: z.string().nullable(),
  timestamp,
});
export type StoredToolCall = z.infer<typeof row>;

const byTool = z.array(z.object({ tool_name: z.string(), count: z.number().int() }));
const byKey = z.array(z.object({ key_name: z.string(), count: z.number().int() }));

export const agentActivity = {
  stream: endpoint({
    method: 'GET',
    path: '/api/mcp/activity/stream',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Tool calls as server-sent events',
    produces: 'text/event-stream',
  }),
  recent: endpoint({
    method: 'GET',
    path: '/api/mcp/activity/recent',
    access: 'admin',
    tag,
    summary: 'The last tool calls since the start, oldest first',
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
    response: z.array(toolCall),
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/api/mcp/activity/sessions',
    access: 'admin',
    tag,
    summary: 'Agents of the last five minutes, the most recent first',
    response: z.array(
      z.object({
        key_name: z.string(),
        last_active: z.number(),
        last_active_ago: z.number(),
        call_count: z.number().int(),
        status: z.enum(['active', 'idle']),
      }),
    ),
  }),
  stats: endpoint({
    method: 'GET',
    path: '/api/mcp/activity/stats',
    access: 'admin',
    tag,
    summary: 'Tool calls in numbers',
    response: z.object({
      total_calls: z.number().int(),
      calls_per_min: z.number().int(),
      calls_5m: z.number().int(),
      error_count: z.number().int(),
      active_clients: z.number().int(),
      recent_event_count: z.number().int(),
      by_tool: byTool,
      by_key: byKey,
      /** The last 60 minutes, oldest first; `minute` in Unix seconds. */
      by_minute: z.array(z.object({ minute: z.number().int(), count: z.number().int() })),
    }),
  }),
  logs: endpoint({
    method: 'GET',
    path: '/api/mcp/activity/logs',
    access: 'admin',
    tag,
    limit: { max: 120, per: 'minute' },
    summary: 'Stored tool calls, newest first; format=csv for a file',
    query: z.object({
      tool_name: z.string().max(100).optional(),
      key_name: z.string().max(100).optional(),
      status: z.string().max(20).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      format: z.enum(['json', 'csv']).default('json'),
      /** Only calls of so many days until now. */
      days: z.coerce.number().int().min(1).max(366).optional(),
    }),
    response: z.object({
      total: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
      logs: z.array(row),
    }),
  }),
  logStats: endpoint({
    method: 'GET',
    path: '/api/mcp/activity/logs/stats',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Stored tool calls by tool, key and UTC day',
    query: z.object({ days: z.coerce.number().int().min(1).max(30).default(7) }),
    response: z.object({
      days: z.number().int(),
      total_calls: z.number().int(),
      total_errors: z.number().int(),
      by_tool: byTool,
      by_key: byKey,
      by_day: z.array(z.object({ date: z.string(), count: z.number().int() })),
    }),
  }),
};

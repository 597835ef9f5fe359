import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timestamp } from '../primitives.ts';

const tag = 'sentinel';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const OUTCOMES = ['pending', 'running', 'incident', 'no_action', 'error'] as const;
export const TRIGGERS = ['motion', 'incident_opened', 'manual', 'scheduled'] as const;

/** The owner's rules. Times are `HH:MM` in the time zone of the organization. */
export const sentinelConfig = z.object({
  enabled: z.boolean(),
  motion_enabled: z.boolean(),
  incident_opened_enabled: z.boolean(),
  motion_cooldown_min: z.number().int(),
  schedule_mode: z.enum(['always', 'scheduled', 'off']),
  schedule_start: z.string(),
  schedule_end: z.string(),
  active_days: z.array(z.enum(DAYS)),
  /** Camera id → whether motion there may start a run; absent cameras are in scope. */
  camera_scope: z.record(z.string(), z.boolean()),
  daily_report_enabled: z.boolean(),
  daily_report_time: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type SentinelConfig = z.infer<typeof sentinelConfig>;

const run = z.object({
  /** 32 hex digits. */
  id: z.string(),
  triggered_at: timestamp,
  trigger_type: z.enum(TRIGGERS),
  camera_id: z.string().nullable(),
  tool_call_count: z.number().int(),
  outcome: z.enum(OUTCOMES),
  severity: z.enum(['low', 'medium', 'high']).nullable(),
  incident_id: z.number().int().nullable(),
  started_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  manual_prompt: z.string().nullable(),
  summary: z.string(),
  /** Who worked on it: an external agent service or the built-in investigator; null before. */
  runner: z.enum(['service', 'builtin']).nullable(),
  model: z.string().nullable(),
  input_tokens: z.number().int().nullable(),
  output_tokens: z.number().int().nullable(),
  /** In US dollars by the prices entered with the model; null when none are. */
  cost: z.number().nullable(),
});
export type SentinelRun = z.infer<typeof run>;

const traceEntry = z.object({
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  result: z.string(),
  /** Numbers of pictures the tool returned, for `runs/{id}/pictures/{number}`. */
  pictures: z.array(z.number().int()).optional(),
});
const runDetail = run.extend({ tool_trace: z.array(traceEntry) });
export type SentinelRunDetail = z.infer<typeof runDetail>;

const runId = z.object({ run_id: z.string().max(64) });
const pendingRun = run.extend({ org_id: z.string() });

export const sentinel = {
  config: endpoint({
    method: 'GET',
    path: '/api/sentinel/config',
    access: 'view',
    tag,
    summary: 'Rules by which Sentinel AI investigates',
    response: z.object({
      config: sentinelConfig,
      plan_gated: z.boolean(),
      plan_required: z.literal('pro'),
      plan_current: z.string(),
      monthly_cap: z.number().int(),
      /** Who would work on a run now: nobody means that none is started. */
      runner: z.enum(['service', 'builtin', 'none']),
    }),
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/sentinel/config',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Change the rules; what is not named, or null, stays',
    body: z.object({
      enabled: z.boolean().nullish(),
      motion_enabled: z.boolean().nullish(),
      incident_opened_enabled: z.boolean().nullish(),
      motion_cooldown_min: z.number().int().min(1).max(60).nullish(),
      schedule_mode: z.string().nullish(),
      schedule_start: z.string().nullish(),
      schedule_end: z.string().nullish(),
      active_days: z.array(z.unknown()).nullish(),
      camera_scope: z.record(z.string().max(200), z.unknown()).nullish(),
      daily_report_enabled: z.boolean().nullish(),
      daily_report_time: z.string().nullish(),
    }),
    response: z.object({ config: sentinelConfig }),
  }),
  manual: endpoint({
    method: 'POST',
    path: '/api/sentinel/runs/manual',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'hour' },
    summary: 'Start an investigation now',
    body: z.object({ prompt: z.string().max(2000).default(''), camera_id: z.string().max(200).nullish() }),
    response: run,
  }),
  pending: endpoint({
    method: 'GET',
    path: '/api/sentinel/runs/pending',
    access: 'agent',
    tag,
    summary: 'Runs that wait for the agent service, oldest first',
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
    response: z.object({ runs: z.array(pendingRun) }),
  }),
  start: endpoint({
    method: 'POST',
    path: '/api/sentinel/runs/{run_id}/start',
    access: 'agent',
    tag,
    summary: 'Claim a run; `claimed` is true for the first caller alone',
    params: runId,
    response: run.extend({ claimed: z.boolean() }),
  }),
  complete: endpoint({
    method: 'POST',
    path: '/api/sentinel/runs/{run_id}/complete',
    access: 'agent',
    tag,
    summary: 'Report what came of a run',
    params: runId,
    body: z.object({
      outcome: z.string(),
      severity: z.string().nullish(),
      incident_id: z.number().int().nullish(),
      summary: z.string().max(8000).default(''),
      tool_call_count: z.number().int().default(0),
      tool_trace: z.array(z.record(z.string(), z.unknown())).nullish(),
    }),
    response: runDetail,
  }),
  runs: endpoint({
    method: 'GET',
    path: '/api/sentinel/runs',
    access: 'admin',
    tag,
    summary: 'Runs, newest first, with figures of all of them',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      trigger: z.string().max(40).optional(),
      since: z.string().max(40).optional(),
    }),
    response: z.object({
      runs: z.array(run),
      total: z.number().int(),
      stats: z.object({
        runs_today: z.number().int(),
        runs_total: z.number().int(),
        runs_this_month: z.number().int(),
        incidents_filed: z.number().int(),
        pending: z.number().int(),
        monthly_cap: z.number().int(),
        remaining_this_month: z.number().int(),
      }),
    }),
  }),
  run: endpoint({
    method: 'GET',
    path: '/api/sentinel/runs/{run_id}',
    access: 'admin',
    tag,
    summary: 'One run with the tools it used',
    params: runId,
    response: runDetail,
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/sentinel/runs/{run_id}/pictures/{number}',
    access: 'admin',
    tag,
    limit: { max: 240, per: 'minute' },
    summary: 'A picture that the built-in investigator looked at',
    params: runId.extend({ number: z.coerce.number().int().min(0).max(1000) }),
    produces: 'image/jpeg',
  }),
};

/** The model of the built-in investigator. Its key is never answered. */
const model = z.object({
  enabled: z.boolean(),
  provider: z.enum(['openai', 'anthropic']),
  /** Base URL, such as `http://192.168.1.20:11434/v1` for Ollama. */
  base_url: z.string(),
  model: z.string(),
  has_key: z.boolean(),
  max_tool_calls: z.number().int(),
  max_minutes: z.number().int(),
  /** Longer edge of pictures that are sent, in pixels. */
  image_pixels: z.number().int(),
  /** US dollars for a million tokens; null when the owner does not want costs shown. */
  input_price: z.number().nullable(),
  output_price: z.number().nullable(),
  /** Host that receives pictures and texts; null while none does. */
  host: z.string().nullable(),
  /** Whether that host is on this machine or in a private network. */
  is_local: z.boolean().nullable(),
  problem: z.string().nullable(),
});
export type SentinelModel = z.infer<typeof model>;

export const sentinelModel = {
  get: endpoint({
    method: 'GET',
    path: '/api/sentinel/model',
    access: 'admin',
    tag,
    summary: 'Model of the built-in investigator',
    response: model,
  }),
  set: endpoint({
    method: 'POST',
    path: '/api/sentinel/model',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Change the model; what is not named stays, an empty key removes it',
    body: z
      .object({
        enabled: z.boolean(),
        provider: z.enum(['openai', 'anthropic']),
        base_url: z.union([
          z.literal(''),
          z
            .url({ protocol: /^https?$/, error: 'Enter an address that begins with http:// or https://' })
            .max(500),
        ]),
        model: z.string().trim().max(200),
        key: z.string().trim().max(500),
        max_tool_calls: z.number().int().min(1).max(60),
        max_minutes: z.number().int().min(1).max(15),
        image_pixels: z.number().int().min(256).max(2048),
        input_price: z.number().min(0).max(10_000).nullable(),
        output_price: z.number().min(0).max(10_000).nullable(),
      })
      .partial(),
    response: model,
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/sentinel/model/test',
    access: 'admin',
    tag,
    limit: { max: 20, per: 'hour' },
    summary: 'Ask the model one question with a drawn picture and a tool, and say what came of it',
    response: z.object({ ok: z.boolean(), message: z.string() }),
  }),
};

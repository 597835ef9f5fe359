import { z } from 'zod';
import {
  OUTCOMES,
  TRIGGERS,
  type SentinelRun,
  type SentinelRunDetail,
} from '../../contract/agents/sentinel.ts';
import type { RunRow } from './run-repository.ts';

const MICROS = 1_000_000;

const trigger = z.enum(TRIGGERS).catch('manual');
const outcome = z.enum(OUTCOMES).catch('error');
const severity = z.enum(['low', 'medium', 'high']).nullable().catch(null);
const runner = z.enum(['service', 'builtin']).nullable().catch(null);
const trace = z
  .array(
    z.object({
      tool: z.string(),
      args: z.record(z.string(), z.unknown()),
      result: z.string(),
      pictures: z.array(z.number().int()).optional(),
    }),
  )
  .catch([]);

/** A run as it is listed. */
export function runOf(row: RunRow): SentinelRun {
  return {
    id: row.id,
    triggered_at: row.triggeredAt.toISOString(),
    trigger_type: trigger.parse(row.triggerType),
    camera_id: row.cameraId,
    tool_call_count: row.toolCallCount,
    outcome: outcome.parse(row.outcome),
    severity: severity.parse(row.severity),
    incident_id: row.incidentId,
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    manual_prompt: row.manualPrompt,
    summary: row.summary,
    runner: runner.parse(row.runner),
    model: row.model,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cost: row.costMicros === null ? null : row.costMicros / MICROS,
  };
}

/** A run as the agent service sees it, which works for many organizations. */
export function pendingRunOf(row: RunRow): SentinelRun & { readonly org_id: string } {
  return { ...runOf(row), org_id: row.orgId };
}

/** A run with the tools it used. */
export function runDetailOf(row: RunRow): SentinelRunDetail {
  return { ...runOf(row), tool_trace: trace.parse(parsed(row.toolTrace)) };
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? '[]');
  } catch {
    return [];
  }
}

import { z } from 'zod';
import type { ToolSpec } from '../model/chat.ts';
import type { FiledIncidents, RunSeverity } from './filed-incidents.ts';

const SEVERITIES = ['low', 'medium', 'high'] as const;
const SUMMARY_MAX = 8000;

/** With this the model ends its investigation; it is answered here and is none of the tools of the MCP server. */
export const FINISH_TOOL: ToolSpec = {
  name: 'finish_investigation',
  description:
    'Ends the investigation with its result. Call it exactly once, as the last thing you do. The outcome is incident only when you filed one with create_incident in this investigation.',
  schema: {
    type: 'object',
    properties: {
      outcome: { type: 'string', enum: ['no_action', 'incident'] },
      severity: { type: 'string', enum: SEVERITIES, description: 'With incident: how bad it is' },
      incident_id: { type: 'integer', description: 'With incident: the id create_incident answered' },
      summary: { type: 'string', description: 'What you looked at and what you found, in a few sentences' },
    },
    required: ['outcome', 'summary'],
    additionalProperties: false,
  },
};

/** What came of an investigation. */
export interface Conclusion {
  readonly outcome: 'incident' | 'no_action' | 'error';
  readonly severity?: RunSeverity;
  readonly incidentId?: number;
  readonly summary: string;
}

const finish = z.object({
  outcome: z.enum(['no_action', 'incident']),
  severity: z.enum(SEVERITIES).nullish().catch(null),
  incident_id: z.coerce.number().int().nullish(),
  summary: z.string().trim().min(1),
});

/** The conclusion a model asks for, or what is wrong with it, in words for the model. */
export function readFinish(
  args: Readonly<Record<string, unknown>> | undefined,
  filed: FiledIncidents,
): Conclusion | { readonly problem: string } {
  const given = finish.safeParse(args);
  if (!given.success) {
    return { problem: 'finish_investigation needs outcome (no_action or incident) and a summary in words.' };
  }
  const { outcome, severity, incident_id: wanted, summary } = given.data;
  if (outcome === 'no_action') return concluded(filed, summary);
  if (filed.latest === undefined) {
    return { problem: 'You filed no incident yet. Call create_incident first, or finish with no_action.' };
  }
  if (wanted !== undefined && wanted !== null && !filed.has(wanted)) {
    const problem = `In this investigation you filed the incident ${filed.latest.id}. Name it, or leave incident_id out.`;
    return { problem };
  }
  return concluded(filed, summary, { severity, incidentId: wanted });
}

interface Wish {
  readonly severity?: RunSeverity | null | undefined;
  readonly incidentId?: number | null | undefined;
}

/** The result by what was filed: who files an incident has found something, whatever it says in the end. */
export function concluded(filed: FiledIncidents, summary: string, wish: Wish = {}): Conclusion {
  const incident = filed.named(wish.incidentId);
  const cut = summary.slice(0, SUMMARY_MAX).replace(/[\uD800-\uDBFF]$/, '');
  if (incident === undefined) return { outcome: 'no_action', summary: cut };
  return {
    outcome: 'incident',
    severity: wish.severity ?? incident.severity,
    incidentId: incident.id,
    summary: cut,
  };
}

/** The result of an investigation that broke off. What was filed before stands. */
export function brokenOff(filed: FiledIncidents, reason: string): Conclusion {
  if (filed.latest === undefined) return { ...concluded(filed, reason), outcome: 'error' };
  return concluded(filed, `An incident was filed, but the investigation did not come to its end. ${reason}`);
}

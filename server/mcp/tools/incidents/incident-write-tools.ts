import { z } from 'zod';
import { incident } from '../../../contract/incidents/incidents.ts';
import { changeIncident, createIncident, finalizeIncident } from '../../../incidents/incident-service.ts';
import { defineTool, type Tool, type ToolAnswer, type ToolCaller, type ToolHints } from '../tool.ts';
import { ADDS } from './evidence-tools.ts';
import {
  authorOf,
  incidentIdArgument,
  REPORT_MAX,
  severityOf,
  severityText,
  statusOf,
  statusText,
  SUMMARY_MAX,
  told,
  worded,
  type IncidentToolsDeps,
} from './incident-access.ts';

/** A tool that replaces what was there; the same call again changes nothing more. */
const REPLACES: ToolHints = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: true,
  openWorldHint: false,
};
const TITLE_MAX = 200;

const report = z.string().max(REPORT_MAX);
const createInput = z.strictObject({
  title: z.string().describe('One line for people; cut to 200 characters'),
  summary: z.string().max(SUMMARY_MAX).describe('What happened, in a few sentences'),
  severity: severityText.default('medium').describe('How bad it is'),
  camera_id: z.string().nullable().default(null).describe('The camera it is about; null for none'),
});
const updateInput = z.strictObject({
  incident_id: incidentIdArgument,
  status: statusText.nullable().default(null).describe('The new status; null keeps it'),
  severity: severityText.nullable().default(null).describe('The new severity; null keeps it'),
  summary: z.string().max(SUMMARY_MAX).nullable().default(null).describe('The new summary; null keeps it'),
  report: report.nullable().default(null).describe('The new report in Markdown; null keeps it'),
});
const finalizeInput = z.strictObject({
  incident_id: incidentIdArgument,
  report: report.describe('The whole report in Markdown; it replaces the former one'),
});

/** Files a new case. */
export function incidentFilingTools(deps: IncidentToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'create_incident',
      title: 'File an incident',
      description:
        'Files a new incident and notifies people. Look at list_incidents before; then add evidence with attach_snapshot, attach_clip and add_observation, and close your work with finalize_incident.',
      category: 'incident',
      hints: ADDS,
      input: createInput,
      output: incident,
      run: (caller, args) => filed(deps, caller, args),
    }),
  ];
}

/** Correcting and concluding a case. */
export function incidentChangeTools(deps: IncidentToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'update_incident',
      title: 'Change an incident',
      description:
        'Changes status, severity, summary or report of an incident; what you leave out stays. To add something without replacing anything call add_observation.',
      category: 'incident',
      hints: REPLACES,
      input: updateInput,
      output: incident,
      run: (caller, args) => updated(deps, caller, args),
    }),
    defineTool({
      name: 'finalize_incident',
      title: 'Write the report of an incident',
      description:
        'Stores the final report of an incident as Markdown, in place of a former one. The status stays: people close incidents, or you do with update_incident.',
      category: 'incident',
      hints: REPLACES,
      input: finalizeInput,
      output: incident,
      run: async (caller, args) => {
        const id = args.incident_id;
        const text = worded(args.report, 'report');
        const author = authorOf(caller);
        const value = await told({ incidentId: id }, () => finalizeIncident(deps, author, id, text));
        return { kind: 'object', value };
      },
    }),
  ];
}

async function filed(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: z.output<typeof createInput>,
): Promise<ToolAnswer> {
  const draft = {
    // A cut must not leave half a character behind.
    title: worded(args.title, 'title')
      .slice(0, TITLE_MAX)
      .replace(/[\uD800-\uDBFF]$/, ''),
    summary: worded(args.summary, 'summary'),
    severity: severityOf(args.severity),
    cameraId: args.camera_id || null,
  };
  const author = authorOf(caller);
  return { kind: 'object', value: await told(draft, () => createIncident(deps, author, draft)) };
}

async function updated(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: z.output<typeof updateInput>,
): Promise<ToolAnswer> {
  const id = args.incident_id;
  const patch = {
    status: args.status === null ? undefined : statusOf(args.status),
    severity: args.severity === null ? undefined : severityOf(args.severity),
    summary: args.summary?.trim(),
    report: args.report === null ? undefined : worded(args.report, 'report'),
  };
  const author = authorOf(caller);
  return {
    kind: 'object',
    value: await told({ incidentId: id }, () => changeIncident(deps, author, id, patch)),
  };
}

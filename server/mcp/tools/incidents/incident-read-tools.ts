import { z } from 'zod';
import { evidence, incident, incidentDetail } from '../../../contract/incidents/incidents.ts';
import { bareMime, clipSeconds } from '../../../incidents/evidence/clip-mime.ts';
import { findStoredEvidence, readEvidence } from '../../../incidents/evidence/evidence-service.ts';
import { incidentDetail as readIncident, listIncidents } from '../../../incidents/incident-views.ts';
import { READS } from '../camera-access.ts';
import { defineTool, ToolFailure, type Tool, type ToolAnswer, type ToolCaller } from '../tool.ts';
import {
  evidenceIdArgument,
  incidentIdArgument,
  scopeOf,
  severityOf,
  severityText,
  statusOf,
  statusText,
  told,
  type IncidentToolsDeps,
} from './incident-access.ts';

/** Picture types that are passed on as they are stored; everything else is sent as JPEG. */
const KEPT_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/webp']);

const listedIncident = incident.omit({ report: true }).extend({ has_report: z.boolean() });
const incidentPage = z.object({
  /** Incidents that match, on all pages. */
  total: z.number().int(),
  /** Incidents on this page. */
  returned: z.number().int(),
  offset: z.number().int(),
  limit: z.number().int(),
  incidents: z.array(listedIncident),
});
const clip = evidence.extend({
  /** Media type without its parameters. */
  mime: z.string(),
  approx_duration_seconds: z.number().nullable(),
  bytes: z.number().int(),
  playback_hint: z.string(),
});

const listInput = z.strictObject({
  status: statusText.nullable().default(null).describe('Only incidents of this status; null for all'),
  severity: severityText.nullable().default(null).describe('Only incidents of this severity; null for all'),
  camera_id: z.string().nullable().default(null).describe('Only incidents of this camera; null for all'),
  limit: z.int().min(1).max(100).default(20).describe('How many incidents at most'),
  offset: z.int().min(0).default(0).describe('How many of the newest to skip'),
});
const evidenceInput = z.strictObject({ incident_id: incidentIdArgument, evidence_id: evidenceIdArgument });
type EvidenceArguments = z.output<typeof evidenceInput>;

/** What was filed, and its evidence. */
export function incidentReadTools(deps: IncidentToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'list_incidents',
      title: 'List incidents',
      description:
        'Lists incidents, newest first, without their reports and evidence. Call get_incident for one in full; look here before create_incident, so that nothing is filed twice.',
      category: 'incident',
      hints: READS,
      input: listInput,
      output: incidentPage,
      run: (caller, args) => listed(deps, caller, args),
    }),
    defineTool({
      name: 'get_incident',
      title: 'Get one incident',
      description:
        'Returns one incident with its report and the list of its evidence, oldest first. Pictures and clips are not included: call get_incident_snapshot or get_incident_clip with an id from the list.',
      category: 'incident',
      hints: READS,
      input: z.strictObject({ incident_id: incidentIdArgument }),
      output: incidentDetail,
      run: async (caller, { incident_id }) => {
        const scope = scopeOf(caller);
        const value = await told({ incidentId: incident_id }, () => readIncident(deps, scope, incident_id));
        return { kind: 'object', value };
      },
    }),
    defineTool({
      name: 'get_incident_snapshot',
      title: 'Look at a picture of an incident',
      description:
        'Returns a picture that was stored as evidence. For the camera as it is now call view_camera.',
      category: 'incident',
      hints: READS,
      input: evidenceInput,
      output: undefined,
      run: (caller, args) => snapshotOf(deps, caller, args),
    }),
    defineTool({
      name: 'get_incident_clip',
      title: 'Get facts about a clip of an incident',
      description:
        'Returns length, size and type of a stored clip, and where people can play it. The video itself is not included; for a picture call get_incident_snapshot.',
      category: 'incident',
      hints: READS,
      input: evidenceInput,
      output: clip,
      run: (caller, args) => clipOf(deps, caller, args),
    }),
  ];
}

async function listed(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: z.output<typeof listInput>,
): Promise<ToolAnswer> {
  const { limit, offset } = args;
  const filter = {
    status: args.status === null ? undefined : statusOf(args.status),
    severity: args.severity === null ? undefined : severityOf(args.severity),
    cameraId: args.camera_id || undefined,
  };
  const page = await listIncidents(deps, scopeOf(caller), filter, { limit, offset });
  const incidents = page.incidents.map(({ report, ...rest }) => ({ ...rest, has_report: report !== '' }));
  const value = { total: page.total, returned: incidents.length, offset, limit, incidents };
  return { kind: 'object', value };
}

async function snapshotOf(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: EvidenceArguments,
): Promise<ToolAnswer> {
  const { scope, wanted, about } = evidenceCall(caller, args);
  return told(about, async () => {
    const { evidence: found, bytes } = await findStoredEvidence(deps, scope, wanted);
    if (found.kind !== 'snapshot' || bytes === null) {
      throw new ToolFailure(
        `Evidence ${wanted.evidenceId} is no stored picture. Choose one of the kind snapshot from get_incident; for a clip call get_incident_clip.`,
      );
    }
    const { data } = await readEvidence(deps, scope, wanted);
    const mime = bareMime(found.data_mime ?? '');
    const mimeType = KEPT_TYPES.has(mime) ? mime : 'image/jpeg';
    return { kind: 'blocks', blocks: [{ type: 'image', data: data.toString('base64'), mimeType }] };
  });
}

async function clipOf(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: EvidenceArguments,
): Promise<ToolAnswer> {
  const { scope, wanted, about } = evidenceCall(caller, args);
  const { evidence: found, bytes } = await told(about, () => findStoredEvidence(deps, scope, wanted));
  if (found.kind !== 'clip' || bytes === null) {
    throw new ToolFailure(
      `Evidence ${wanted.evidenceId} is no stored clip. Choose one of the kind clip from get_incident; for a picture call get_incident_snapshot.`,
    );
  }
  const value = {
    ...found,
    mime: bareMime(found.data_mime ?? ''),
    approx_duration_seconds: clipSeconds(found.data_mime),
    bytes,
    playback_hint: `People can play this clip in the dashboard on the page /incidents/${wanted.incidentId}.`,
  };
  return { kind: 'object', value };
}

function evidenceCall(caller: ToolCaller, args: EvidenceArguments) {
  const wanted = { incidentId: args.incident_id, evidenceId: args.evidence_id };
  return { scope: scopeOf(caller), wanted, about: wanted };
}

import { z } from 'zod';
import { evidence } from '../../../contract/incidents/incidents.ts';
import { addObservation, attachClip, attachSnapshot } from '../../../incidents/evidence/evidence-service.ts';
import { cameraIdArgument } from '../camera-tools.ts';
import { pictureFailure } from '../picture-failure.ts';
import { defineTool, type Tool, type ToolAnswer, type ToolCaller, type ToolHints } from '../tool.ts';
import {
  authorOf,
  incidentIdArgument,
  NOTE_MAX,
  noteOf,
  SUMMARY_MAX,
  told,
  worded,
  type IncidentToolsDeps,
} from './incident-access.ts';

/** A tool that adds something new with every call and replaces nothing. */
export const ADDS: ToolHints = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
};

const note = z
  .string()
  .max(NOTE_MAX)
  .nullable()
  .default(null)
  .describe('What it shows, in a few words for people');

const observationInput = z.strictObject({
  incident_id: incidentIdArgument,
  text: z.string().max(SUMMARY_MAX).describe('What you saw or concluded'),
  camera_id: z.string().nullable().default(null).describe('The camera it is about; null for none'),
});
const snapshotInput = z.strictObject({ incident_id: incidentIdArgument, camera_id: cameraIdArgument, note });
const clipInput = z.strictObject({
  incident_id: incidentIdArgument,
  camera_id: cameraIdArgument,
  duration_seconds: z.int().min(2).max(60).default(15).describe('How many of the last seconds to keep'),
  note,
});
const attachedClip = evidence.extend({
  segment_count: z.number().int(),
  approx_duration_seconds: z.number(),
  bytes: z.number().int(),
});

/** Adding evidence to an incident. */
export function evidenceTools(deps: IncidentToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'add_observation',
      title: 'Note an observation',
      description:
        'Adds a text to the timeline of an incident: what you saw, when and where. For the conclusion of the whole case call finalize_incident.',
      category: 'incident',
      hints: ADDS,
      input: observationInput,
      output: evidence,
      run: (caller, args) => observed(deps, caller, args),
    }),
    defineTool({
      name: 'attach_snapshot',
      title: 'Attach a picture taken now',
      description:
        'Takes a picture of a camera now and stores it with an incident as evidence. It does not show you the picture: call view_camera before, or get_incident_snapshot after.',
      category: 'incident',
      hints: ADDS,
      input: snapshotInput,
      output: evidence,
      run: (caller, args) => photographed(deps, caller, args),
    }),
    defineTool({
      name: 'attach_clip',
      title: 'Attach the last seconds of video',
      description:
        'Stores the last seconds of live video of a camera with an incident as evidence. It reaches back in time, so call it soon after something happened; when less is buffered you get what there is.',
      category: 'incident',
      hints: ADDS,
      input: clipInput,
      output: attachedClip,
      run: (caller, args) => filmed(deps, caller, args),
    }),
  ];
}

async function observed(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: z.output<typeof observationInput>,
): Promise<ToolAnswer> {
  const observation = {
    incidentId: args.incident_id,
    text: worded(args.text, 'text'),
    cameraId: args.camera_id,
  };
  const author = authorOf(caller);
  return { kind: 'object', value: await told(observation, () => addObservation(deps, author, observation)) };
}

async function photographed(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: z.output<typeof snapshotInput>,
): Promise<ToolAnswer> {
  const wanted = { incidentId: args.incident_id, cameraId: args.camera_id, note: noteOf(args.note) };
  const author = authorOf(caller);
  try {
    return { kind: 'object', value: await told(wanted, () => attachSnapshot(deps, author, wanted)) };
  } catch (error) {
    throw await pictureFailure(deps, caller, wanted.cameraId, error);
  }
}

async function filmed(
  deps: IncidentToolsDeps,
  caller: ToolCaller,
  args: z.output<typeof clipInput>,
): Promise<ToolAnswer> {
  const wanted = {
    incidentId: args.incident_id,
    cameraId: args.camera_id,
    note: noteOf(args.note),
    seconds: args.duration_seconds,
  };
  const author = authorOf(caller);
  const stored = await told(wanted, () => attachClip(deps, author, wanted));
  const value = {
    ...stored.evidence,
    segment_count: stored.segmentCount,
    approx_duration_seconds: Number(stored.seconds.toFixed(1)),
    bytes: stored.bytes,
  };
  return { kind: 'object', value };
}

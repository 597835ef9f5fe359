import { z } from 'zod';
import type { CameraServiceDeps } from '../../cameras/camera-service.ts';
import { changeRecordingPolicy, type RecordingDeps } from '../../cameras/recording/recording-service.ts';
import { camera } from '../../contract/fleet/cameras.ts';
import { AppError } from '../../http/app-error.ts';
import { mayKnow, READS, visibleCameras } from './camera-access.ts';
import { cameraIdArgument } from './camera-tools.ts';
import { defineTool, type Tool, type ToolAnswer, type ToolCaller } from './tool.ts';

export type RecordingToolsDeps = CameraServiceDeps & RecordingDeps;

const TIME = /^(([01]\d|2[0-3]):[0-5]\d)?$/;
const SHOWN_VALUE_MAX = 100;

const policyFields = camera.shape.recording_policy.partial().shape;
const policy = z.object({
  camera_id: z.string().optional(),
  ...policyFields,
  error: z.enum(['camera_not_found']).optional(),
});
const change = z.object({
  success: z.literal(true).optional(),
  camera_id: z.string().optional(),
  ...policyFields,
  error: z.enum(['camera_not_found', 'invalid_time_format', 'modes_conflict']).optional(),
  /** With invalid_time_format: which argument, what it was and what it should be. */
  field: z.string().optional(),
  value: z.string().optional(),
  expected: z.string().optional(),
  message: z.string().optional(),
});

const time = (which: string) =>
  z
    .string()
    .nullable()
    .default(null)
    .describe(`${which}, HH:MM in the organization's time zone; an empty text clears it, null keeps it`);
const mode = (what: string) =>
  z.boolean().nullable().default(null).describe(`${what}; null keeps it as it is`);

const changeInput = z.strictObject({
  camera_id: cameraIdArgument,
  continuous_24_7: mode('Record around the clock'),
  scheduled_recording: mode('Record in the daily window only'),
  scheduled_start: time('Beginning of the daily window'),
  scheduled_end: time('End of the daily window; before the beginning means overnight'),
});

/** When cameras record. A fault of the caller is a normal result with `error`. */
export function recordingTools(deps: RecordingToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'get_camera_recording_policy',
      title: 'Get the recording policy of a camera',
      description:
        'Returns whether a camera records around the clock, in a daily window, or not at all. An unknown camera is answered with error "camera_not_found".',
      category: 'recording',
      hints: READS,
      input: z.strictObject({ camera_id: cameraIdArgument }),
      output: policy,
      run: async (caller, { camera_id }) => {
        const found = (await visibleCameras(deps, caller)).find((shown) => shown.camera_id === camera_id);
        return found === undefined
          ? cameraNotFound(camera_id)
          : answer({ camera_id, ...found.recording_policy });
      },
    }),
    defineTool({
      name: 'set_camera_recording_policy',
      title: 'Change when a camera records',
      description:
        'Changes when a camera records; what you leave out stays. The two modes exclude each other, so turn the other one off in the same call. It takes effect with the next heartbeat of the node, within a minute.',
      category: 'recording',
      hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
      input: changeInput,
      output: change,
      run: (caller, args) => changePolicy(deps, caller, args),
    }),
  ];
}

async function changePolicy(
  deps: RecordingToolsDeps,
  caller: ToolCaller,
  { camera_id, ...changes }: z.output<typeof changeInput>,
): Promise<ToolAnswer> {
  if (!mayKnow(caller, camera_id)) return cameraNotFound(camera_id);
  for (const field of ['scheduled_start', 'scheduled_end'] as const) {
    const value = changes[field];
    if (value !== null && !TIME.test(value)) return badTime(field, value);
  }
  const by = {
    orgId: caller.orgId,
    actor: { label: caller.author },
    address: undefined,
    via: 'mcp',
  } as const;
  try {
    const stored = await changeRecordingPolicy(deps, by, camera_id, changes);
    return answer({ success: true, camera_id, ...stored });
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return cameraNotFound(camera_id);
    if (error instanceof AppError && error.status === 422) return modesConflict();
    throw error;
  }
}

function answer(value: z.input<typeof change>): ToolAnswer {
  return { kind: 'object', value };
}

function cameraNotFound(cameraId: string): ToolAnswer {
  return answer({ error: 'camera_not_found', camera_id: cameraId });
}

function badTime(field: string, value: string): ToolAnswer {
  return answer({
    error: 'invalid_time_format',
    field,
    value: value.slice(0, SHOWN_VALUE_MAX),
    expected: 'HH:MM from 00:00 to 23:59, such as 08:30, or an empty text to clear the time',
  });
}

function modesConflict(): ToolAnswer {
  return answer({
    error: 'modes_conflict',
    message:
      'continuous_24_7 and scheduled_recording cannot both be on. Nothing was changed. To switch, turn the one on and the other off in the same call.',
  });
}

import { z } from 'zod';
import type { CameraServiceDeps } from '../../cameras/camera-service.ts';
import {
  NodePictureError,
  takeNodePicture,
  type NodePictureDeps,
  type PictureFailure,
} from '../../cameras/snapshots/node-picture.ts';
import type { NodeConnections } from '../../nodes/node-connections.ts';
import { READS, requireCamera } from './camera-access.ts';
import { cameraIdArgument } from './camera-tools.ts';
import { pictureFailure } from './picture-failure.ts';
import { defineTool, ToolFailure, type Tool, type ToolBlock, type ToolCaller } from './tool.ts';

export type PictureToolsDeps = CameraServiceDeps &
  NodePictureDeps & {
    readonly connections: Pick<NodeConnections, 'isConnected'>;
    /** Waits so many milliseconds, or rejects as soon as the signal aborts. */
    readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  };

const watchInput = z.strictObject({
  camera_id: cameraIdArgument,
  count: z.int().min(2).max(10).default(3).describe('How many pictures'),
  interval_seconds: z.int().min(1).max(30).default(5).describe('Seconds between two pictures'),
});

/** Looking at cameras: pictures that their nodes take now. Nothing is stored. */
export function pictureTools(deps: PictureToolsDeps): Tool[] {
  return [
    defineTool({
      name: 'view_camera',
      title: 'Look at a camera',
      description:
        'Takes a picture of a camera now and returns it as one JPEG. To see whether something moves call watch_camera; to keep a picture as evidence call attach_snapshot.',
      category: 'camera',
      hints: READS,
      input: z.strictObject({ camera_id: cameraIdArgument }),
      output: undefined,
      run: async (caller, { camera_id }) => {
        await requireCamera(deps, caller, camera_id);
        try {
          return { kind: 'blocks', blocks: [await picture(deps, caller, camera_id)] };
        } catch (error) {
          throw await pictureFailure(deps, caller, camera_id, error);
        }
      },
    }),
    defineTool({
      name: 'watch_camera',
      title: 'Watch a camera for a while',
      description:
        'Takes several pictures of a camera, some seconds apart, and returns them in order, so that you can see what changes. It takes as long as it watches; for a single picture call view_camera.',
      category: 'camera',
      hints: READS,
      input: watchInput,
      output: undefined,
      run: async (caller, args) => ({ kind: 'blocks', blocks: await burst(deps, caller, args) }),
    }),
  ];
}

async function picture(deps: PictureToolsDeps, caller: ToolCaller, cameraId: string): Promise<ToolBlock> {
  const { bytes } = await takeNodePicture(deps, caller.orgId, cameraId);
  return { type: 'image', data: bytes.toString('base64'), mimeType: 'image/jpeg' };
}

/** One block a picture; the pause runs from the end of one picture to the beginning of the next. */
async function burst(
  deps: PictureToolsDeps,
  caller: ToolCaller,
  { camera_id, count, interval_seconds }: z.output<typeof watchInput>,
): Promise<ToolBlock[]> {
  await requireConnected(deps, caller, camera_id);
  const blocks: ToolBlock[] = [];
  for (let number = 1; number <= count; number += 1) {
    if (number > 1) await waited(deps, caller, interval_seconds * 1000);
    blocks.push(await frame(deps, caller, camera_id, number));
  }
  if (blocks.some(({ type }) => type === 'image')) return blocks;
  const reasons = blocks.map((block) => (block.type === 'text' ? block.text : '')).join(' ');
  throw new ToolFailure(
    `None of the ${count} pictures could be taken. ${reasons} Call view_camera for the exact reason.`,
  );
}

async function requireConnected(deps: PictureToolsDeps, caller: ToolCaller, cameraId: string): Promise<void> {
  const { node_id } = await requireCamera(deps, caller, cameraId);
  if (node_id !== null && deps.connections.isConnected(node_id)) return;
  const reason = node_id === null ? 'no-node' : 'not-connected';
  const error = new NodePictureError(reason, node_id ?? undefined);
  throw await pictureFailure(deps, caller, cameraId, error);
}

async function waited(deps: PictureToolsDeps, { signal }: ToolCaller, ms: number): Promise<void> {
  try {
    await deps.pause(ms, signal);
    signal.throwIfAborted();
  } catch (error) {
    if (signal.aborted) throw new ToolFailure('Watching was ended because the caller went away.');
    throw error;
  }
}

/** What a lost picture is called; whatever the node itself reported counts as no image data. */
const LOST: Readonly<Partial<Record<PictureFailure, string>>> = {
  'timed-out': 'the node did not answer within 15 seconds',
  disconnected: 'the node lost its connection',
  'not-connected': 'the node is offline',
};

async function frame(
  deps: PictureToolsDeps,
  caller: ToolCaller,
  cameraId: string,
  number: number,
): Promise<ToolBlock> {
  try {
    return await picture(deps, caller, cameraId);
  } catch (error) {
    if (!(error instanceof NodePictureError)) throw error;
    return { type: 'text', text: `Frame ${number}: ${LOST[error.reason] ?? 'no image data'}.` };
  }
}

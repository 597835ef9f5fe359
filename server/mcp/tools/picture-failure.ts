import { cameraViews, type CameraServiceDeps } from '../../cameras/camera-service.ts';
import { NodePictureError, type PictureFailure } from '../../cameras/snapshots/node-picture.ts';
import { mayKnow, noSuchCamera } from './camera-access.ts';
import { ToolFailure, type ToolCaller } from './tool.ts';

type Wording = (nodeId: string, nodeText: string) => string;

const WORDS: Readonly<Record<Exclude<PictureFailure, 'no-camera'>, Wording>> = {
  'no-node': () =>
    'This camera belongs to no node any more, so nothing can take a picture of it. Choose another camera from list_cameras.',
  'not-connected': (node) =>
    `Node ${node} is offline, so its cameras cannot take pictures now. Look at get_node for its last contact, and try again when it is online.`,
  disconnected: (node) =>
    `Node ${node} lost its connection before it sent the picture. Try again when get_node shows it online.`,
  'timed-out': (node) =>
    `The snapshot timed out: node ${node} did not answer within 15 seconds. Try once more; if that fails too, look at get_node.`,
  'no-stream': (node) =>
    `This camera has no active stream: its encoder died, the disk of its node is full, or the camera is unplugged. Trying again will not help; look at get_node for node ${node} and tell a person.`,
  ffmpeg: (node, text) =>
    `Taking the picture failed inside FFmpeg on node ${node}: ${text} Try once more, or choose another camera.`,
  'node-error': (node, text) => `Node ${node} took no picture: ${text}`,
  'no-picture': (node) =>
    `Node ${node} answered without a picture: its program is too old. Tell a person to update the node.`,
  unusable: (node) =>
    `Node ${node} answered with something that is no picture. Try once more; if that fails too, tell a person to look at the node.`,
};

/** Why there is no picture of a camera, in words for the caller; anything but a NodePictureError stays as it is. */
export async function pictureFailure(
  deps: CameraServiceDeps,
  caller: ToolCaller,
  cameraId: string,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof NodePictureError)) return error;
  if (error.reason === 'no-camera') return noSuchCamera(cameraId);
  const text = await presentable(deps, caller, error.nodeText ?? '');
  return new ToolFailure(WORDS[error.reason](error.nodeId ?? '', text));
}

/** A node's own words, unless they name a camera that the caller may not know of. */
async function presentable(deps: CameraServiceDeps, caller: ToolCaller, text: string): Promise<string> {
  if (text === '' || !caller.cameras.limited) return text;
  const hidden = (await cameraViews(deps, caller.orgId)).filter(
    (camera) => !mayKnow(caller, camera.camera_id),
  );
  const names = hidden.flatMap(({ camera_id, name }) => [camera_id, name]).filter((name) => name !== '');
  return names.some((name) => text.includes(name)) ? 'its reason cannot be shown.' : text;
}

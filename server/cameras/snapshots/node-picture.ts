import type { Database } from '../../db/database.ts';
import { NodeCommandError, type CommandResult } from '../../nodes/channel/command-queue.ts';
import { nodeErrorText, type NodeCommands } from '../../nodes/channel/ask-node.ts';
import { findCamera } from '../camera-repository.ts';
import { isJpeg } from './jpeg.ts';
import { decodedPicture } from './snapshot-picture.ts';
import { SNAPSHOT_TIMEOUT_MS } from './snapshot-service.ts';

/**
 * Why there is no picture.
 * - `no-camera`: the organisation has no such camera. `no-node`: it belongs to no node any more.
 * - `not-connected`: its node has no open channel. `disconnected`: the node went away meanwhile. `timed-out`: 15 s.
 * - `no-stream`: nothing arrives from the camera. `ffmpeg`: the node's FFmpeg failed. `node-error`: another reason.
 * - `no-picture`: neither error nor picture, as very old nodes answer. `unusable`: something that is no JPEG.
 */
export type PictureFailure =
  | 'no-camera'
  | 'no-node'
  | 'not-connected'
  | 'disconnected'
  | 'timed-out'
  | 'no-stream'
  | 'ffmpeg'
  | 'node-error'
  | 'no-picture'
  | 'unusable';

const MESSAGES: Readonly<Record<PictureFailure, string>> = {
  'no-camera': 'There is no such camera.',
  'no-node': 'This camera belongs to no node any more.',
  'not-connected': 'The node is not connected. Check that it is running.',
  disconnected: 'The node went away before it answered. Try again when it is back.',
  'timed-out': 'The node did not answer in time. Try again.',
  'no-stream':
    'The camera delivers no video to its node. It may be unplugged, its encoder may have died, or the disk of the node is full.',
  ffmpeg: 'Taking the picture failed inside FFmpeg on the node:',
  'node-error': 'The node took no picture:',
  'no-picture': 'The node answered without a picture. It is probably too old: update it.',
  unusable: 'The node answered with something that is no picture.',
};

/** Why a picture could not be had; the message is for people. */
export class NodePictureError extends Error {
  readonly reason: PictureFailure;
  /** Public id of the node, as far as there is one. */
  readonly nodeId: string | undefined;
  /** The node's own words, one short printable line; undefined when it gave none. */
  readonly nodeText: string | undefined;

  constructor(reason: PictureFailure, nodeId?: string, nodeText?: string) {
    super(nodeText === undefined ? MESSAGES[reason] : `${MESSAGES[reason]} ${nodeText}`);
    this.name = 'NodePictureError';
    this.reason = reason;
    this.nodeId = nodeId;
    this.nodeText = nodeText;
  }
}

export interface NodePicture {
  /** One whole JPEG. */
  readonly bytes: Buffer;
  /** Public id of the node that took it. */
  readonly nodeId: string;
  /** When it was taken by the node's own clock; null when the node did not say. */
  readonly nodeTime: Date | null;
}

export interface NodePictureDeps {
  readonly db: Pick<Database, 'read'>;
  readonly connections: NodeCommands;
}

/**
 * Has the camera's node take a picture now, within 15 s. Those who ask while the node is busy share one picture. Throws
 * NodePictureError.
 */
export async function takeNodePicture(
  deps: NodePictureDeps,
  orgId: string,
  cameraId: string,
): Promise<NodePicture> {
  const row = await findCamera(deps.db.read, orgId, cameraId);
  if (row === undefined) throw new NodePictureError('no-camera');
  if (row.nodeId === null) throw new NodePictureError('no-node');
  return pictureIn(await commanded(deps.connections, row.nodeId, cameraId), row.nodeId);
}

async function commanded(
  connections: NodeCommands,
  nodeId: string,
  cameraId: string,
): Promise<CommandResult> {
  try {
    const payload = { camera_id: cameraId };
    const options = { timeoutMs: SNAPSHOT_TIMEOUT_MS, shared: true };
    return await connections.send(nodeId, 'take_snapshot', payload, options);
  } catch (error) {
    if (error instanceof NodeCommandError) throw new NodePictureError(error.reason, nodeId);
    throw error;
  }
}

function pictureIn(result: CommandResult, nodeId: string): NodePicture {
  if (result['status'] === 'error') throw failureOf(result, nodeId);
  // Nodes once put the picture beside the status instead of into `data`.
  const answer = [result['data'], result].find(hasPicture);
  if (answer === undefined) throw new NodePictureError('no-picture', nodeId);
  const bytes = decodedPicture(answer);
  if (bytes === undefined || !isJpeg(bytes)) throw new NodePictureError('unusable', nodeId);
  return { bytes, nodeId, nodeTime: instantOf(answer['timestamp']) };
}

function hasPicture(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'image_b64' in value && Boolean(value.image_b64);
}

function failureOf(result: CommandResult, nodeId: string): NodePictureError {
  const text = typeof result['error'] === 'string' ? result['error'].toLowerCase() : '';
  if (text.includes('no segments') || text.includes('error opening input'))
    return new NodePictureError('no-stream', nodeId);
  const reason = text.includes('ffmpeg') ? 'ffmpeg' : 'node-error';
  return new NodePictureError(reason, nodeId, nodeErrorText({ ...result, status: 'error' }));
}

/** Milliseconds since 1970, within the years that have four digits. */
function instantOf(value: unknown): Date | null {
  const usable = typeof value === 'number' && value > 0 && value < 253_402_300_800_000;
  return usable ? new Date(value) : null;
}

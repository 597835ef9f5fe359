import { t } from '@lingui/core/macro';
import { recording } from '../../../../server/contract/fleet/recording.ts';
import { callForFile } from '../../../api/client.ts';

/** The node's own reason, when it answered that it could not. */
async function reasonOf(response: Response): Promise<string> {
  const answer = (await response.json()) as { readonly error?: unknown };
  const { error: reason } = answer;
  return typeof reason === 'string' && reason !== ''
    ? t`The camera’s node could not take a picture. It says: ${reason}`
    : t`The camera’s node could not take a picture.`;
}

/** Asks the camera's node for a picture now (up to 15 s). Throws `Error` when the node could not. */
export async function takeSnapshot(cameraId: string): Promise<Blob> {
  const response = await callForFile(recording.snapshot, 'image/jpeg', { params: { camera_id: cameraId } });
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.startsWith('image/')) throw new Error(await reasonOf(response));
  return response.blob();
}

/** `Front door 2026-05-30 14.02.11.jpg`, in the viewer's own time. */
export function snapshotFileName(camera: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('.');
  return `${camera.replaceAll(/[^\p{L}\p{N} _-]/gu, '_')} ${day} ${time}.jpg`;
}

import { AppError } from '../../http/app-error.ts';
import { nodeErrorText, type NodeResult } from '../../nodes/channel/ask-node.ts';
import { isJpeg, JPEG_MAX_BYTES } from './jpeg.ts';

/** Four characters of base64 hold three bytes. */
const BASE64_MAX_LENGTH = Math.ceil(JPEG_MAX_BYTES / 3) * 4;

/** The picture in a snapshot's result. 502 when the node could not take one, or sent something else. */
export function pictureOf(result: NodeResult): Buffer {
  if (result.status === 'error') {
    throw AppError.coded(502, 'snapshot_failed', `The node took no picture: ${nodeErrorText(result)}`);
  }
  const picture = decodedPicture(result['data']);
  if (picture === undefined || !isJpeg(picture)) {
    throw AppError.coded(502, 'snapshot_unusable', 'The node answered with something that is no picture.');
  }
  return picture;
}

/** The bytes of `image_b64`, whatever they are; undefined when it is missing, too long or no clean base64. */
export function decodedPicture(data: unknown): Buffer | undefined {
  const text = typeof data === 'object' && data !== null && 'image_b64' in data ? data.image_b64 : undefined;
  if (typeof text !== 'string' || text.length > BASE64_MAX_LENGTH) return undefined;
  const bytes = Buffer.from(text, 'base64');
  // The decoder skips what it does not know; only clean base64 reads back the same.
  return bytes.toString('base64') === text ? bytes : undefined;
}

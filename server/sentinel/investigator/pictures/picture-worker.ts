import { parentPort, workerData } from 'node:worker_threads';
import type { PictureJob, ScaledPicture } from './picture-scaler.ts';
import { scaledPictures } from './scale-picture.ts';

function run(bytes: Uint8Array, edges: readonly number[]): ScaledPicture {
  try {
    return { ok: true, sizes: scaledPictures(bytes, edges) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'unknown' };
  }
}

const { pictures, edges } = workerData as PictureJob;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread port, not a browser window
parentPort?.postMessage(pictures.map((bytes) => run(bytes, edges)));

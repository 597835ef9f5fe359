import { Worker } from 'node:worker_threads';

export interface PictureJob {
  readonly pictures: readonly Uint8Array[];
  /** Longer edge of each wanted size, pixels. */
  readonly edges: readonly number[];
}

/** One picture in the wanted sizes, in the order of `edges`, or why it cannot be read. */
export type ScaledPicture =
  | { readonly ok: true; readonly sizes: readonly Uint8Array[] }
  | { readonly ok: false; readonly reason: string };

/** For each picture: a slow machine takes some seconds for the largest ones. */
const TIMEOUT_MS = 30_000;
const HEAP_MB = 256;

/** `.ts` when run from source, `.js` when run from the build. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./picture-worker.${extension}`, import.meta.url);
}

/**
 * Scales pictures, one job at a time, each in a thread of its own: the event loop stays free, and pictures that take too
 * much memory or time end their thread and nothing else.
 */
export class PictureScaler {
  #turn: Promise<unknown> = Promise.resolve();

  /** Answers in the order of the pictures. Rejects when the thread fails or the signal aborts. */
  scale(job: PictureJob, signal: AbortSignal): Promise<readonly ScaledPicture[]> {
    const scaled = this.#turn.then(() => scaleInThread(job, signal));
    this.#turn = scaled.catch(() => undefined);
    return scaled;
  }
}

async function scaleInThread(job: PictureJob, signal: AbortSignal): Promise<readonly ScaledPicture[]> {
  const late = AbortSignal.timeout(TIMEOUT_MS * job.pictures.length);
  const either = AbortSignal.any([signal, late]);
  either.throwIfAborted();
  const limits = { maxOldGenerationSizeMb: HEAP_MB };
  const worker = new Worker(workerFile(), { workerData: job, resourceLimits: limits });
  const { promise, resolve, reject } = Promise.withResolvers<readonly ScaledPicture[]>();
  const giveUp = (): void => reject(either.reason as Error);
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('The thread ended without pictures')));
  either.addEventListener('abort', giveUp, { once: true });
  try {
    return await promise;
  } finally {
    either.removeEventListener('abort', giveUp);
    await worker.terminate();
  }
}

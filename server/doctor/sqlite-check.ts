import { Worker } from 'node:worker_threads';

/** `.ts` when run from source, `.js` when run from the build. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./sqlite-check-worker.${extension}`, import.meta.url);
}

/** Whether an SQLite file passes its check, read in a thread of its own. */
export async function isSoundDatabase(file: string): Promise<boolean> {
  const worker = new Worker(workerFile(), { workerData: file });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The checking thread ended without an answer')));
    });
  } finally {
    await worker.terminate();
  }
}

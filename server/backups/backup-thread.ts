import { Worker } from 'node:worker_threads';
import { StartError } from '../start-error.ts';
import type { RestoredBy } from './staged-restore.ts';

/** Work on whole databases, which takes seconds and would hold up live video. */
export type BackupJob =
  | { readonly kind: 'back-up'; readonly file: string; readonly target: string }
  | { readonly kind: 'stage'; readonly file: string; readonly from: string; readonly by: RestoredBy };

/** `code` is there for refusals meant for people (StartError), and for failures of the disk or of SQLite. */
export type BackupOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly message: string;
      readonly code: string | undefined;
      readonly forPeople: boolean;
    };

/** `.ts` when run from source, `.js` when run from the build. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./backup-worker.${extension}`, import.meta.url);
}

/**
 * Does one job in a thread of its own. Rejects with a StartError where the job was refused, with another error (and its
 * `code`, if any) where it failed, and with the signal's reason when it aborts.
 */
export async function runBackupJob(job: BackupJob, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const worker = new Worker(workerFile(), { workerData: job });
  const { promise, resolve, reject } = Promise.withResolvers<BackupOutcome>();
  const giveUp = (): void => reject(signal.reason as Error);
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('The backup thread ended without an answer')));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const outcome = await promise;
    if (!outcome.ok) throw errorOf(outcome);
  } finally {
    signal.removeEventListener('abort', giveUp);
    await worker.terminate();
  }
}

function errorOf({ message, code, forPeople }: BackupOutcome & { readonly ok: false }): Error {
  if (forPeople) return new StartError(message, code ?? '');
  return Object.assign(new Error(message), { code });
}

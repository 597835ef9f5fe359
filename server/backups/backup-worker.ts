import { parentPort, workerData } from 'node:worker_threads';
import { backUpDatabase } from '../db/backup.ts';
import { StartError } from '../start-error.ts';
import type { BackupJob, BackupOutcome } from './backup-thread.ts';
import { stageRestore } from './staged-restore.ts';

async function run(job: BackupJob): Promise<BackupOutcome> {
  try {
    if (job.kind === 'stage') await stageRestore(job);
    else await backUpDatabase(job.file, job.target);
    return { ok: true };
  } catch (error) {
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message, code, forPeople: error instanceof StartError };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread port, not a browser window
parentPort?.postMessage(await run(workerData as BackupJob));

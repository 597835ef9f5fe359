import { parentPort } from 'node:worker_threads';
import { argon2id, argon2Verify } from 'hash-wasm';
import type { PasswordAnswer, PasswordJob } from './password-hasher.ts';

/** Cost of one hash: 19 MiB and two passes on one lane, the least that is advised for argon2id. */
const COST = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const;

async function run(job: PasswordJob): Promise<PasswordAnswer> {
  try {
    const value =
      job.kind === 'hash'
        ? await argon2id({ ...COST, password: job.password, salt: job.salt, outputType: 'encoded' })
        : await argon2Verify({ password: job.password, hash: job.hash });
    return { ok: true, value };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'unknown' };
  }
}

parentPort?.on('message', (job: PasswordJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread port, not a browser window
  void run(job).then((answer) => parentPort?.postMessage(answer));
});

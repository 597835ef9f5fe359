import { Worker } from 'node:worker_threads';
import { AppError } from '../../http/app-error.ts';
import { randomToken } from '../../ids.ts';

export type PasswordJob =
  | { readonly kind: 'hash'; readonly password: string; readonly salt: Uint8Array }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

export type PasswordAnswer =
  | { readonly ok: true; readonly value: string | boolean }
  | { readonly ok: false; readonly reason: string };

interface WaitingJob {
  readonly job: PasswordJob;
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

/** Beyond this the queue would outlast the callers' patience (one job takes about 0.1 s). */
const MAX_WAITING = 20;
const SALT_BYTES = 16;

/** Same cost as a real hash and the password of nobody: checked for unknown accounts, so that both take equally long. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$c2VudGluZWwtbm9ib2R5IQ$x0yTzXGm0D8p2Jq5nN8kR1uVb7sWc4eF6gHiLoPaQ3k';

/** `.ts` when run from source, `.js` when run from the build. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./password-worker.${extension}`, import.meta.url);
}

/**
 * Hashes and checks passwords with argon2id in one worker thread, one at a time, so that neither the event loop nor
 * more than one core is ever taken by sign-ins. The thread starts with the first job.
 */
export class PasswordHasher {
  readonly #waiting: WaitingJob[] = [];
  #worker: Worker | undefined;
  #active: WaitingJob | undefined;
  #disposed = false;

  /** Self-describing hash text with a fresh salt. Throws 503 when too many jobs wait. */
  async hash(password: string): Promise<string> {
    const salt = new Uint8Array(Buffer.from(randomToken(SALT_BYTES), 'base64url'));
    return String(await this.#enqueue({ kind: 'hash', password: password.normalize('NFC'), salt }));
  }

  /** Whether the password belongs to the hash; an undefined hash takes as long and is false. Throws 503 when too many jobs wait. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const job = { kind: 'verify', password: password.normalize('NFC'), hash: hash ?? NOBODY } as const;
    return (await this.#enqueue(job)) === true && hash !== undefined;
  }

  /** Ends the thread; open jobs are refused. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const open = [this.#active, ...this.#waiting.splice(0)];
    this.#active = undefined;
    for (const item of open) item?.reject(overloaded('The server is stopping. Try again in a moment.'));
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #enqueue(job: PasswordJob): Promise<string | boolean> {
    if (this.#disposed || this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(overloaded('Too many people are signing in right now. Try again in a moment.'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#active !== undefined) return;
    this.#active = this.#waiting.shift();
    if (this.#active === undefined) {
      this.#worker?.unref();
      return;
    }
    this.#worker ??= this.#start();
    this.#worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a browser window
    this.#worker.postMessage(this.#active.job);
  }

  #start(): Worker {
    const worker = new Worker(workerFile());
    worker.on('message', (answer: PasswordAnswer) => {
      this.#finish((item) => {
        if (answer.ok) item.resolve(answer.value);
        else item.reject(new Error(`Password hashing failed: ${answer.reason}`));
      });
    });
    worker.on('error', (error) => this.#replace(worker, error));
    worker.on('exit', () => this.#replace(worker, new Error('The password thread ended unexpectedly')));
    return worker;
  }

  /** A dead thread fails only the job it held; the next job starts a new one. */
  #replace(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#finish((item) => item.reject(error));
  }

  #finish(settle: (item: WaitingJob) => void): void {
    const item = this.#active;
    this.#active = undefined;
    if (item !== undefined) settle(item);
    this.#next();
  }
}

function overloaded(message: string): AppError {
  return AppError.plain(503, message, { 'Retry-After': '2' });
}

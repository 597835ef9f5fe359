import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Announcement, AnnouncementNews } from './announcement.ts';

export type AnnouncerState = 'off' | 'starting' | 'announced' | 'failed';

/** A name is probed and announced within about two seconds; nobody answering for so long means no network. */
const ANNOUNCE_WITHIN_MS = 20_000;
const RETRY_MS = 60_000;
/** A goodbye is one packet; the server's stop must not wait for more. */
const GOODBYE_MS = 1_000;

/** `.ts` when run from source, `.js` when run from the build. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./announcement-worker.${extension}`, import.meta.url);
}

async function sayGoodbye(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit').catch(() => undefined);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a browser window
  worker.postMessage('stop');
  await Promise.race([ended, pause(GOODBYE_MS, undefined, { ref: false })]);
  await worker.terminate();
}

/**
 * Announces this server in the local network (multicast DNS) from `start` to `stop`, through changes of the network. A
 * failure is one log line and a state, and is tried again each minute.
 */
export class Announcer {
  readonly #log: Logger;
  #wanted: Announcement | undefined;
  #worker: Worker | undefined;
  #state: AnnouncerState = 'off';
  #name: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saidFailed = false;
  /** Ends when the former announcement said goodbye; a new one before that would find its own name taken. */
  #goodbye: Promise<unknown> = Promise.resolve();

  constructor(log: Logger) {
    this.#log = log;
  }

  get state(): AnnouncerState {
    return this.#state;
  }

  /**
   * `shop.local` while browsers find the server by it; undefined also when another computer has that name: then it would
   * lead people there.
   */
  get name(): string | undefined {
    const own = this.#wanted === undefined ? undefined : `${this.#wanted.label}.local`;
    return this.#state === 'announced' && this.#name === own ? own : undefined;
  }

  start(announcement: Announcement): void {
    this.#wanted = announcement;
    this.#state = 'starting';
    void this.#launchNext(announcement);
  }

  /** Says goodbye to the network; resolves within about a second. */
  stop(): Promise<void> {
    this.#wanted = undefined;
    this.#state = 'off';
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    const goodbye = worker === undefined ? this.#goodbye.then(() => undefined) : sayGoodbye(worker);
    this.#goodbye = goodbye;
    return goodbye;
  }

  async #launchNext(announcement: Announcement): Promise<void> {
    await this.#goodbye;
    if (this.#wanted === announcement) this.#launch(announcement);
  }

  #launch(announcement: Announcement): void {
    this.#state = 'starting';
    // What the library prints is said by the state instead.
    const worker = new Worker(workerFile(), { workerData: announcement, stdout: true, stderr: true });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    this.#worker = worker;
    let changed = false;
    let reason = 'the announcing thread ended';
    worker.on('message', (news: AnnouncementNews) => {
      if (news.kind === 'failed') reason = news.reason;
      else if (news.kind === 'network-changed') changed = true;
      // Nothing is wrong, and nothing is to be done before there is a network.
      else if (news.kind === 'waiting') {
        if (worker === this.#worker) clearTimeout(this.#timer);
      } else if (worker === this.#worker) this.#announced(news.name);
    });
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.once('exit', () => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      if (changed) {
        this.#launch(announcement);
        return;
      }
      this.#failed(reason);
      this.#after(RETRY_MS, () => this.#launch(announcement));
    });
    this.#after(ANNOUNCE_WITHIN_MS, () => this.#failed('the network does not take it'));
  }

  #after(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
    this.#timer.unref();
  }

  #announced(name: string): void {
    clearTimeout(this.#timer);
    this.#state = 'announced';
    this.#name = name;
    this.#saidFailed = false;
    this.#log.info({ name }, 'Announced in the local network');
  }

  #failed(reason: string): void {
    this.#state = 'failed';
    if (this.#saidFailed) return;
    this.#saidFailed = true;
    this.#log.warn(
      { reason },
      'This server could not be announced in the local network; it is reached by its address all the same',
    );
  }
}

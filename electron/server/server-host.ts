import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { askHealth, isRefused, type Health } from './health.ts';
import type { RunningServer } from '../../server/start-server.ts';

export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'restarting'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ServerHostDeps {
  readonly start: () => Promise<RunningServer>;
  readonly log: Logger;
}

const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 1_500;
/** A server that is busy is slow to answer; only a silence this long is worth cutting everybody off. */
const MISSES = 8;
/** A broken server is not waited for as long as a sound one. */
const BROKEN_STOP_MS = 1_500;
/** Waits before each further attempt: a port or a lock of the old server may be free a moment later. */
const RETRY_AFTER_MS = [250, 500, 1_000, 2_000];

interface ServerHostEvents {
  state: [ServerState];
  health: [Health];
  /** Several restarts in a row failed; the server stays down until somebody does something. */
  gaveUp: [];
}

/**
 * Runs the server inside this process and brings it back when it breaks: a server that no longer listens is noticed
 * within about a second. Starts and stops never overlap.
 */
export class ServerHost extends EventEmitter<ServerHostEvents> {
  readonly #deps: ServerHostDeps;
  #state: ServerState = { kind: 'stopped' };
  #server: RunningServer | undefined;
  #health: Health | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #watch: NodeJS.Timeout | undefined;
  #looking = false;
  #misses = 0;

  constructor(deps: ServerHostDeps) {
    super();
    this.#deps = deps;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The running server; undefined while there is none. */
  get server(): RunningServer | undefined {
    return this.#server;
  }

  /** Address on this machine; undefined while nothing is served. */
  get url(): string | undefined {
    return this.#server?.url;
  }

  /** Address for other devices; undefined without a network. */
  get lanUrl(): string | undefined {
    return this.#server?.lanUrls[0];
  }

  /** Address by name for other devices; undefined while the network does not know it. */
  get localUrl(): string | undefined {
    return this.#server?.localUrl();
  }

  /** As of the last look. */
  get health(): Health | undefined {
    return this.#health;
  }

  /** Starts the server unless it runs. The state afterwards says whether it does. */
  start(): Promise<ServerState> {
    return this.#inTurn(async () => {
      if (this.#server !== undefined) return;
      this.#enter({ kind: 'starting' });
      await this.#attempt();
    });
  }

  /** Stops the server in good order and starts it again, also with other settings. */
  restart(reason: string): Promise<ServerState> {
    return this.#again(reason, Number.POSITIVE_INFINITY);
  }

  /** Starts the server again after it broke. Tries several times before it gives up. */
  recover(reason: string): Promise<ServerState> {
    return this.#again(reason, BROKEN_STOP_MS);
  }

  /** Stops the server for good. */
  stop(): Promise<ServerState> {
    return this.#inTurn(async () => {
      await this.#stopServer(Number.POSITIVE_INFINITY);
      this.#enter({ kind: 'stopped' });
    });
  }

  /** Asks the running server how it fares, now. */
  async look(): Promise<Health | undefined> {
    const url = this.url;
    if (url === undefined) return undefined;
    const health = await askHealth(url, ANSWER_WITHIN_MS);
    this.#health = health;
    this.#misses = 0;
    this.emit('health', health);
    return health;
  }

  #again(reason: string, stopWithinMs: number): Promise<ServerState> {
    // Whatever broke the server is usually noticed more than once.
    if (this.#state.kind === 'restarting') return this.#inTurn(async () => undefined);
    this.#enter({ kind: 'restarting', reason });
    return this.#inTurn(async () => {
      await this.#stopServer(stopWithinMs);
      let ran = await this.#attempt();
      for (const wait of RETRY_AFTER_MS) {
        if (ran) return;
        this.#enter({ kind: 'restarting', reason });
        await pause(wait);
        ran = await this.#attempt();
      }
      if (!ran) this.emit('gaveUp');
    });
  }

  #inTurn(work: () => Promise<void>): Promise<ServerState> {
    const done = this.#turn.then(work).then(() => this.#state);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #attempt(): Promise<boolean> {
    try {
      this.#server = await this.#deps.start();
      this.#misses = 0;
      this.#enter({ kind: 'running' });
      this.#watch = setInterval(() => void this.#keepWatch(), LOOK_EVERY_MS);
      this.#watch.unref();
      void this.#keepWatch();
      return true;
    } catch (error) {
      this.#deps.log.error({ err: error }, 'The server could not be started');
      this.#enter({ kind: 'failed', error });
      return false;
    }
  }

  async #stopServer(limitMs: number): Promise<void> {
    clearInterval(this.#watch);
    const server = this.#server;
    this.#server = undefined;
    this.#health = undefined;
    if (server === undefined) return;
    const stopped = server.dispose().catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'The server did not stop cleanly');
    });
    const limit = Number.isFinite(limitMs) ? [pause(limitMs, undefined, { ref: false })] : [];
    await Promise.race([stopped, ...limit]);
  }

  async #keepWatch(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const watched = this.#server;
    try {
      await this.look();
    } catch (error) {
      this.#misses += 1;
      const isLost = watched === this.#server && (isRefused(error) || this.#misses >= MISSES);
      if (isLost && this.#state.kind === 'running') {
        this.#deps.log.error({ err: error }, 'The server no longer answers; it is started anew');
        void this.recover('it no longer answered');
      }
    } finally {
      this.#looking = false;
    }
  }

  #enter(state: ServerState): void {
    this.#state = state;
    this.emit('state', state);
  }
}

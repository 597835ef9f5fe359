import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { askHealth, isRefused, type Health } from './health.ts';
import type { RunningServer } from '../../server/start-server.ts';

/** Why a server is started anew; the menu says it. */
export type RestartReason = 'menu' | 'crash' | 'silence' | 'restore';

export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'restarting'; readonly reason: RestartReason }
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

/** A server that breaks again and again is not brought back for ever, and each time a little later (ms). */
const BREAK_WAITS_MS = [0, 0, 500, 1_000, 2_000];
const BREAKS_WITHIN_MS = 60_000;

/** The server starts, but does not stay. */
export class KeepsBreaking extends Error {
  override readonly name = 'KeepsBreaking';
}

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
  /** When it broke lately, on the clock of `performance`. */
  #breaks: readonly number[] = [];
  /** Stops that wait for their turn: nothing is tried again before them. */
  #leaving = 0;

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
  restart(reason: RestartReason): Promise<ServerState> {
    return this.#again(reason, { stopWithinMs: Number.POSITIVE_INFINITY, waitMs: 0 });
  }

  /**
   * Starts the server again after it broke, later each time. Tries several times before it gives up. A server that is
   * stopped, or could not be started, stays as it is.
   */
  recover(reason: RestartReason, why: unknown): Promise<ServerState> {
    if (this.#state.kind === 'stopped' || this.#state.kind === 'failed')
      return this.#inTurn(async () => undefined);
    if (this.#state.kind === 'restarting') return this.#again(reason, { stopWithinMs: 0, waitMs: 0 });
    const now = performance.now();
    this.#breaks = this.#breaks.filter((at) => now - at < BREAKS_WITHIN_MS);
    const waitMs = BREAK_WAITS_MS[this.#breaks.length];
    if (waitMs === undefined) return this.#giveUp(why);
    this.#breaks = [...this.#breaks, now];
    return this.#again(reason, { stopWithinMs: BROKEN_STOP_MS, waitMs });
  }

  /** Stops the server for good. */
  stop(): Promise<ServerState> {
    this.#leaving += 1;
    return this.#inTurn(async () => {
      this.#leaving -= 1;
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

  #again(
    reason: RestartReason,
    { stopWithinMs, waitMs }: { readonly stopWithinMs: number; readonly waitMs: number },
  ): Promise<ServerState> {
    // Whatever broke the server is usually noticed more than once.
    if (this.#state.kind === 'restarting') return this.#inTurn(async () => undefined);
    this.#enter({ kind: 'restarting', reason });
    return this.#inTurn(async () => {
      // Stopped for good since then.
      if (this.#state.kind === 'stopped') return;
      await this.#stopServer(stopWithinMs);
      await pause(waitMs);
      let ran = await this.#attempt();
      for (const wait of RETRY_AFTER_MS) {
        if (ran || this.#leaving > 0) break;
        this.#enter({ kind: 'restarting', reason });
        await pause(wait);
        ran = await this.#attempt();
      }
      if (!ran && this.#leaving === 0) this.emit('gaveUp');
    });
  }

  #giveUp(why: unknown): Promise<ServerState> {
    this.#breaks = [];
    const said = why instanceof Error ? why.message : String(why);
    const failed = { kind: 'failed', error: new KeepsBreaking(said, { cause: why }) } as const;
    this.#enter(failed);
    return this.#inTurn(async () => {
      await this.#stopServer(BROKEN_STOP_MS);
      this.#enter(failed);
      if (this.#leaving === 0) this.emit('gaveUp');
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
        void this.recover('silence', error);
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

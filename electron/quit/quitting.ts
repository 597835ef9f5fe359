import { app, powerMonitor } from 'electron';
import { setTimeout as pause } from 'node:timers/promises';

export interface QuittingDeps {
  /** Asks whether to stop; false leaves everything as it is. */
  readonly ask: () => Promise<boolean>;
  /** In the order they run; each is given what is left of the time limit. */
  readonly steps: readonly (() => void | Promise<void>)[];
  readonly limitMs?: number;
}

/** Longest time the server is given for an orderly stop. */
const LIMIT_MS = 5_000;

/** The way out: ask once, then tray, windows and server in this order, then the process. */
export class Quitting {
  readonly #deps: QuittingDeps;
  #stage: 'running' | 'asking' | 'stopping' | 'stopped' = 'running';
  #agreed = false;

  constructor(deps: QuittingDeps) {
    this.#deps = deps;
  }

  /** True once nothing holds the stop up any more: windows may really close now. */
  get going(): boolean {
    return this.#stage === 'stopping' || this.#stage === 'stopped';
  }

  /** True once a person chose to quit, as opposed to a computer that shuts down. */
  get agreed(): boolean {
    return this.#agreed;
  }

  /** Hears every wish to quit: menus, the session's end, signals of a terminal or service manager. */
  setup(signals: Pick<NodeJS.Process, 'on'>): void {
    app.on('before-quit', (event) => {
      if (this.#stage === 'stopped') return;
      event.preventDefault();
      void this.#askAndStop();
    });
    // Without this a computer that shuts down would not wait for the server's orderly end.
    powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
      event?.preventDefault();
      void this.stopNow();
    });
    // Windows tells windows only.
    app.on('browser-window-created', (_event, window) => window.on('session-end', () => void this.stopNow()));
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.on(name, () => void this.stopNow());
  }

  /** Stops without asking: the computer shuts down, or an update was accepted. */
  async stopNow(): Promise<void> {
    if (this.going) return;
    this.#stage = 'stopping';
    const limit = pause(this.#deps.limitMs ?? LIMIT_MS, undefined, { ref: false });
    await Promise.race([this.#runSteps(), limit]);
    this.#stage = 'stopped';
    app.quit();
  }

  async #askAndStop(): Promise<void> {
    if (this.#stage !== 'running') return;
    this.#stage = 'asking';
    const agreed = await this.#deps.ask().catch(() => true);
    // A signal may have come meanwhile.
    if (this.#stage !== 'asking') return;
    this.#stage = 'running';
    this.#agreed = agreed;
    if (agreed) await this.stopNow();
  }

  async #runSteps(): Promise<void> {
    for (const step of this.#deps.steps) {
      try {
        await step();
      } catch {
        // Nothing that fails on the way out may keep the program running.
      }
    }
  }
}

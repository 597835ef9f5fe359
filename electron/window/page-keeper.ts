import type { BrowserWindow } from 'electron';
import type { Logger } from 'pino';

export interface PageKeeperDeps {
  readonly log: Logger;
  /** Waits before a page is loaded anew: none, then this long (ms), doubled each time up to a minute. */
  readonly secondWaitMs?: number;
}

const SECOND_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** What Chromium calls a page that was left for another one in the meantime. */
const ABORTED = -3;

/**
 * Keeps something in a window: a page that could not be loaded, or whose process ended, is loaded anew, later each time so
 * that a page that always breaks does not keep the computer busy.
 */
export class PageKeeper {
  readonly #window: BrowserWindow;
  readonly #deps: PageKeeperDeps;
  #failed = false;
  #wait = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(window: BrowserWindow, deps: PageKeeperDeps) {
    this.#window = window;
    this.#deps = deps;
    const { webContents } = window;
    // Also when the person, or the page itself, loads it again while the server is away.
    webContents.on('did-fail-load', (_event, code, what, _address, isMainFrame) => {
      if (isMainFrame && code !== ABORTED) this.#broke({ what });
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#broke({ reason });
    });
    // Unlike the end of a load, this never means the page that tells of a failure.
    webContents.on('did-navigate', () => (this.#failed = false));
    window.on('closed', () => clearTimeout(this.#timer));
  }

  /** True when the window shows nothing but a failure. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Loads a page. Never rejects. */
  async load(address: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failed = false;
    try {
      await this.#window.loadURL(address);
    } catch (error) {
      if (!String(error).includes('ERR_ABORTED')) this.#broke({ err: error });
    }
  }

  #broke(why: object): void {
    this.#failed = true;
    if (this.#timer !== undefined || this.#window.isDestroyed()) return;
    this.#deps.log.warn(why, 'The page of a window broke and is loaded anew');
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#failed && !this.#window.isDestroyed()) this.#window.webContents.reload();
    }, this.#wait);
    this.#timer.unref();
    this.#wait = Math.min(2 * this.#wait || (this.#deps.secondWaitMs ?? SECOND_WAIT_MS), LONGEST_WAIT_MS);
  }
}

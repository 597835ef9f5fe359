import { BrowserWindow, screen } from 'electron';
import type { Logger } from 'pino';
import type { SettingsFile } from '../settings/settings-file.ts';
import { mainWindowOptions } from './window-options.ts';

export interface MainWindowDeps {
  readonly settings: SettingsFile;
  readonly log: Logger;
  /** Address of the dashboard; undefined while the server does not run. */
  readonly url: () => string | undefined;
  /** True once windows may really close. */
  readonly quitting: () => boolean;
  readonly files: { readonly preload: string; readonly icon: string };
}

const SAVE_AFTER_MS = 500;

/** The one dashboard window: made when first shown, hidden instead of closed. */
export class MainWindow {
  readonly #deps: MainWindowDeps;
  #window: BrowserWindow | undefined;
  #failed = false;
  #saving: NodeJS.Timeout | undefined;

  constructor(deps: MainWindowDeps) {
    this.#deps = deps;
  }

  /** False also while the window is minimised: then nobody sees what happens in it. */
  isSeen(): boolean {
    return this.#window !== undefined && this.#window.isVisible() && !this.#window.isMinimized();
  }

  exists(): boolean {
    return this.#window !== undefined;
  }

  /** Brings the dashboard to the front, on a page of it when `path` is given. Without a server there is nothing to show. */
  async show(path?: string): Promise<void> {
    const isNew = this.#window === undefined;
    await this.open(path);
    const window = this.#window;
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    if (isNew && this.#deps.settings.current.window.maximized) window.maximize();
    window.show();
    window.focus();
  }

  /** Loads the dashboard without showing it. */
  async open(path?: string): Promise<void> {
    const url = this.#deps.url();
    if (url === undefined) return;
    const isNew = this.#window === undefined;
    const window = this.#window ?? this.#create();
    if (isNew || path !== undefined || this.#failed) await this.#load(window, url + (path ?? '/'));
  }

  /** The server runs again: a page that could not be loaded, or belongs to another port, is loaded anew. */
  async serverRuns(): Promise<void> {
    const url = this.#deps.url();
    if (this.#window === undefined || url === undefined) return;
    const isElsewhere = !this.#window.webContents.getURL().startsWith(`${url}/`);
    if (this.#failed || isElsewhere) await this.#load(this.#window, `${url}/`);
  }

  destroy(): void {
    clearTimeout(this.#saving);
    this.#window?.destroy();
    this.#window = undefined;
  }

  async #load(window: BrowserWindow, address: string): Promise<void> {
    this.#failed = false;
    try {
      await window.loadURL(address);
    } catch (error) {
      // A page that was left for another one in the meantime is no failure.
      if (String(error).includes('ERR_ABORTED')) return;
      this.#failed = true;
      this.#deps.log.warn({ err: error }, 'The dashboard could not be loaded into the window');
    }
  }

  #create(): BrowserWindow {
    const { settings, files, quitting, log } = this.#deps;
    const window = new BrowserWindow(
      mainWindowOptions(settings.current.window, screen.getAllDisplays(), files),
    );
    this.#window = window;
    window.on('close', (event) => {
      this.#saveBounds();
      if (quitting()) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      this.#window = undefined;
    });
    window.on('resize', () => this.#saveSoon());
    window.on('move', () => this.#saveSoon());
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.error({ reason }, 'The page of the window ended and is loaded anew');
      if (reason !== 'clean-exit') window.webContents.reload();
    });
    return window;
  }

  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#saveBounds(), SAVE_AFTER_MS);
  }

  #saveBounds(): void {
    clearTimeout(this.#saving);
    if (this.#window === undefined || this.#window.isDestroyed()) return;
    const { x, y, width, height } = this.#window.getNormalBounds();
    try {
      this.#deps.settings.update({ window: { x, y, width, height, maximized: this.#window.isMaximized() } });
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'Where the window stands could not be saved');
    }
  }
}

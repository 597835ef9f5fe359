import { BrowserWindow, screen } from 'electron';
import type { Logger } from 'pino';
import type { SettingsFile } from '../settings/settings-file.ts';
import { PageKeeper } from './page-keeper.ts';
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
  #page: PageKeeper | undefined;
  /** Asked for while nothing was served: shown as soon as it is. */
  #wanted: { readonly path: string | undefined } | undefined;
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

  /** Brings the dashboard to the front, on a page of it when `path` is given; once the server runs, if it does not yet. */
  async show(path?: string): Promise<void> {
    if (this.#deps.quitting()) return;
    if (this.#deps.url() === undefined) {
      if (this.#window === undefined || path !== undefined) this.#wanted = { path };
      if (this.#window === undefined) return;
    }
    const isNew = this.#window === undefined;
    await this.open(path);
    const window = this.#window;
    if (window === undefined || window.isDestroyed()) return;
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
    if (this.#window === undefined) this.#create();
    if (isNew || path !== undefined || this.#page?.failed === true)
      await this.#page?.load(url + (path ?? '/'));
  }

  /** The server runs again: a page that could not be loaded, or belongs to another port, is loaded anew. */
  async serverRuns(): Promise<void> {
    const url = this.#deps.url();
    if (url === undefined) return;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted !== undefined) await this.show(wanted.path);
    if (this.#window === undefined) return;
    const isElsewhere = !this.#window.webContents.getURL().startsWith(`${url}/`);
    if (this.#page?.failed === true || isElsewhere) await this.#page?.load(`${url}/`);
  }

  destroy(): void {
    clearTimeout(this.#saving);
    this.#window?.destroy();
    this.#window = undefined;
    // Windows that pages opened could hold the end up, with nothing behind them any more.
    for (const other of BrowserWindow.getAllWindows()) other.destroy();
  }

  #create(): void {
    const { settings, files, quitting, log } = this.#deps;
    const window = new BrowserWindow(
      mainWindowOptions(settings.current.window, screen.getAllDisplays(), files),
    );
    this.#window = window;
    this.#page = new PageKeeper(window, { log });
    window.on('close', (event) => {
      this.#saveBounds();
      if (quitting()) return;
      event.preventDefault();
      this.#hide(window);
    });
    window.on('closed', () => {
      this.#window = undefined;
    });
    window.on('resize', () => this.#saveSoon());
    window.on('move', () => this.#saveSoon());
  }

  /** On macOS a window hidden while it fills the screen leaves an empty screen behind. */
  #hide(window: BrowserWindow): void {
    if (!window.isFullScreen()) {
      window.hide();
      return;
    }
    window.once('leave-full-screen', () => window.hide());
    window.setFullScreen(false);
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

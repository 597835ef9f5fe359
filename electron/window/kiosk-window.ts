import { BrowserWindow, screen, type Display } from 'electron';
import type { Logger } from 'pino';
import { texts } from '../texts/texts.ts';
import { PageKeeper } from './page-keeper.ts';
import { kioskWindowOptions } from './window-options.ts';

export interface KioskWindowDeps {
  readonly url: () => string | undefined;
  readonly preload: string;
  readonly log: Logger;
  /** The person pressed Escape or closed the window: the wall is not wanted any more. */
  readonly onLeft: () => void;
}

/** Path of the wall without the frame around it. */
const WALL = '/dashboard?kiosk=1';

/** How a display is called in menus. */
export function displayName({ label, bounds }: Pick<Display, 'label' | 'bounds'>, position: number): string {
  return `${label === '' ? texts().display(position) : label} (${bounds.width} × ${bounds.height})`;
}

interface Shown {
  readonly window: BrowserWindow;
  readonly page: PageKeeper;
  readonly displayId: number;
  url: string;
}

/** The wall on a display of its own, without anything around it. */
export class KioskWindow {
  readonly #deps: KioskWindowDeps;
  #shown: Shown | undefined;

  constructor(deps: KioskWindowDeps) {
    this.#deps = deps;
  }

  setup(): void {
    screen.on('display-removed', (_event, { id }) => {
      if (this.#shown?.displayId === id) this.close();
    });
    screen.on('display-metrics-changed', (_event, { id, bounds }) => {
      if (this.#shown?.displayId === id) this.#shown.window.setBounds(bounds);
    });
  }

  isOpen(): boolean {
    return this.#shown !== undefined;
  }

  /** Shows the wall on that display, or nowhere: with null, without the display, or while nothing is served. */
  show(displayId: number | null): void {
    const url = this.#deps.url();
    const display = screen.getAllDisplays().find(({ id }) => id === displayId);
    if (this.#shown !== undefined && this.#shown.displayId === displayId && url !== undefined) {
      this.#follow(this.#shown, url);
      return;
    }
    this.close();
    if (display !== undefined && url !== undefined) this.#open(display, url);
  }

  close(): void {
    const shown = this.#shown;
    this.#shown = undefined;
    shown?.window.destroy();
  }

  /** The server may have moved to another port, or be back. */
  #follow(shown: Shown, url: string): void {
    if (shown.url === url && !shown.page.failed) return;
    shown.url = url;
    void shown.page.load(url + WALL);
  }

  #open(display: Display, url: string): void {
    const { preload, log } = this.#deps;
    const window = new BrowserWindow(kioskWindowOptions(display, preload));
    const page = new PageKeeper(window, { log });
    this.#shown = { window, page, displayId: display.id, url };
    window.on('close', () => this.#leave());
    window.on('closed', () => {
      if (this.#shown?.window === window) this.#shown = undefined;
    });
    window.webContents.on('before-input-event', (_event, { type, key }) => {
      if (type === 'keyDown' && key === 'Escape') this.#leave();
    });
    void page.load(url + WALL);
  }

  /** The wall goes also when that cannot be written down, or nobody could leave it. */
  #leave(): void {
    try {
      this.#deps.onLeft();
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'That the wall was left could not be saved');
      this.close();
    }
  }
}

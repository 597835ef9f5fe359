import { BrowserWindow, screen, type Display } from 'electron';
import { kioskWindowOptions } from './window-options.ts';

export interface KioskWindowDeps {
  readonly url: () => string | undefined;
  readonly preload: string;
  /** The person pressed Escape: the wall is not wanted any more. */
  readonly onLeft: () => void;
}

/** Path of the wall without the frame around it. */
const WALL = '/dashboard?kiosk=1';

/** How a display is called in menus. */
export function displayName({ label, bounds }: Pick<Display, 'label' | 'bounds'>, position: number): string {
  return `${label === '' ? `Display ${position}` : label} (${bounds.width} × ${bounds.height})`;
}

/** The wall on a display of its own, without anything around it. */
export class KioskWindow {
  readonly #deps: KioskWindowDeps;
  #shown: { readonly window: BrowserWindow; readonly displayId: number } | undefined;

  constructor(deps: KioskWindowDeps) {
    this.#deps = deps;
  }

  setup(): void {
    screen.on('display-removed', (_event, { id }) => {
      if (this.#shown?.displayId === id) this.close();
    });
  }

  isOpen(): boolean {
    return this.#shown !== undefined;
  }

  /** Shows the wall on that display, or nowhere: with null, without the display, or while nothing is served. */
  show(displayId: number | null): void {
    const url = this.#deps.url();
    const display = screen.getAllDisplays().find(({ id }) => id === displayId);
    if (this.#shown?.displayId === displayId && url !== undefined) return;
    this.close();
    if (display === undefined || url === undefined) return;
    const window = new BrowserWindow(kioskWindowOptions(display, this.#deps.preload));
    this.#shown = { window, displayId: display.id };
    window.on('closed', () => {
      if (this.#shown?.window === window) this.#shown = undefined;
    });
    window.webContents.on('before-input-event', (_event, { type, key }) => {
      if (type === 'keyDown' && key === 'Escape') this.#deps.onLeft();
    });
    // A page that cannot be loaded says so itself and tries again.
    void window.loadURL(url + WALL).catch(() => undefined);
  }

  close(): void {
    const shown = this.#shown;
    this.#shown = undefined;
    shown?.window.destroy();
  }
}

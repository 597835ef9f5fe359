import type { BrowserWindowConstructorOptions, Display, Rectangle } from 'electron';
import { PRODUCT_NAME } from '../app/product.ts';
import type { WindowBounds } from '../settings/shell-settings.ts';

/** What every page of ours may do: as little as a page in a browser, and the verbs of the preload script. */
export function pageRights(preload: string): BrowserWindowConstructorOptions['webPreferences'] {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    // The hidden page keeps its event connection alive.
    backgroundThrottling: false,
    spellcheck: true,
  };
}

/** Pixels of a window that must be on a display for people to find and move it. */
const VISIBLE = 100;

function isReachable(bounds: Rectangle, { workArea }: Pick<Display, 'workArea'>): boolean {
  const width =
    Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const top = bounds.y >= workArea.y && bounds.y + VISIBLE <= workArea.y + workArea.height;
  return width >= VISIBLE && top;
}

/** Where the window was, unless that display is gone: then only its size counts. */
export function placeWindow(
  saved: WindowBounds,
  displays: readonly Pick<Display, 'workArea'>[],
): Partial<Rectangle> {
  const { x, y, width, height } = saved;
  if (x === null || y === null) return { width, height };
  const bounds = { x, y, width, height };
  return displays.some((display) => isReachable(bounds, display)) ? bounds : { width, height };
}

export function mainWindowOptions(
  saved: WindowBounds,
  displays: readonly Pick<Display, 'workArea'>[],
  files: { readonly preload: string; readonly icon: string },
): BrowserWindowConstructorOptions {
  return {
    ...placeWindow(saved, displays),
    minWidth: 360,
    minHeight: 480,
    title: PRODUCT_NAME,
    icon: files.icon,
    show: false,
    backgroundColor: '#0b0f14',
    webPreferences: pageRights(files.preload) ?? {},
  };
}

export function kioskWindowOptions(
  display: Pick<Display, 'bounds'>,
  preload: string,
): BrowserWindowConstructorOptions {
  return {
    ...display.bounds,
    title: PRODUCT_NAME,
    kiosk: true,
    fullscreen: true,
    frame: false,
    autoHideMenuBar: true,
    backgroundColor: '#000000',
    webPreferences: pageRights(preload) ?? {},
  };
}

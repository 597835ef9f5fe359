import type { BrowserWindowConstructorOptions, Display, Rectangle, Size } from 'electron';
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
    // The dictionaries would be fetched from a stranger's server.
    spellcheck: false,
    // A page that asks again and again can be silenced.
    safeDialogs: true,
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

/** No larger than the largest display. */
function fitting(size: Size, displays: readonly Pick<Display, 'workArea'>[]): Size {
  const most = (side: keyof Size): number =>
    Math.max(0, ...displays.map(({ workArea }) => workArea[side])) || size[side];
  return { width: Math.min(size.width, most('width')), height: Math.min(size.height, most('height')) };
}

/** Where the window was, unless that display is gone: then only its size counts. */
export function placeWindow(
  saved: WindowBounds,
  displays: readonly Pick<Display, 'workArea'>[],
): Partial<Rectangle> {
  const { x, y, width, height } = saved;
  const size = fitting({ width, height }, displays);
  if (x === null || y === null) return size;
  const bounds = { x, y, ...size };
  return displays.some((display) => isReachable(bounds, display)) ? bounds : size;
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
    // Something may lie over the wall without anybody hiding it.
    webPreferences: { ...pageRights(preload), backgroundThrottling: false },
  };
}

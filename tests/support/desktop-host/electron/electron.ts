// What the desktop program finds under the name `electron` on the test host. Its shapes are checked against Electron's
// own types. It does as little as it can: what people see and press is recorded and driven by the probe.
import { EventEmitter } from 'node:events';
import { request, type ClientRequest, type RequestOptions } from 'node:http';
import type * as Electron from 'electron';
import { app } from './application.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { screen } from './screen.ts';
import { windowSystem } from './window-system.ts';

export { app, BrowserWindow, ipcMain, screen };

export const powerMonitor = new EventEmitter();

let blockers = 0;
export const powerSaveBlocker = {
  start: () => (blockers += 1),
  stop: () => true,
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>;

let copied = '';
export const clipboard = {
  writeText: async (text) => void (copied = text),
  readText: async () => copied,
} satisfies Pick<Electron.Clipboard, 'writeText' | 'readText'>;

export const shell = {
  openExternal: async () => undefined,
  openPath: async () => '',
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath'>;

/** Nobody is there: every question is answered by its cancel button. */
export const dialog = {
  showMessageBox: async ({ cancelId = 0 }: Electron.MessageBoxOptions) => ({
    response: cancelId,
    checkboxChecked: false,
  }),
  showErrorBox: (title, content) => console.error(`${title}: ${content}`),
} satisfies Pick<Electron.Dialog, 'showErrorBox'> & {
  showMessageBox: (options: Electron.MessageBoxOptions) => Promise<Electron.MessageBoxReturnValue>;
};

export const nativeImage = {
  createFromPath: (path) => ({ path }) as unknown as Electron.NativeImage,
} satisfies Pick<typeof Electron.nativeImage, 'createFromPath'>;

const cookies = {
  get: async ({ url = '', name }: Electron.CookiesGetFilter) => {
    const chromium = await windowSystem.running();
    const found = await chromium?.channel.send('Storage.getCookies');
    const { hostname } = new URL(url);
    return (found?.cookies ?? []).filter(
      (cookie) => cookie.domain === hostname && cookie.name === name,
    ) as unknown as Electron.Cookie[];
  },
} satisfies Pick<Electron.Cookies, 'get'>;

/** Requests of the program itself. They carry no cookies, so a partition makes no difference. */
export const net = {
  request: (options: RequestOptions): ClientRequest => request(options),
};

export const session = {
  fromPartition: () => session.defaultSession as unknown as Electron.Session,
  defaultSession: {
    cookies,
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
  } satisfies Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'> & {
    cookies: Pick<Electron.Cookies, 'get'>;
  },
};

type Template = Electron.MenuItemConstructorOptions;

/** An item as Electron makes it of its description: without a label it is a line or a standard role. */
class MenuItem {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu: Menu | undefined;
  readonly click: () => void;

  constructor(template: Template) {
    const { label, role, type, enabled, checked, submenu, click } = template;
    this.label = label ?? role ?? '';
    this.type = type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.enabled = enabled ?? true;
    this.checked = checked ?? false;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : undefined;
    this.click = () => (click as ((...args: unknown[]) => void) | undefined)?.(this, undefined, {});
  }
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[];

  private constructor(template: Template[]) {
    this.items = template.map((item) => new MenuItem(item));
  }

  static buildFromTemplate(template: Template[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}

export class Tray extends EventEmitter implements Pick<Electron.Tray, 'setToolTip' | 'destroy' | 'setImage'> {
  setImage(): void {}
  setToolTip(): void {}
  setContextMenu(_menu: Menu | null): void {}
  destroy(): void {}
}

export class Notification
  extends EventEmitter
  implements Pick<Electron.Notification, 'show' | 'title' | 'body'>
{
  readonly title: string;
  readonly body: string;
  readonly urgency: string;

  constructor({ title = '', body = '', urgency = 'normal' }: Electron.NotificationConstructorOptions) {
    super();
    this.title = title;
    this.body = body;
    this.urgency = urgency;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {}
}

// Chromium starts with the first window, and by then the program has said where its data lie.
app.on('browser-window-created', () => windowSystem.setup(app.getPath('userData')));

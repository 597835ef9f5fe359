// Stands in for Electron in tests, through an alias of vitest. Its shapes are checked against Electron's own types, so
// that a change there fails the type check here. What people would see or do is in `desktop`.
import { EventEmitter, once } from 'node:events';
import type * as Electron from 'electron';

type Item = Electron.MenuItemConstructorOptions;
type Answer = (...args: unknown[]) => unknown;

/** What the person at the computer sees and does, and what the computer is asked for. */
export interface DesktopModel {
  readonly windows: BrowserWindow[];
  readonly trays: Tray[];
  readonly notifications: Notification[];
  readonly dialogs: Electron.MessageBoxOptions[];
  /** Buttons pressed in the next dialogs, by label; without any the dialog's cancel button is pressed. */
  readonly pressed: string[];
  readonly openedPaths: string[];
  readonly openedUrls: string[];
  readonly blockers: Set<number>;
  readonly handlers: Map<string, Answer>;
  readonly cookies: { name: string; value: string }[];
  /** In the order in which they happened: `tray destroyed`, `window destroyed`, `quit` … */
  readonly happened: string[];
  readonly errorBoxes: string[];
  clipboard: string;
  /** Language of the computer. */
  locale: string;
  menu: Menu | undefined;
  isFirstInstance: boolean;
  /** Dialogs stay open until the program itself closes them. */
  isNobodyThere: boolean;
  loginItem: boolean;
  displays: Electron.Display[];
  aboutShown: number;
  openPathProblem: string;
  /** Links open nowhere with this until it is cleared. */
  openUrlProblem: string | undefined;
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  /** Loading fails with this until it is cleared. */
  loadProblem: string | undefined;
}

function display(id: number, x: number): Electron.Display {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { id, label: '', bounds, workArea: { ...bounds, height: 1040 } } as Electron.Display;
}

function fresh(): DesktopModel {
  return {
    windows: [],
    trays: [],
    notifications: [],
    dialogs: [],
    pressed: [],
    openedPaths: [],
    openedUrls: [],
    blockers: new Set(),
    handlers: new Map(),
    cookies: [],
    happened: [],
    errorBoxes: [],
    clipboard: '',
    locale: 'en-US',
    menu: undefined,
    isFirstInstance: true,
    isNobodyThere: false,
    loginItem: false,
    displays: [display(1, 0), display(2, 1920)],
    aboutShown: 0,
    openPathProblem: '',
    openUrlProblem: undefined,
    permissionRequest: null,
    permissionCheck: null,
    loadProblem: undefined,
  };
}

export const desktop: DesktopModel = fresh();

/** A computer just switched on, with a new process on it. */
export function resetDesktop(): void {
  Object.assign(desktop, fresh());
  for (const source of [app, powerMonitor, screen]) source.removeAllListeners();
}

/** The event an Electron event handler is given. */
export class PreventableEvent {
  defaultPrevented = false;
  readonly url: string;

  constructor(url = '') {
    this.url = url;
  }

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

const appPaths = new Map<string, string>();

const appMembers = {
  isPackaged: true,
  getLocale: () => desktop.locale,
  getAppPath: () => '/opt/sentinel/resources/app.asar',
  setName: () => undefined,
  setPath: (name, path) => void appPaths.set(name, path),
  getPath: (name) => appPaths.get(name) ?? '',
  setAppLogsPath: (path) => void appPaths.set('logs', path ?? ''),
  setAppUserModelId: (id) => void desktop.happened.push(`known as ${id}`),
  enableSandbox: () => void desktop.happened.push('sandbox'),
  setAsDefaultProtocolClient: (scheme) => {
    desktop.happened.push(`links of ${scheme} are ours`);
    return true;
  },
  requestSingleInstanceLock: () => desktop.isFirstInstance,
  whenReady: async () => undefined,
  quit: () => {
    const event = new PreventableEvent();
    app.emit('before-quit', event);
    if (!event.defaultPrevented) desktop.happened.push('quit');
  },
  exit: (code) => void desktop.happened.push(`exit ${code ?? 0}`),
  setAboutPanelOptions: () => undefined,
  showAboutPanel: () => void (desktop.aboutShown += 1),
  getLoginItemSettings: () => ({ openAtLogin: desktop.loginItem }) as Electron.LoginItemSettings,
  setLoginItemSettings: ({ openAtLogin, path, args }) => {
    desktop.loginItem = openAtLogin === true;
    desktop.happened.push(`login item ${[path, ...(args ?? [])].join(' ')}`);
  },
} satisfies Partial<Electron.App>;
export const app = Object.assign(new EventEmitter(), appMembers);

export const powerMonitor = new EventEmitter();

export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => desktop.displays,
} satisfies Pick<Electron.Screen, 'getAllDisplays'>);

export const powerSaveBlocker = {
  start: (_type) => {
    const id = desktop.blockers.size + 1;
    desktop.blockers.add(id);
    return id;
  },
  stop: (id) => desktop.blockers.delete(id),
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>;

export const clipboard = {
  writeText: async (text) => void (desktop.clipboard = text),
} satisfies Pick<Electron.Clipboard, 'writeText'>;

export const shell = {
  openExternal: async (url) => {
    if (desktop.openUrlProblem !== undefined) throw new Error(desktop.openUrlProblem);
    desktop.openedUrls.push(url);
  },
  openPath: async (path) => {
    desktop.openedPaths.push(path);
    return desktop.openPathProblem;
  },
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath'>;

export const dialog = {
  showMessageBox: async (options: Electron.MessageBoxOptions) => {
    desktop.dialogs.push(options);
    const { signal, cancelId = 0 } = options;
    if (desktop.isNobodyThere && signal !== undefined) {
      await once(signal, 'abort');
      return { response: cancelId, checkboxChecked: false };
    }
    const label = desktop.pressed.shift();
    const at = label === undefined ? (options.cancelId ?? 0) : (options.buttons ?? []).indexOf(label);
    if (at < 0) throw new Error(`The dialog has no button ${String(label)}: ${options.buttons?.join(', ')}`);
    return { response: at, checkboxChecked: false };
  },
  showErrorBox: (title, content) => void desktop.errorBoxes.push(`${title}: ${content}`),
} satisfies {
  showMessageBox: (options: Electron.MessageBoxOptions) => Promise<Electron.MessageBoxReturnValue>;
} & Pick<Electron.Dialog, 'showErrorBox'>;

export const nativeImage = {
  createFromPath: (path) => ({ path }) as unknown as Electron.NativeImage,
} satisfies Pick<typeof Electron.nativeImage, 'createFromPath'>;

export const ipcMain = {
  handle: (channel, listener) => void desktop.handlers.set(channel, listener as Answer),
} satisfies Pick<Electron.IpcMain, 'handle'>;

const cookies = {
  get: async ({ name }) => desktop.cookies.filter((cookie) => cookie.name === name) as Electron.Cookie[],
} satisfies Pick<Electron.Cookies, 'get'>;

export const session = {
  defaultSession: {
    cookies,
    setPermissionRequestHandler: (handler) => void (desktop.permissionRequest = handler),
    setPermissionCheckHandler: (handler) => void (desktop.permissionCheck = handler),
  } satisfies Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'> & {
    cookies: Pick<Electron.Cookies, 'get'>;
  },
};

/** A menu, as the list it was made from. */
export class Menu {
  readonly template: Item[];

  private constructor(template: Item[]) {
    this.template = template;
  }

  static buildFromTemplate(template: Item[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu): void {
    desktop.menu = menu;
  }
}

type TrayMembers = 'setToolTip' | 'destroy';

export class Tray extends EventEmitter implements Pick<Electron.Tray, TrayMembers> {
  image: Electron.NativeImage;
  toolTip = '';
  menu: Menu | undefined;
  destroyed = false;

  constructor(image: Electron.NativeImage) {
    super();
    this.image = image;
    desktop.trays.push(this);
  }

  setImage(image: Electron.NativeImage): void {
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: Menu): void {
    this.menu = menu;
  }

  destroy(): void {
    this.destroyed = true;
    desktop.happened.push('tray destroyed');
  }
}

type ShownNotification = Pick<Electron.Notification, 'show' | 'title' | 'body'>;

export class Notification extends EventEmitter implements ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly urgency: string;

  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.urgency = options.urgency ?? 'normal';
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    desktop.notifications.push(this);
  }
}

type Contents = Pick<Electron.WebContents, 'getURL' | 'reload' | 'setWindowOpenHandler'>;

export class WebContents extends EventEmitter implements Contents {
  address = '';
  reloads = 0;
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined;

  getURL(): string {
    return this.address;
  }

  reload(): void {
    this.reloads += 1;
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
}

type WindowMembers =
  | 'show'
  | 'focus'
  | 'hide'
  | 'isVisible'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'restore'
  | 'maximize'
  | 'destroy'
  | 'getNormalBounds'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'setBounds'
  | 'loadURL';

export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, WindowMembers> {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new WebContents();
  readonly loaded: string[] = [];
  bounds: Electron.Rectangle;
  visible: boolean;
  minimized = false;
  maximized = false;
  fullScreen = false;
  destroyed = false;
  focused = 0;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    this.visible = options.show !== false;
    desktop.windows.push(this);
    app.emit('web-contents-created', new PreventableEvent(), this.webContents);
    app.emit('browser-window-created', new PreventableEvent(), this);
  }

  static getAllWindows(): BrowserWindow[] {
    return desktop.windows.filter(({ destroyed }) => !destroyed);
  }

  isFullScreen(): boolean {
    return this.fullScreen;
  }

  setFullScreen(flag: boolean): void {
    this.fullScreen = flag;
    this.emit(flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
  }

  async loadURL(address: string): Promise<void> {
    this.loaded.push(address);
    if (desktop.loadProblem !== undefined) throw new Error(desktop.loadProblem);
    this.webContents.address = address;
    this.webContents.emit('did-navigate', new PreventableEvent(), address, 200);
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    this.visible = false;
  }

  focus(): void {
    this.focused += 1;
  }

  isVisible(): boolean {
    return this.visible;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  restore(): void {
    this.minimized = false;
  }

  maximize(): void {
    this.maximized = true;
  }

  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    desktop.happened.push('window destroyed');
    this.emit('closed');
  }

  /** The person closes the window. */
  close(): void {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
}

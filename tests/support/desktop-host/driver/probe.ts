// Runs inside the desktop program, before it, and stands where the operating system does: it records what is shown and
// presses what a test wants pressed. The same on the test host and in Electron itself, so it uses Electron's names only.
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  Menu,
  nativeImage,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  shell,
  Tray,
  type MenuItem,
  type MessageBoxOptions,
  type MessageBoxReturnValue,
} from 'electron';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Server } from 'node:net';
import os from 'node:os';
import type { DesktopCommands, DesktopState, SeenItem } from './desktop-state.ts';

interface OpenDialog {
  readonly options: MessageBoxOptions;
  readonly answer: (value: MessageBoxReturnValue) => void;
}

const seen = {
  tray: undefined as Tray | undefined,
  menu: null as Menu | null,
  toolTip: '',
  picture: '',
  dialogs: [] as OpenDialog[],
  errorBoxes: [] as string[],
  notifications: [] as Notification[],
  openedUrls: [] as string[],
  openedPaths: [] as string[],
  awake: new Set<number>(),
  aboutShown: 0,
};

/** Kept in a file, because the last things happen when nobody can ask any more. */
function note(what: string): void {
  const file = process.env['SENTINEL_DESKTOP_DIARY'];
  if (file !== undefined) appendFileSync(file, `${what}\n`);
}

/** Puts a function around one of an object, or around a method of all objects of a class. */
function around<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  make: (original: Owner[Name]) => Owner[Name],
): void {
  owner[name] = make(owner[name]);
}

function watchTray(): void {
  around(
    Tray.prototype,
    'setToolTip',
    (original) =>
      function setToolTip(this: Tray, text) {
        seen.tray = this;
        seen.toolTip = text;
        original.call(this, text);
      },
  );
  around(
    Tray.prototype,
    'setContextMenu',
    (original) =>
      function setContextMenu(this: Tray, menu) {
        seen.tray = this;
        seen.menu = menu;
        original.call(this, menu);
      },
  );
  around(
    Tray.prototype,
    'destroy',
    (original) =>
      function destroy(this: Tray) {
        seen.tray = undefined;
        note('tray gone');
        original.call(this);
      },
  );
  around(nativeImage, 'createFromPath', (original) => (path) => {
    if (path.includes('tray')) seen.picture = path;
    return original.call(nativeImage, path);
  });
}

function answerForTheSystem(): void {
  dialog.showMessageBox = ((options: MessageBoxOptions) =>
    new Promise<MessageBoxReturnValue>((answer) => {
      seen.dialogs.push({ options, answer });
    })) as typeof dialog.showMessageBox;
  dialog.showErrorBox = (title, content) => void seen.errorBoxes.push(`${title}: ${content}`);
  shell.openExternal = async (url) => void seen.openedUrls.push(url);
  shell.openPath = async (path) => {
    seen.openedPaths.push(path);
    return '';
  };
  app.showAboutPanel = () => void (seen.aboutShown += 1);
  Notification.prototype.show = function show(this: Notification): void {
    seen.notifications.push(this);
  };
  around(powerSaveBlocker, 'start', (original) => (type) => {
    const id = original.call(powerSaveBlocker, type);
    seen.awake.add(id);
    return id;
  });
  around(powerSaveBlocker, 'stop', (original) => (id) => {
    seen.awake.delete(id);
    return original.call(powerSaveBlocker, id);
  });
}

/** Writes down the order of the end. */
function watchEnd(): void {
  app.on('browser-window-created', (_event, window) => window.on('closed', () => note('window gone')));
  app.on('quit', () => note('quit'));
  around(
    Server.prototype,
    'close',
    (original) =>
      function close(this: Server, ...args) {
        const at = this.address();
        if (typeof at === 'object' && String(at?.port) === process.env['PORT']) note('server gone');
        return original.apply(this, args);
      },
  );
}

/** A computer in a network, whatever this one is in. */
function joinNetwork(address: string): void {
  const card = {
    address,
    netmask: '255.255.255.0',
    mac: '02:00:00:00:00:01',
    internal: false,
    family: 'IPv4',
  } as const;
  Object.assign(os, { networkInterfaces: () => ({ eth0: [{ ...card, cidr: `${address}/24` }] }) });
  syncBuiltinESMExports();
}

function seenItem(item: MenuItem): SeenItem {
  const { label, type, enabled, checked, submenu } = item;
  return { label, type, enabled, checked, items: submenu?.items.map(seenItem) ?? [] };
}

function choose(menu: Menu | null, labels: readonly string[]): void {
  let items = menu?.items ?? [];
  let found: MenuItem | undefined;
  for (const label of labels) {
    found = items.find((item) => item.label === label);
    if (found === undefined)
      throw new Error(`No "${label}" among: ${items.map((item) => item.label).join(', ')}`);
    items = found.submenu?.items ?? [];
  }
  if (found?.enabled !== true) throw new Error(`"${labels.join(' > ')}" is greyed out`);
  found.click();
}

function mainWindow(): BrowserWindow {
  const window = BrowserWindow.getAllWindows().find((each) => !each.isKiosk());
  if (window === undefined) throw new Error('There is no window');
  return window;
}

async function state(): Promise<DesktopState> {
  return {
    windows: BrowserWindow.getAllWindows().map((window) => ({
      url: window.webContents.getURL(),
      visible: window.isVisible(),
      kiosk: window.isKiosk(),
      bounds: window.getBounds(),
    })),
    tray:
      seen.tray === undefined
        ? undefined
        : { toolTip: seen.toolTip, picture: seen.picture, menu: seen.menu?.items.map(seenItem) ?? [] },
    applicationMenu: Menu.getApplicationMenu()?.items.map(seenItem) ?? [],
    dialogs: seen.dialogs.map(({ options: { message, detail = '', buttons = [] } }) => ({
      message,
      detail,
      buttons,
    })),
    errorBoxes: seen.errorBoxes,
    notifications: seen.notifications.map(({ title, body }) => ({ title, body })),
    openedUrls: seen.openedUrls,
    openedPaths: seen.openedPaths,
    clipboard: await clipboard.readText(),
    awake: seen.awake.size,
    aboutShown: seen.aboutShown,
  };
}

function press(button: string): void {
  const open = seen.dialogs[0];
  const response = open?.options.buttons?.indexOf(button) ?? -1;
  if (response < 0) throw new Error(`No box with a button "${button}" is open`);
  seen.dialogs.shift();
  open?.answer({ response, checkboxChecked: false });
}

function clickNotification(title: string): void {
  const found = seen.notifications.find((each) => each.title === title);
  if (found === undefined) throw new Error(`No notification "${title}"`);
  found.emit('click');
}

/** Nothing runs while a computer sleeps, so only the clock shows it: it went to sleep in the past. */
function sleepFor(ms: number): void {
  const Now = Date;
  globalThis.Date = class extends Now {
    constructor() {
      super(Now.now() - ms);
    }
  } as DateConstructor;
  (powerMonitor as NodeJS.EventEmitter).emit('suspend');
  globalThis.Date = Now;
  (powerMonitor as NodeJS.EventEmitter).emit('resume');
}

/** What a test can do in this program. */
export const commands: DesktopCommands = {
  state,
  chooseInTray: async (...labels) => choose(seen.menu, labels),
  chooseInMenuBar: async (...labels) => choose(Menu.getApplicationMenu(), labels),
  clickTrayIcon: async () => void seen.tray?.emit('click'),
  press: async (button) => press(button),
  clickNotification: async (title) => clickNotification(title),
  closeWindow: async () => mainWindow().close(),
  moveWindow: async (bounds) => mainWindow().setBounds(bounds),
  lureWindowTo: (address) => mainWindow().loadURL(address),
  sleepFor: async (ms) => sleepFor(ms),
  power: async (event) => void (powerMonitor as NodeJS.EventEmitter).emit(event),
  breakServer: async () => {
    setImmediate(() => {
      throw new Error('A test broke the server.');
    });
  },
};

watchTray();
answerForTheSystem();
watchEnd();
const address = process.env['SENTINEL_DESKTOP_LAN'];
if (address !== undefined) joinNetwork(address);
// Electron's driver calls them by this name.
Object.assign(globalThis, { desktopProbe: commands });

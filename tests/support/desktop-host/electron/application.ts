import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as Electron from 'electron';
import { InstanceLock } from './instance-lock.ts';
import { PreventableEvent } from './preventable-event.ts';
import { windowSystem } from './window-system.ts';

const paths = new Map<string, string>();

/** The folder of the program, which holds its package.json. */
function programFolder(): string {
  let folder = dirname(process.argv[1] ?? process.cwd());
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

async function leave(code: number): Promise<void> {
  await windowSystem.close();
  process.exit(code);
}

const members = {
  isPackaged: false,
  getLocale: () => (process.env['LANG'] ?? 'en').replace(/[._].*/, ''),
  getAppPath: programFolder,
  getName: () => 'sentinel-command-center',
  getVersion: () =>
    (JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8')) as { version: string }).version,
  setName: () => undefined,
  setPath: (name, path) => void paths.set(name, path),
  getPath: (name) => paths.get(name) ?? '',
  setAppLogsPath: (path) => void paths.set('logs', path ?? ''),
  setAppUserModelId: () => undefined,
  enableSandbox: () => undefined,
  setAsDefaultProtocolClient: () => true,
  requestSingleInstanceLock: () =>
    new InstanceLock(paths.get('userData') ?? '').take((args) =>
      app.emit('second-instance', new PreventableEvent(), [...args], process.cwd(), {}),
    ),
  whenReady: async () => undefined,
  quit: () => {
    const event = new PreventableEvent();
    app.emit('before-quit', event);
    if (event.defaultPrevented) return;
    app.emit('will-quit', new PreventableEvent());
    app.emit('quit', new PreventableEvent(), 0);
    void leave(0);
  },
  exit: (code = 0) => void leave(code),
  setAboutPanelOptions: () => undefined,
  showAboutPanel: () => undefined,
  getLoginItemSettings: () => ({ openAtLogin: false }) as Electron.LoginItemSettings,
  setLoginItemSettings: () => undefined,
} satisfies Partial<Electron.App>;

export const app = Object.assign(new EventEmitter(), members);

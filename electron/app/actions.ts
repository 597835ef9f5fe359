import { app, clipboard, dialog, shell } from 'electron';
import type { Logger } from 'pino';
import type { ShellActions } from '../menu/facts.ts';
import type { Updates } from '../menu/update-state.ts';
import type { ServerHost } from '../server/server-host.ts';
import { isDiskFull } from '../server/start-failure.ts';
import { isAttached } from '../service/attached-server.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { MainWindow } from '../window/main-window.ts';
import { QrWindow } from '../window/qr-window.ts';
import type { Autostart } from '../machine/autostart.ts';
import { texts } from '../texts/texts.ts';
import type { Folders } from './folders.ts';
import { PRODUCT_NAME } from './product.ts';

/** Registers the server with the operating system, to serve before anyone signs in. */
export interface Service {
  installed(): Promise<boolean>;
  install(): Promise<void>;
  remove(): Promise<void>;
  restart(): Promise<void>;
}

export interface ActionsDeps {
  readonly host: ServerHost;
  readonly settings: SettingsFile;
  readonly window: MainWindow;
  readonly autostart: Autostart;
  readonly folders: Folders;
  readonly logFile: string;
  readonly updates: Updates;
  readonly service: Service | undefined;
  readonly log: Logger;
}

async function say(message: string, detail: string, type: 'info' | 'error'): Promise<void> {
  await dialog.showMessageBox({ type, title: PRODUCT_NAME, message, detail, buttons: [texts().ok] });
}

function wordsOf(error: unknown): string {
  if (isDiskFull(error)) return texts().said.diskFull;
  return error instanceof Error ? error.message : String(error);
}

async function backUp({ host, log }: ActionsDeps): Promise<void> {
  const { said } = texts();
  if (isAttached(host.server)) return say(said.backupFailed, said.backUpElsewhere, 'error');
  const work = host.server?.backUpNow();
  if (work === undefined) return;
  try {
    const { file, bytes } = await work;
    await say(said.backedUp, `${file}\n${(bytes / 1e6).toFixed(1)} MB`, 'info');
  } catch (error) {
    log.error({ err: error }, 'A backup from the menu failed');
    await say(said.backupFailed, wordsOf(error), 'error');
  }
}

/** Opens a file or folder in the system's own program; says so when there is none. */
async function openPath(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') await say(texts().said.notOpened, `${path}\n${problem}`, 'error');
}

/** An action of a menu must not end the program: what fails is written down and said. */
function guarded(actions: ShellActions, log: Logger): ShellActions {
  const entries = Object.entries(actions).map(([name, action]) => [
    name,
    async (...args: unknown[]) => {
      try {
        await (action as (...given: unknown[]) => Promise<void>)(...args);
      } catch (error) {
        log.error({ err: error, action: name }, 'A menu action failed');
        await say(texts().said.failed, wordsOf(error), 'error');
      }
    },
  ]);
  return Object.fromEntries(entries) as ShellActions;
}

/** Everything that can be set off from menus and pages, by its outside effect. */
export function shellActions(deps: ActionsDeps): ShellActions {
  const { host, settings, window, folders, updates } = deps;
  const qr = new QrWindow();
  const actions: ShellActions = {
    openDashboard: (path) => window.show(path),
    copyLanAddress: () => clipboard.writeText(host.lanUrl ?? ''),
    copySetupCode: async () => clipboard.writeText((await host.server?.setupCode()) ?? ''),
    showQrCode: () => qr.show(host.lanUrl, host.localUrl),
    openInBrowser: async () => {
      if (host.url !== undefined) await shell.openExternal(host.url);
    },
    setAutostart: async (on) => {
      deps.autostart.set(on);
      settings.update({ autostart: on });
    },
    setAnnounced: async (on) => {
      if (isAttached(host.server)) throw new Error(texts().said.announceElsewhere);
      await host.server?.announce(on);
      settings.update({ mdns: on });
    },
    setKeepAwake: async (on) => settings.update({ keepAwake: on }),
    showWallOn: async (displayId) => settings.update({ kioskDisplay: displayId }),
    setService: async (on) => {
      await (on ? deps.service?.install() : deps.service?.remove());
    },
    openDataFolder: () => openPath(folders.data),
    openLogs: () => openPath(deps.logFile),
    backUpNow: () => backUp(deps),
    checkForUpdates: () => updates.check(),
    installUpdate: () => updates.install(),
    restartServer: async () => {
      if (!isAttached(host.server)) await host.restart('menu');
      else if (host.server.service && deps.service !== undefined) await deps.service.restart();
      else throw new Error(texts().said.restartElsewhere);
    },
    showAbout: async () => app.showAboutPanel(),
    quit: async () => app.quit(),
  };
  return guarded(actions, deps.log);
}

import { dialog } from 'electron';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../../server/config/config.ts';
import { createLogger } from '../../server/log.ts';
import { LogFile } from '../logging/log-file.ts';
import { Autostart, type AutostartPlace } from '../machine/autostart.ts';
import { Power } from '../machine/power.ts';
import { ShellTray } from '../menu/tray.ts';
import { NativeNotices, windowCookie } from '../notices/native-notices.ts';
import { NoticeFeed } from '../notices/notice-feed.ts';
import { isAttached, startOrAttach } from '../service/attached-server.ts';
import type { ServiceSurroundings } from '../service/this-service.ts';
import { startOwnServer } from '../server/own-server.ts';
import { ServerHost } from '../server/server-host.ts';
import { DesktopUpdates } from '../updates/setup-updates.ts';
import type { PackagePlace } from '../updates/this-package.ts';
import { SettingsFile } from '../settings/settings-file.ts';
import { KioskWindow } from '../window/kiosk-window.ts';
import { MainWindow } from '../window/main-window.ts';
import { texts } from '../texts/texts.ts';
import { shellActions, type Service } from './actions.ts';
import { setupFolders } from './folders.ts';
import { askToQuit, type Audience } from '../quit/quit-question.ts';
import { Quitting } from '../quit/quitting.ts';
import { ShellFacts } from './shell-facts.ts';

export interface DesktopOptions {
  readonly config: Config;
  /** Folder of the program: `dist` and `build` are in it. */
  readonly root: string;
  readonly autostart: AutostartPlace;
  /** Undefined where no service can be installed. */
  readonly service: ((around: ServiceSurroundings) => Service | undefined) | undefined;
  /** Undefined for a program that was not packed. */
  readonly place?: PackagePlace | undefined;
}

export type DesktopParts = ReturnType<typeof buildParts>;

function hostOf(config: Config, log: Logger, settings: SettingsFile): ServerHost {
  const host: ServerHost = new ServerHost({
    log,
    start: () =>
      startOrAttach({
        config,
        start: () =>
          startOwnServer({
            config,
            port: settings.current.port,
            mdns: settings.current.mdns,
            log,
            // A full reset began the setup anew: the menu shows its code.
            onSetupCode: () => host.emit('state', host.state),
            onRestart: () => void host.restart('restore'),
          }),
      }),
  });
  return host;
}

/** Who would notice a stop; the shell's own connections do not count. */
async function audienceOf(
  host: ServerHost,
  own: { readonly feed: NoticeFeed; readonly window: MainWindow; readonly kiosk: KioskWindow },
): Promise<Audience> {
  // A server that somebody else runs serves on.
  if (isAttached(host.server)) return { viewers: 0, cameras: 0 };
  const health = await host.look().catch(() => host.health);
  // Pages listen while somebody is signed in in them, also when the feed lost its connection a moment ago.
  const cookie = host.url === undefined ? undefined : await windowCookie(host.url).catch(() => undefined);
  const windows = Number(own.window.exists()) + Number(own.kiosk.isOpen());
  const ours = Number(own.feed.connected) + (cookie === undefined ? 0 : windows);
  return { viewers: Math.max(0, (health?.subscribers ?? 0) - ours), cameras: health?.cameras ?? 0 };
}

/** Builds every part of the shell and connects them; nothing shows or runs yet. */
export function buildParts(options: DesktopOptions) {
  const { config, root } = options;
  const { platform } = options.autostart;
  const folders = setupFolders(config.dataDir);
  const logFile = new LogFile(folders.logs);
  const log = createLogger(config.logLevel, (text) => logFile.write(text));
  const settings = new SettingsFile(folders.data);
  const host = hostOf(config, log, settings);
  const service = options.service?.({
    config,
    program: options.autostart.program,
    host,
    settings,
    log,
  });
  const preload = join(root, 'dist', 'electron', 'preload.cjs');
  const icons = join(root, 'build', 'icons');
  const url = (): string | undefined => host.url;
  const updates = new DesktopUpdates({
    config,
    place: options.place,
    settings,
    host,
    leave: () => quitting.stopNow(),
    isAskedFor: () => quitting.agreed,
    onChange: () => tray.refresh(),
    log,
  });
  const window: MainWindow = new MainWindow({
    settings,
    log,
    url,
    quitting: () => quitting.going,
    files: { preload, icon: join(icons, 'icon.png') },
  });
  const kiosk = new KioskWindow({ url, preload, log, onLeft: () => settings.update({ kioskDisplay: null }) });
  const notices = new NativeNotices({
    isWindowSeen: () => window.isSeen(),
    open: (path) => window.show(path),
  });
  const feed = new NoticeFeed({
    log,
    url,
    cookie: windowCookie,
    onNotice: (notice) => notices.tell(notice),
  });
  const power = new Power({
    log,
    now: () => new Date(),
    onSlept: async (gap) => host.server?.noteSleep(gap),
  });
  const autostart = new Autostart(options.autostart);
  const actions = shellActions({
    host,
    settings,
    window,
    autostart,
    folders,
    logFile: logFile.file,
    updates: updates.shell,
    service,
    log,
  });
  const facts = new ShellFacts({ host, settings, updates: updates.shell, service });
  const tray: ShellTray = new ShellTray({
    facts: () => facts.now(),
    actions,
    icons: join(icons, 'tray'),
    platform,
  });
  const quitting: Quitting = new Quitting({
    ask: () => askToQuit(() => audienceOf(host, { feed, window, kiosk })),
    steps: [
      () => tray.destroy(),
      () => feed.stop(),
      () => kiosk.close(),
      () => window.destroy(),
      () => power.keepAwake(false),
      () => updates.beforeStop(),
      async () => {
        await host.stop();
      },
      () => updates.afterStop(),
    ],
  });
  return {
    config,
    platform,
    preload,
    log,
    settings,
    host,
    window,
    kiosk,
    feed,
    power,
    autostart,
    actions,
    facts,
    tray,
    quitting,
    updates,
  };
}

/** Before there is a log or a window: the reason in a box of the system. Linux has none before the app is ready. */
export function sayCannotStart(error: unknown): void {
  dialog.showErrorBox(texts().said.cannotStart, error instanceof Error ? error.message : String(error));
}

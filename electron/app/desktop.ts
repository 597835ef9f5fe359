import { app, screen } from 'electron';
import { setupIpc } from '../ipc/handlers.ts';
import { originOf } from '../ipc/origin.ts';
import { setupApplicationMenu } from '../menu/application-menu.ts';
import { freePortAfter } from '../server/free-port.ts';
import { portHolder } from '../server/port-holder.ts';
import { askUntilItRuns } from '../server/start-dialog.ts';
import { describeStartFailure, type StartFailure } from '../server/start-failure.ts';
import { setupNavigationRules, setupPermissions } from '../window/navigation-rules.ts';
import { setupAbout } from './about.ts';
import { setupCrashGuard } from '../server/crash-guard.ts';
import { pathOfLink, setupDeepLinks } from './deep-links.ts';
import { buildParts, type DesktopOptions, type DesktopParts } from './desktop-parts.ts';
import type { Launch } from './launch.ts';
import { shellApi } from './shell-api.ts';
import { setupSingleInstance } from './single-instance.ts';

/** Keeps icon, menu, wake lock, windows and notices in step with server and settings. */
function connect(parts: DesktopParts, ask: () => Promise<boolean>): void {
  const { host, settings, tray, facts, power, kiosk, window, log } = parts;
  const follow = (): void => {
    const runs = host.state.kind === 'running';
    power.keepAwake(runs && settings.current.keepAwake);
    if (runs) kiosk.show(settings.current.kioskDisplay);
    tray.refresh();
  };
  // What fails here is no fault of the server, and must not look like one.
  const renew = async (): Promise<void> => {
    try {
      await facts.renew();
    } catch (error) {
      log.warn({ err: error }, 'What the menu shows could not be asked for');
    }
    tray.refresh();
  };
  host.on('state', ({ kind }) => {
    follow();
    // A service that does not answer can be switched off in the menu.
    if (kind === 'failed') void renew();
    if (kind !== 'running') return;
    void window.serverRuns();
    void renew();
  });
  host.on('health', () => void (facts.setupCode === undefined ? tray.refresh() : renew()));
  settings.on('changed', follow);
  host.on('gaveUp', () => void ask());
  // The wall comes back with its display.
  screen.on('display-added', follow);
}

async function describeState({
  host,
  settings,
  config,
  platform,
}: DesktopParts): Promise<StartFailure | undefined> {
  const { state } = host;
  if (state.kind !== 'failed') return undefined;
  const port = settings.current.port ?? config.port;
  const known = describeStartFailure(state.error, port, undefined);
  if (known.kind !== 'port') return known;
  return describeStartFailure(state.error, port, await portHolder(port, platform));
}

/** Has the person's help until the server runs. False when they gave up and the program ends. */
async function serveOrQuit(parts: DesktopParts): Promise<boolean> {
  const { host, settings, config, actions, quitting } = parts;
  const runs = await askUntilItRuns(await describeState(parts), {
    start: async () => {
      if (!quitting.going) await host.start();
      return describeState(parts);
    },
    runs: () => host.state.kind === 'running',
    moveToFreePort: async () => {
      const taken = settings.current.port ?? config.port;
      settings.update({ port: await freePortAfter(taken, config.host) });
    },
    showLogs: () => actions.openLogs(),
  });
  if (!runs) await quitting.stopNow();
  return runs;
}

/** One question at a time: a second failure is told when the first was answered. */
function askOnce(parts: DesktopParts): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined;
  return () => {
    if (parts.quitting.going) return Promise.resolve(false);
    asking ??= serveOrQuit(parts).finally(() => (asking = undefined));
    return asking;
  };
}

/** The first run opens the setup page; on this computer itself no setup code is asked for. */
async function showFirstPage({ facts, window }: DesktopParts, launch: Launch): Promise<void> {
  await facts.renew();
  if (facts.setupCode !== undefined) await window.show('/setup');
  else if (launch.link !== undefined) await window.show(pathOfLink(launch.link));
  else if (!launch.hidden) await window.show();
}

/** What the system starts is what runs now, and the menu says what the system does. */
function agreeOnAutostart({ autostart, settings, log }: DesktopParts): void {
  try {
    if (app.isPackaged) autostart.renew();
    const isOn = autostart.isOn();
    if (isOn !== settings.current.autostart) settings.update({ autostart: isOn });
  } catch (error) {
    log.warn({ err: error }, 'Whether the program starts with the computer could not be looked up');
  }
}

/** Runs the desktop program: tray first, server second, window third. Undefined when it runs already. */
export async function runDesktop(launch: Launch, options: DesktopOptions): Promise<DesktopParts | undefined> {
  const parts = buildParts(options);
  const { actions, host, preload, quitting, log, config, platform } = parts;
  const show = (path: string | undefined): void => void actions.openDashboard(path);
  if (!setupSingleInstance(show)) {
    app.quit();
    return undefined;
  }
  const ownOrigin = (): string | undefined => (host.url === undefined ? undefined : originOf(host.url));
  // Before the app is ready: also a page that somebody forgot to confine has a sandbox.
  app.enableSandbox();
  setupDeepLinks(show);
  setupNavigationRules({ ownOrigin, preload, log });
  await app.whenReady();
  quitting.setup(process);
  setupCrashGuard(process, log, (error) => host.recover('crash', error));
  setupPermissions(ownOrigin);
  setupIpc(shellApi({ ...parts, version: config.version }), ownOrigin);
  setupAbout(config.version);
  setupApplicationMenu(actions, platform);
  agreeOnAutostart(parts);
  parts.tray.setup();
  parts.kiosk.setup();
  parts.power.setup();
  const ask = askOnce(parts);
  connect(parts, ask);
  if (!(await parts.updates.begin())) return parts;
  await host.start();
  if (!(await ask())) return parts;
  parts.updates.start();
  parts.feed.start();
  await showFirstPage(parts, launch);
  return parts;
}

// The desktop program as a whole, with a real server and database; only Electron itself is a double.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DesktopParts } from '../../electron/app/desktop-parts.ts';
import { runDesktop } from '../../electron/app/desktop.ts';
import type { Launch } from '../../electron/app/launch.ts';
import type { Config } from '../../server/config/config.ts';
import {
  app,
  desktop,
  powerMonitor,
  PreventableEvent,
  resetDesktop,
  screen,
} from '../support/electron-double.ts';
import { setUpOwner } from '../support/people.ts';
import { temporaryFolder, testConfig } from '../support/test-config.ts';
import { startTestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const PLAIN: Launch = { service: false, hidden: false, link: undefined };
let folder = temporaryFolder();
let parts: DesktopParts | undefined;
let listeners = new Map<string, readonly unknown[]>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection'] as const;

beforeEach(() => {
  resetDesktop();
  folder = temporaryFolder();
  listeners = new Map(SIGNALS.map((name) => [name, process.listeners(name as 'SIGINT')]));
});

afterEach(async () => {
  await parts?.quitting.stopNow();
  parts = undefined;
  for (const name of SIGNALS) {
    for (const listener of process.listeners(name as 'SIGINT'))
      if (listeners.get(name)?.includes(listener) !== true) process.off(name, listener);
  }
  folder[Symbol.dispose]();
});

async function run(launch: Partial<Launch> = {}, config: Partial<Config> = {}): Promise<DesktopParts> {
  parts = await runDesktop(
    { ...PLAIN, ...launch },
    {
      config: testConfig(folder.path, config),
      root: '/opt/sentinel',
      autostart: { platform: 'linux', configHome: folder.path, program: ['/opt/sentinel/run'] },
      service: undefined,
    },
  );
  if (parts === undefined) throw new Error('it runs already');
  return parts;
}

/** The program on a computer whose owner has an account. */
async function runOwned(launch: Partial<Launch> = {}): Promise<DesktopParts> {
  const first = await startTestServer({ dataDir: folder.path });
  await first.owner();
  await first[Symbol.asyncDispose]();
  return run(launch);
}

const window = () => desktop.windows[0];
const menuLabels = () => (desktop.trays[0]?.menu?.template ?? []).map(({ label }) => label ?? '');

describe('starting', () => {
  it('the first time opens the setup page, which asks for no code here, and shows the code for other devices', async () => {
    const { host } = await run();
    expect(window()?.loaded).toEqual([`${host.url}/setup`]);
    expect(window()?.visible).toBe(true);
    const answer = await fetch(`${host.url}/api/auth/config`);
    expect(await answer.json()).toMatchObject({ setup_required: true, setup_code_required: false });
    const code = await host.server?.setupCode();
    await eventually('the code in the menu', () => menuLabels().includes(`Copy setup code ${code}`));
    await setUpOwner(host.url ?? '');
    await eventually(
      'it goes with the owner',
      () => !menuLabels().some((text) => text.includes('setup code')),
    );
  });

  it('later opens the dashboard, in a window with the rights of a plain page', async () => {
    const { host } = await runOwned();
    expect(window()?.loaded).toEqual([`${host.url}/`]);
    expect(window()?.options.webPreferences).toMatchObject({
      preload: '/opt/sentinel/dist/electron/preload.cjs',
      sandbox: true,
    });
    expect(menuLabels()[0]).toMatch(/^Ready at /);
    expect(desktop.menu?.template.length).toBeGreaterThan(3);
    expect(desktop.handlers.size).toBeGreaterThan(5);
    expect(readFileSync(join(folder.path, 'logs', 'sentinel.log'), 'utf8')).toBeDefined();
  });

  it('with the computer stays in the tray', async () => {
    await runOwned({ hidden: true });
    expect(desktop.windows).toEqual([]);
    desktop.trays[0]?.emit('click');
    await eventually('the window', () => window()?.visible);
  });

  it('from a link opens its camera', async () => {
    const { host } = await runOwned({ link: 'sentinel://camera/cam_1' });
    expect(window()?.loaded).toEqual([`${host.url}/cameras/cam_1`]);
  });

  it('a second time brings the window of the first to the front', async () => {
    await runOwned();
    window()?.close();
    const focused = window()?.focused ?? 0;
    app.emit('second-instance', {}, ['/opt/sentinel/run']);
    await eventually('the window is back', () => window()?.visible);
    expect(window()?.focused).toBeGreaterThan(focused);
    desktop.isFirstInstance = false;
    expect(await runDesktop(PLAIN, { ...startOptions() })).toBeUndefined();
    expect(desktop.windows).toHaveLength(1);
  });

  it('on a port that is taken asks, moves to the next and remembers it', async () => {
    await using other = await startTestServer();
    desktop.pressed.push('Choose another port');
    const { host, settings } = await run({}, { port: other.running.port });
    expect(desktop.dialogs[0]?.message).toBe(
      `Port ${other.running.port} is taken by another Sentinel Command Center.`,
    );
    expect(host.state.kind).toBe('running');
    expect(settings.current.port).toBeGreaterThan(other.running.port);
    expect(new URL(host.url ?? '').port).toBe(String(settings.current.port));
  });

  it('on a port that is taken ends without a window when the person gives up', async () => {
    await using other = await startTestServer();
    await run({}, { port: other.running.port });
    expect(desktop.windows).toEqual([]);
    expect(desktop.happened).toEqual(expect.arrayContaining(['tray destroyed', 'quit']));
  });
});

function startOptions() {
  return {
    config: testConfig(folder.path),
    root: '/opt/sentinel',
    autostart: { platform: 'linux', configHome: folder.path, program: [] },
    service: undefined,
  } as const;
}

describe('running', () => {
  it('goes on when the window is closed, which remembers its place', async () => {
    const { host, settings } = await runOwned();
    const shown = window();
    if (shown !== undefined) shown.bounds = { x: 5, y: 6, width: 700, height: 600 };
    shown?.close();
    expect(shown).toMatchObject({ destroyed: false, visible: false });
    expect(settings.current.window).toEqual({ x: 5, y: 6, width: 700, height: 600, maximized: false });
    expect((await fetch(`${host.url}/api/health`)).status).toBe(200);
  });

  it('keeps the computer awake until told otherwise', async () => {
    const { actions } = await runOwned();
    expect(desktop.blockers.size).toBe(1);
    await actions.setKeepAwake(false);
    expect(desktop.blockers.size).toBe(0);
  });

  it('shows the wall alone on a chosen display, until Escape or the display goes', async () => {
    const { actions, settings, host } = await runOwned();
    await actions.showWallOn(2);
    const wall = desktop.windows[1];
    expect(wall?.options).toMatchObject({ kiosk: true, x: 1920 });
    expect(wall?.loaded).toEqual([`${host.url}/dashboard?kiosk=1`]);
    wall?.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'Escape' });
    expect(wall?.destroyed).toBe(true);
    expect(settings.current.kioskDisplay).toBeNull();
    await actions.showWallOn(2);
    screen.emit('display-removed', {}, { id: 2 });
    expect(desktop.windows[2]?.destroyed).toBe(true);
  });

  it('each action has its effect', async () => {
    const { actions, host } = await runOwned();
    await actions.openInBrowser();
    await actions.openDataFolder();
    await actions.openLogs();
    await actions.showAbout();
    await actions.backUpNow();
    await actions.showQrCode();
    expect(desktop.openedUrls).toEqual([host.url]);
    expect(desktop.openedPaths).toEqual([folder.path, join(folder.path, 'logs', 'sentinel.log')]);
    expect(desktop.aboutShown).toBe(1);
    expect(desktop.dialogs.map(({ message }) => message)).toEqual([
      'The backup is made.',
      'Phones cannot reach this computer now.',
    ]);
  });

  it('says when an action fails, and goes on', async () => {
    const { actions } = await runOwned();
    desktop.openPathProblem = 'no program opens it';
    await actions.openLogs();
    expect(desktop.dialogs.at(-1)?.detail).toContain('no program opens it');
  });

  it('starts the server anew and the page follows to another port', async () => {
    const { actions, host } = await runOwned();
    const before = host.url;
    await actions.restartServer();
    expect(host.url).not.toBe(before);
    await eventually('the page moved', () => window()?.loaded.includes(`${host.url}/`));
  });

  it('loads a page anew whose renderer died', async () => {
    await runOwned();
    window()?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await eventually('it is loaded anew', () => window()?.webContents.reloads === 1);
  });

  it('asks what to do when the server keeps breaking, and starts it when told to', async () => {
    const { host } = await runOwned();
    desktop.pressed.push('Try again');
    for (let count = 0; count < 6; count += 1) await host.recover('crash', new Error('broken pipe'));
    await eventually('the question', () => desktop.dialogs.length === 1);
    expect(desktop.dialogs[0]).toMatchObject({
      message: 'The server broke several times in a row.',
      detail: 'broken pipe\nThe log says more.',
    });
    await eventually('it runs again', () => host.state.kind === 'running');
  });

  it('shows the wall again when its display is back', async () => {
    const { actions } = await runOwned();
    await actions.showWallOn(2);
    const both = desktop.displays;
    desktop.displays = both.slice(0, 1);
    screen.emit('display-removed', {}, { id: 2 });
    expect(desktop.windows[1]?.destroyed).toBe(true);
    desktop.displays = both;
    screen.emit('display-added', {}, both[1]);
    expect(desktop.windows[2]).toMatchObject({ destroyed: false, options: { kiosk: true } });
  });

  it('says of itself what the system does: an entry that was removed elsewhere is off', async () => {
    writeFileSync(join(folder.path, 'shell.json'), JSON.stringify({ autostart: true }));
    const { settings } = await runOwned();
    expect(settings.current.autostart).toBe(false);
  });

  it('speaks German where the computer does', async () => {
    desktop.locale = 'de-DE';
    const { actions } = await runOwned();
    expect(menuLabels()).toEqual(expect.arrayContaining(['Dashboard öffnen', 'Jetzt sichern', 'Beenden']));
    expect(menuLabels()[0]).toMatch(/^Bereit unter /);
    await actions.backUpNow();
    expect(desktop.dialogs[0]?.message).toBe('Die Sicherung ist erstellt.');
  });

  it('leaves in order: tray, windows, server', async () => {
    const { host } = await runOwned();
    const { url } = host;
    app.emit('before-quit', new PreventableEvent());
    await eventually('the end', () => desktop.happened.includes('quit'));
    expect(desktop.happened).toEqual(
      expect.arrayContaining(['sandbox', 'known as io.sentinel-command-center.desktop']),
    );
    expect(desktop.happened.slice(-3)).toEqual(['tray destroyed', 'window destroyed', 'quit']);
    await expect(fetch(`${url}/api/health`)).rejects.toThrow();
    expect(desktop.blockers.size).toBe(0);
    powerMonitor.emit('shutdown');
    expect(desktop.happened.filter((what) => what === 'quit')).toHaveLength(1);
  });
});

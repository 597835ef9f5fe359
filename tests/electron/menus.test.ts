import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { applicationMenu } from '../../electron/menu/application-menu.ts';
import type { MenuFacts, ShellActions } from '../../electron/menu/facts.ts';
import { stateLine, toneOf } from '../../electron/menu/state-line.ts';
import { trayMenu } from '../../electron/menu/tray-menu.ts';
import { ShellTray } from '../../electron/menu/tray.ts';
import { updateLine } from '../../electron/menu/update-state.ts';
import { desktop, resetDesktop } from '../support/electron-double.ts';
import { eventually } from '../support/wait.ts';

const LAN = 'http://192.168.1.20:8000';
const running: MenuFacts = {
  state: { kind: 'running' },
  health: { tone: 'ok', cameras: 3, subscribers: 1 },
  url: 'http://127.0.0.1:8000',
  lanUrl: LAN,
  setupCode: undefined,
  autostart: false,
  keepAwake: true,
  announced: true,
  displays: [
    { id: 1, name: 'Display 1' },
    { id: 7, name: 'TV' },
  ],
  kioskDisplay: 7,
  canBackUp: true,
  update: { kind: 'off' },
  elsewhere: undefined,
  runsAsService: undefined,
};
const down: MenuFacts = {
  ...running,
  state: { kind: 'failed', error: new Error('x') },
  health: undefined,
  url: undefined,
  lanUrl: undefined,
  canBackUp: false,
};

let done: unknown[] = [];
const actions = new Proxy({} as ShellActions, {
  get:
    (_target, name) =>
    async (...args: unknown[]) =>
      void done.push([name, ...args]),
});

beforeEach(() => {
  resetDesktop();
  done = [];
});

function itemNamed(menu: readonly MenuItemConstructorOptions[], label: string): MenuItemConstructorOptions {
  const all = menu.flatMap((item) => (Array.isArray(item.submenu) ? [item, ...item.submenu] : [item]));
  const found = all.find((item) => item.label === label);
  if (found === undefined) throw new Error(`No item ${label} in ${all.map((item) => item.label).join(', ')}`);
  return found;
}

function click(menu: readonly MenuItemConstructorOptions[], label: string): void {
  const press = itemNamed(menu, label).click as () => void;
  press();
}

describe('the state line', () => {
  it.each<[string, MenuFacts]>([
    [`Serving 3 cameras at ${LAN}`, running],
    [`Serving 1 camera at ${LAN}`, { ...running, health: { tone: 'ok', cameras: 1, subscribers: 0 } }],
    [`Ready at ${LAN}`, { ...running, health: undefined }],
    ['Serving 3 cameras at http://127.0.0.1:8000, on this computer only', { ...running, lanUrl: undefined }],
    [
      `Serving 2 cameras at ${LAN} (needs attention)`,
      { ...running, health: { tone: 'warning', cameras: 2, subscribers: 0 } },
    ],
    ['Starting …', { ...running, state: { kind: 'starting' } }],
    ['Restarting: it no longer answered', { ...running, state: { kind: 'restarting', reason: 'silence' } }],
    ['Not running', down],
    ['Stopped', { ...running, state: { kind: 'stopped' } }],
  ])('says "%s"', (text, facts) => {
    expect(stateLine(facts)).toBe(text);
  });

  it('and the icon follow the health of the server', () => {
    const tone = (health: 'ok' | 'warning' | 'error') =>
      toneOf({ ...running, health: { tone: health, cameras: 0, subscribers: 0 } });
    expect([tone('ok'), tone('warning'), tone('error'), toneOf(down)]).toEqual([
      'ok',
      'warning',
      'error',
      'error',
    ]);
    expect(toneOf({ ...running, state: { kind: 'restarting', reason: 'menu' } })).toBe('warning');
  });
});

describe('the menu of the tray', () => {
  const menu = trayMenu(running, actions);

  it.each<[string, unknown[]]>([
    ['Open dashboard', ['openDashboard']],
    ['Copy LAN address', ['copyLanAddress']],
    ['Show QR code for phones', ['showQrCode']],
    ['Open in browser', ['openInBrowser']],
    ['Start with the computer', ['setAutostart', true]],
    ['Keep this computer awake', ['setKeepAwake', false]],
    ['Make known in the network', ['setAnnounced', false]],
    ['TV', ['showWallOn', 7]],
    ['None', ['showWallOn', null]],
    ['Open data folder', ['openDataFolder']],
    ['View logs', ['openLogs']],
    ['Back up now', ['backUpNow']],
    ['Restart server', ['restartServer']],
    ['About', ['showAbout']],
    ['Quit', ['quit']],
  ])('%s does so', (label, expected) => {
    click(menu, label);
    expect(done).toEqual([expected]);
  });

  it('begins with the state and shows what is on', () => {
    expect(menu[0]).toMatchObject({ label: stateLine(running), enabled: false });
    expect(itemNamed(menu, 'Keep this computer awake').checked).toBe(true);
    expect(itemNamed(menu, 'Start with the computer').checked).toBe(false);
    expect(itemNamed(menu, 'TV').checked).toBe(true);
    expect(itemNamed(menu, 'None').checked).toBe(false);
  });

  it('offers nothing that needs a server while there is none, and everything that may help', () => {
    const without = trayMenu(down, actions);
    for (const label of ['Open dashboard', 'Copy LAN address', 'Open in browser', 'Back up now'])
      expect(itemNamed(without, label).enabled).toBe(false);
    for (const label of ['View logs', 'Restart server', 'Quit'])
      expect(itemNamed(without, label).enabled).not.toBe(false);
  });

  it('shows the setup code until there is an owner', () => {
    click(trayMenu({ ...running, setupCode: 'ABCD-1234' }, actions), 'Copy setup code ABCD-1234');
    expect(done).toEqual([['copySetupCode']]);
    expect(menu.some(({ label }) => label?.includes('setup code'))).toBe(false);
  });

  it('has the service only where it can be installed', () => {
    expect(menu.some(({ label }) => label === 'Run before anyone signs in')).toBe(false);
    click(trayMenu({ ...running, runsAsService: true }, actions), 'Run before anyone signs in');
    expect(done).toEqual([['setService', false]]);
  });

  it('says how updates stand, and that they are off', () => {
    expect(itemNamed(menu, 'Updates are off: no update address is set').enabled).toBe(false);
    const ready = trayMenu({ ...running, update: { kind: 'ready', version: '2.0.0' } }, actions);
    click(ready, 'Restart and update to 2.0.0');
    click(trayMenu({ ...running, update: { kind: 'idle' } }, actions), 'Check for updates');
    expect(done).toEqual([['installUpdate'], ['checkForUpdates']]);
    expect(updateLine({ kind: 'downloading', percent: 41.7 }, undefined).label).toBe(
      'Downloading the update (42 %)',
    );
    expect(updateLine({ kind: 'failed', message: 'offline' }, undefined).act).toBe('check');
    expect(updateLine({ kind: 'checking' }, undefined).act).toBeUndefined();
  });
});

describe('while another process runs the server', () => {
  it.each([
    ['service', 'Updates: switch "Run before anyone signs in" off first'],
    ['program', 'Updates: end the other program that runs the server first'],
  ] as const)('%s: the entry for updates says why it does nothing', (elsewhere, label) => {
    for (const update of [{ kind: 'idle' }, { kind: 'ready', version: '2.0.0' }] as const) {
      const item = itemNamed(trayMenu({ ...running, elsewhere, update }, actions), label);
      expect(item.enabled).toBe(false);
    }
    expect(updateLine({ kind: 'off' }, elsewhere).label).toMatch(/^Updates are off/);
  });
});

describe('the tray', () => {
  it('shows a tick as it is, not as the click left it, when the action was declined or failed', async () => {
    const declined = Promise.withResolvers<void>();
    const only = { setAutostart: () => declined.promise } as unknown as ShellActions;
    const tray = new ShellTray({ facts: () => running, actions: only, icons: '/icons', platform: 'linux' });
    tray.setup();
    const first = desktop.trays[0]?.menu;
    click(first?.template ?? [], 'Start with the computer');
    declined.resolve();
    await eventually('a menu made anew', () => desktop.trays[0]?.menu !== first);
    expect(itemNamed(desktop.trays[0]?.menu?.template ?? [], 'Start with the computer').checked).toBe(false);
  });

  it('changes picture and words with the facts, and leaves an open menu alone when nothing changed', () => {
    let facts: MenuFacts = running;
    const tray = new ShellTray({ facts: () => facts, actions, icons: '/icons', platform: 'linux' });
    tray.setup();
    const shown = desktop.trays[0];
    const first = shown?.menu;
    expect(shown).toMatchObject({ image: { path: '/icons/tray-ok.png' } });
    tray.refresh();
    expect(shown?.menu).toBe(first);
    facts = down;
    tray.refresh();
    expect(shown).toMatchObject({ image: { path: '/icons/tray-error.png' } });
    expect(shown?.toolTip).toContain('Not running');
    expect(shown?.menu).not.toBe(first);
    shown?.emit('click');
    expect(done).toEqual([['openDashboard']]);
  });

  it('uses pictures macOS may colour, and leaves a click there to the menu', () => {
    new ShellTray({ facts: () => running, actions, icons: '/icons', platform: 'darwin' }).setup();
    expect(desktop.trays[0]).toMatchObject({ image: { path: '/icons/tray-ok-Template.png' } });
    desktop.trays[0]?.emit('click');
    expect(done).toEqual([]);
  });
});

describe('the menu bar', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('quits, edits and helps on %s', (platform) => {
    const menu = applicationMenu(actions, platform);
    const quit = platform === 'darwin' ? 'Quit Sentinel Command Center' : 'Quit';
    click(menu, quit);
    click(menu, 'Help pages');
    click(menu, 'View logs');
    expect(done).toEqual([['quit'], ['openDashboard', '/docs'], ['openLogs']]);
    const edit = menu.find(({ label }) => label === 'Edit')?.submenu as MenuItemConstructorOptions[];
    expect(edit.flatMap(({ role }) => role ?? [])).toEqual(
      expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'selectAll']),
    );
  });
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { pageAt, seen, trayItem, trayLabels, type Desktop } from '../support/desktop-host/driver/desktop.ts';
import type { NetworkFacts } from '../../server/contract/system.ts';
import { AwakeTime } from '../support/awake-time.ts';
import { createNode, OWNER, signIn } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { ask, type TestClient } from '../support/test-client.ts';
import { eventually } from '../support/wait.ts';
import { onEveryHost, type DesktopComputer } from './desktop-bench.ts';

const RESTART_LIMIT_MS = 5_000;
/** Where the window is moved to, in pixels. */
const PLACE = { x: 200, y: 100, width: 900, height: 640 };

async function frames(page: Page): Promise<number> {
  return page
    .getByTestId('tile')
    .first()
    .evaluate((tile) => (tile.dataset['state'] === 'live' ? Number(tile.dataset['frames']) : Number.NaN));
}

interface Health {
  readonly checks: { readonly sse: { readonly subscriber_total: number } };
}

/** Fails while the server does not answer. */
async function health(url: string): Promise<Health> {
  return (await ask(`${url}/api/health/detailed`, 'GET')).json<Health>();
}

/** Waits until a page plays, and goes on playing from there. */
async function plays(page: Page, what: string, withinMs = 20_000): Promise<void> {
  const begun = await eventually(
    `${what} is live`,
    async () => {
      const count = await frames(page);
      return count > 0 && count;
    },
    withinMs,
  );
  await eventually(`${what} goes on`, async () => (await frames(page)) > begun);
}

/** Waits until a page has fetched video it did not have yet, as opposed to playing on from what it has. */
async function newVideoArrives(page: Page, what: string): Promise<void> {
  const end = (): Promise<number> =>
    page
      .locator('video')
      .first()
      .evaluate(({ buffered }: HTMLVideoElement) =>
        buffered.length > 0 ? buffered.end(buffered.length - 1) : 0,
      );
  const had = await end();
  // A player that began anew counts time anew, so its video may end before the former one's did.
  const arrived = async (): Promise<boolean> => {
    const ends = await end();
    return ends > 0 && ends !== had;
  };
  await eventually(`new video: ${what}`, arrived, 15_000);
}

onEveryHost('the appliance', (switchOn) => {
  let computer: DesktopComputer;
  let desktop: Desktop;
  let browser: Browser;
  let owner: TestClient;
  let node: SimulatedNode;
  /** Somebody else's page, in a browser of theirs. */
  let viewer: Page;
  let viewerLoads = 0;
  let setupCode = '';
  let nodeKey = '';
  const shown = (): Promise<Page> => pageAt(desktop, computer.url);
  const everyoneListens = (): Promise<unknown> =>
    eventually('the shell, its window and the other browser listen', async () => {
      const { checks } = await health(computer.url);
      return checks.sse.subscriber_total === 3;
    });
  const closeWindow = async (): Promise<void> => {
    await desktop.commands.closeWindow();
    await seen(desktop, 'the window is gone', ({ windows }) => windows.every(({ visible }) => !visible));
  };

  beforeAll(async () => {
    [computer, browser] = await Promise.all([switchOn(), launchBrowser()]);
    desktop = await computer.start();
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await computer?.switchOff();
  });

  it('starts for the first time with the setup page, for which no code is asked here', async () => {
    const page = await pageAt(desktop, '/setup', 20_000);
    await page.getByLabel('Name of this place').fill('Corner Bakery');
    expect(await page.getByLabel('Setup code').count()).toBe(0);
    // The window shows itself once all of its page is loaded, which may be after the page is drawn.
    const state = await seen(
      desktop,
      'the window, and the code for other devices',
      (now) =>
        now.windows[0]?.visible === true &&
        trayLabels(now).some((label) => label.startsWith('Copy setup code')),
    );
    expect(state.windows).toMatchObject([{ visible: true, kiosk: false }]);
    const item = trayLabels(state).find((label) => label.startsWith('Copy setup code')) ?? '';
    await desktop.commands.chooseInTray(item);
    const copied = await seen(
      desktop,
      'the copied code',
      ({ clipboard }) => item.endsWith(clipboard) && clipboard.length > 8,
    );
    setupCode = copied.clipboard;
    await computer.picture('1-setup');
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('Your e-mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Create my command center' }).click();
    await page.getByTestId('connection').waitFor();
  });

  it('shows the live wall as soon as a node pushes, and says so in the tray', async () => {
    owner = await signIn(computer.url, OWNER.email, OWNER.password);
    const { nodeId, key } = await createNode(owner);
    nodeKey = key;
    node = await startSimulatedNode({ url: computer.url, nodeId, key, cameras: 1, reconnectMs: [200] });
    const page = await shown();
    await page.goto(computer.url);
    await plays(page, 'the wall in the window');
    const line = `Serving 1 camera at http://192.168.1.20:${computer.port}`;
    const { tray } = await seen(
      desktop,
      'the state line',
      (now) => trayLabels(now)[0]?.startsWith(line) === true,
    );
    expect(tray?.toolTip).toContain(line);
    expect(tray?.picture).toMatch(/tray-(ok|warning)/);
    expect(trayLabels(await desktop.commands.state()).join()).not.toContain('setup code');
    await computer.picture('2-live-wall');
  });

  it('serves on when its window is closed: viewers keep playing', async () => {
    viewer = await signedInPage(browser, computer.url, owner);
    viewer.on('load', () => (viewerLoads += 1));
    await viewer.goto(computer.url);
    await plays(viewer, 'the other browser');
    await closeWindow();
    await plays(viewer, 'the other browser after the window went');
    expect(desktop.diary()).toEqual([]);
    await computer.picture('3-window-closed');
  });

  it('a notice while the window is hidden opens its moment when clicked', async () => {
    await everyoneListens();
    const made = await owner.post('/api/incidents', {
      title: 'Gate open',
      summary: 'Since 2 am.',
      severity: 'high',
    });
    expect(made.status).toBe(201);
    const { id } = made.json<{ id: number }>();
    const title = `Incident #${id}: Gate open`;
    await seen(desktop, 'the notice', ({ notifications }) =>
      notifications.some((each) => each.title === title),
    );
    await desktop.commands.clickNotification(title);
    const page = await pageAt(desktop, `/incidents/${id}`);
    await page.getByText('Gate open').first().waitFor();
    await seen(desktop, 'the window', ({ windows }) => windows[0]?.visible === true);
    await computer.picture('4-notice-opened');
  });

  it('a second start ends and brings the window of the first to the front, at its link', async () => {
    await closeWindow();
    expect(await desktop.startAgain()).toBe(0);
    await seen(desktop, 'the window is back', ({ windows }) => windows[0]?.visible === true);
    const [camera] = (await owner.get('/api/cameras')).json<{ camera_id: string }[]>();
    await closeWindow();
    expect(await desktop.startAgain(`sentinel://camera/${camera?.camera_id}`)).toBe(0);
    await pageAt(desktop, `/cameras/${camera?.camera_id}`);
    await seen(desktop, 'the window at its link', ({ windows }) => windows[0]?.visible === true);
    expect((await ask(`${computer.url}/api/health`, 'GET')).status).toBe(200);
  });

  it('every view action of the tray has its effect', async () => {
    const { commands } = desktop;
    await closeWindow();
    await commands.chooseInTray('Open dashboard');
    await seen(desktop, 'the window', ({ windows }) => windows[0]?.visible === true);
    await closeWindow();
    await commands.clickTrayIcon();
    await seen(desktop, 'the window by a click', ({ windows }) => windows[0]?.visible === true);
    const lan = `http://192.168.1.20:${computer.port}`;
    await commands.chooseInTray('Copy LAN address');
    await seen(desktop, 'the address', ({ clipboard }) => clipboard === lan);
    await commands.chooseInTray('Open in browser');
    await seen(desktop, 'the browser', ({ openedUrls }) => openedUrls.at(-1) === computer.url);
    await commands.chooseInTray('Show QR code for phones');
    const code = await pageAt(desktop, 'data:text/html');
    expect(await code.locator('b').textContent()).toBe(lan);
    expect(await code.locator('svg').count()).toBe(1);
    await computer.picture('5-qr-code');
    await code.close();
    await seen(desktop, 'one window', ({ windows }) => windows.length === 1);
    await commands.chooseInTray('About');
    await seen(desktop, 'the About box', ({ aboutShown }) => aboutShown === 1);
    await commands.chooseInMenuBar('Help', 'Help pages');
    await pageAt(desktop, '/docs');
  });

  it('brings phones here from its own pages too', async () => {
    const page = await shown();
    await page.goto(computer.url);
    await page.getByTestId('connection').waitFor();
    const lan = `http://192.168.1.20:${computer.port}`;
    // The server would call itself at an address of a network that is not there.
    await page.route('**/api/system/network', async (route) => {
      const facts: NetworkFacts = {
        port: computer.port,
        lan_urls: [lan],
        local_url: `http://shop.local:${computer.port}`,
        announcement: 'announced',
        reach: 'reached',
        first_call_at: null,
        last_call_at: null,
        platform: 'linux',
      };
      await route.fulfill({ json: facts });
    });
    const entry = page.getByRole('menuitem', { name: 'Open on your phone' });
    await eventually('the menu of the account', async () => {
      await page.getByRole('button', { name: OWNER.name }).focus();
      await page.keyboard.press('Enter');
      return entry.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    });
    await entry.click();
    const dialog = page.getByRole('dialog', { name: 'Open on your phone' });
    await dialog.getByRole('img', { name: `QR code of ${lan}` }).waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(lan);
    const name = await dialog.getByRole('textbox', { name: 'Or by name' }).inputValue();
    expect(name).toBe(`http://shop.local:${computer.port}`);
    await computer.picture('6-phone-dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('every machine action of the tray has its effect', async () => {
    const { commands } = desktop;
    const entry = join(computer.dataDir, 'config', 'autostart', 'sentinel-command-center.desktop');
    await commands.chooseInTray('Start with the computer');
    await seen(desktop, 'the tick', (now) => trayItem(now, 'Start with the computer')?.checked === true);
    expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=".+" "--hidden"$/m);
    await commands.chooseInTray('Start with the computer');
    await eventually('no entry', () => !existsSync(entry));
    expect((await commands.state()).awake).toBe(1);
    await commands.chooseInTray('Keep this computer awake');
    await seen(desktop, 'it may sleep', ({ awake }) => awake === 0);
    await commands.chooseInTray('Keep this computer awake');
    await seen(desktop, 'it is kept awake', ({ awake }) => awake === 1);
    await commands.chooseInTray('Open data folder');
    await seen(desktop, 'the folder', ({ openedPaths }) => openedPaths.at(-1) === computer.dataDir);
    await commands.chooseInTray('View logs');
    const logs = join(computer.dataDir, 'logs', 'sentinel.log');
    await seen(desktop, 'the log', ({ openedPaths }) => openedPaths.at(-1) === logs);
    await commands.chooseInTray('Back up now');
    const { dialogs } = await seen(desktop, 'the answer', (now) => now.dialogs.length === 1);
    expect(dialogs[0]?.message).toBe('The backup is made.');
    expect(statSync(dialogs[0]?.detail.split('\n')[0] ?? '').size).toBeGreaterThan(50_000);
    await commands.press('OK');
    await expect(commands.chooseInTray('Updates are off: no update address is set')).rejects.toThrow(
      'greyed out',
    );
  });

  it('shows the wall alone on the second display until Escape', async () => {
    const { commands } = desktop;
    const displays = trayItem(await commands.state(), 'Kiosk wall on display')?.items ?? [];
    const second = displays[2]?.label ?? displays[1]?.label ?? '';
    await commands.chooseInTray('Kiosk wall on display', second);
    const wall = await pageAt(desktop, 'kiosk=1');
    await plays(wall, 'the wall on the display');
    const { windows } = await commands.state();
    expect(windows.find(({ kiosk }) => kiosk)).toMatchObject({ visible: true });
    if (desktop.host !== undefined)
      expect(windows.find(({ kiosk }) => kiosk)?.bounds).toEqual({ x: 1280, y: 0, width: 1280, height: 800 });
    await computer.picture('7-kiosk');
    expect(await wall.getByRole('navigation').count()).toBe(0);
    // The window goes in the middle of the key press.
    await wall.keyboard.press('Escape').catch(() => undefined);
    await seen(desktop, 'no wall', (now) => !now.windows.some(({ kiosk }) => kiosk));
    expect(trayItem(await commands.state(), 'Kiosk wall on display')?.items[0]).toMatchObject({
      checked: true,
    });
  });

  it('closes the wall when its display is unplugged', async ({ skip }) => {
    if (desktop.host === undefined) skip('Electron has the displays that are there');
    const second = trayItem(await desktop.commands.state(), 'Kiosk wall on display')?.items[2]?.label ?? '';
    await desktop.commands.chooseInTray('Kiosk wall on display', second);
    await pageAt(desktop, 'kiosk=1');
    await desktop.host?.unplugDisplay(2);
    await seen(desktop, 'no wall', (now) => !now.windows.some(({ kiosk }) => kiosk));
    await desktop.commands.chooseInTray('Kiosk wall on display', 'None');
  });

  it('writes down when the computer slept, and tells of the gap', async () => {
    await closeWindow();
    await desktop.commands.sleepFor(90 * 60_000);
    const log = join(computer.dataDir, 'logs', 'sentinel.log');
    await eventually('the log says so', () => readFileSync(log, 'utf8').includes('The computer woke up'));
    expect(readFileSync(log, 'utf8')).toContain('The computer goes to sleep');
    const title = 'This computer slept for 1 h 30 min';
    await seen(desktop, 'the notice', ({ notifications }) =>
      notifications.some((each) => each.title === title),
    );
    const inbox = (await owner.get('/api/notifications')).json<{
      notifications: { kind: string; title: string }[];
    }>();
    expect(inbox.notifications).toContainEqual(expect.objectContaining({ kind: 'computer_slept', title }));
    await desktop.commands.clickNotification(title);
    const page = await pageAt(desktop, '/admin');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.getByText('Loading').first().waitFor({ state: 'detached' });
    await computer.picture('7-slept');
  });

  it('brings a broken server back within 5 s, and viewers recover without a reload', async () => {
    const loads = viewerLoads;
    using awake = new AwakeTime();
    await desktop.commands.breakServer();
    await eventually('the server went', () => desktop.diary().includes('server gone'));
    await eventually('the server answers', () =>
      health(computer.url).then(
        () => true,
        () => false,
      ),
    );
    expect(awake.ms).toBeLessThanOrEqual(RESTART_LIMIT_MS);
    await newVideoArrives(viewer, 'the other browser after the break');
    await plays(viewer, 'the other browser after the break');
    expect(viewerLoads).toBe(loads);
    await desktop.commands.chooseInTray('Open dashboard');
    await (await shown()).goto(computer.url);
    await plays(await shown(), 'the window after the break');
    await computer.picture('8-after-the-break');
  });

  it('starts the server anew from the tray', async () => {
    const stops = desktop.diary().filter((what) => what === 'server gone').length;
    await desktop.commands.chooseInTray('Restart server');
    await eventually(
      'it stopped',
      () => desktop.diary().filter((what) => what === 'server gone').length > stops,
    );
    await newVideoArrives(viewer, 'the other browser after the restart');
    await plays(viewer, 'the other browser after the restart');
  });

  it('asks before it quits, and leaves in order: tray, windows, server', async () => {
    const { commands } = desktop;
    await commands.moveWindow(PLACE);
    const settings = join(computer.dataDir, 'shell.json');
    await eventually('its place is kept', () =>
      readFileSync(settings, 'utf8').includes(`"width": ${PLACE.width}`),
    );
    await everyoneListens();
    await commands.chooseInTray('Quit');
    const { dialogs } = await seen(desktop, 'the question', (now) => now.dialogs.length === 1);
    expect(dialogs[0]?.detail).toContain('1 viewer and 1 camera.');
    await commands.press('Keep running');
    await plays(viewer, 'the other browser after the question');
    await commands.chooseInTray('Quit');
    await seen(desktop, 'the question again', (now) => now.dialogs.length === 1);
    await commands.press('Quit').catch(() => undefined);
    expect(await desktop.ended).toBe(0);
    expect(desktop.diary().slice(-4)).toEqual(['tray gone', 'window gone', 'server gone', 'quit']);
    await expect(ask(`${computer.url}/api/health`, 'GET')).rejects.toThrow();
  });

  it('writes no secret into its log', () => {
    const log = readFileSync(join(computer.dataDir, 'logs', 'sentinel.log'), 'utf8');
    const [, session = ''] = (owner.headers['cookie'] ?? '').split('=');
    expect(log.split('\n').length).toBeGreaterThan(5);
    for (const secret of [setupCode, session, OWNER.password, nodeKey]) {
      expect(secret.length).toBeGreaterThan(7);
      expect(log).not.toContain(secret);
    }
  });

  it('remembers where its window stood, and stays in the tray when the computer starts it', async () => {
    const again = await computer.start('--hidden');
    desktop = again;
    await seen(again, 'it serves', (now) => /^(Ready|Serving) /.test(trayLabels(now)[0] ?? ''), 20_000);
    expect((await again.commands.state()).windows).toEqual([]);
    await again.commands.clickTrayIcon();
    const { windows } = await seen(again, 'the window', (now) => now.windows[0]?.visible === true);
    expect(windows[0]?.bounds).toEqual(PLACE);
    await plays(await shown(), 'the window of the next day');
    await computer.picture('9-next-day');
  });
});

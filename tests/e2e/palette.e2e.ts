import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { newNodeClient, usbCamera } from '../support/node-client.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const CAMERAS = ['Front door', 'Stock room', 'Till', 'Yard, seen from the roof of the neighbouring bakery'];
const PHONE = { width: 390, height: 844 };

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page) => palette(page).getByRole('combobox');
const options = (page: Page) => palette(page).getByRole('option');
const selected = (page: Page) => palette(page).getByRole('option', { selected: true });
const path = (page: Page) => new URL(page.url()).pathname;
const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset['theme']);

/** Until the focus is in it, which is a moment after it is drawn, keys would go to the page behind it. */
async function takesKeys(part: Locator): Promise<void> {
  await eventually('the focus is in it', () =>
    part.evaluate((element) => element.contains(document.activeElement)),
  );
}

async function openPalette(page: Page): Promise<void> {
  // The frame listens to keys after its first paint, and before its page is there.
  await page.locator('#content h1').or(page.getByLabel('Leave kiosk mode')).first().waitFor();
  await page.keyboard.press('Control+k');
  await takesKeys(field(page));
}

/** Takes the first answer; it is chosen a moment after it is drawn. */
async function take(page: Page, expected: string): Promise<void> {
  await eventually(`${expected} comes first`, async () =>
    ((await selected(page).textContent()) ?? '').startsWith(expected),
  );
  await page.keyboard.press('Enter');
}

/** Types what is wanted and takes the first answer, as somebody without a mouse does. */
async function command(page: Page, typed: string, expected: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.type(typed);
  await take(page, expected);
}

describe('command palette, keys and frame', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let member: TestClient;
  let page: Page;
  let cameraIds: readonly string[];
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    using node = await newNodeClient(owner, 'Shop PC');
    await node.register(CAMERAS.map((name, index) => usbCamera(`/dev/video${index * 2}`, name)));
    const listed = (await owner.get('/api/cameras')).json<{ camera_id: string; name: string }[]>();
    cameraIds = CAMERAS.map((name) => listed.find((camera) => camera.name === name)?.camera_id ?? '');
    for (const [title, severity] of [
      ['Back door left open', 'high'],
      ['Broken window', 'low'],
    ])
      await owner.post('/api/incidents', { title, severity, summary: 'Seen in the morning.' });
    member = await addMember(owner, 'mia@example.com', 'member');
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
    await page.goto(server.url);
    await page.getByTestId('tile').first().waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('palette: Ctrl-K opens and closes it, and it is readable everywhere, full, searched and empty', async () => {
    await openPalette(page);
    await palette(page).getByRole('option', { name: 'Front door' }).waitFor();
    await palette(page)
      .getByRole('option', { name: /Back door left open/ })
      .waitFor();
    await inspectPage(page, 'palette');
    await page.keyboard.type('door');
    await palette(page).getByText('Snapshot of Front door').waitFor();
    await inspectPage(page, 'palette-search');
    await field(page).fill('no such thing');
    await palette(page).getByText('Nothing matches').waitFor();
    await inspectPage(page, 'palette-empty');
    await page.keyboard.press('Control+k');
    await palette(page).waitFor({ state: 'detached' });
  });

  it('palette: a typed name and Enter lead to the camera, whose keys work at once', async () => {
    await command(page, 'stck', 'Stock room');
    await eventually('the camera is open', () => path(page) === `/cameras/${cameraIds[1]}`);
    await page.getByText('Camera ID').waitFor();
    expect(await palette(page).count()).toBe(0);
    await page.keyboard.press('Escape');
    await eventually('back on the wall', () => path(page) === '/');
  });

  it('palette: arrows choose, from the last item to the first, and the button opens it as well', async () => {
    await page.getByRole('button', { name: 'Search and commands' }).click();
    await takesKeys(field(page));
    await page.keyboard.press('ArrowUp');
    const last = await options(page).last().getAttribute('id');
    expect(await field(page).getAttribute('aria-activedescendant')).toBe(last);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await selected(page).textContent()).toContain('Stock room');
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await eventually('the focus is back', async () =>
      ((await focused()) ?? '').startsWith('Search and commands'),
    );
  });

  it('palette: pages, settings, incidents, admin and help are one word away', async () => {
    for (const [typed, label, goal] of [
      ['motion', 'Motion', '/motion'],
      ['webhook', 'Webhooks', '/settings/webhooks'],
      ['broken', 'Broken window', /^\/incidents\/\d+$/],
      ['audit', 'Audit trail', '/admin/audit'],
      ['restore', 'Backup and restore', '/docs/backup'],
    ] as const) {
      await command(page, typed, label);
      await eventually(`${typed} is open`, () =>
        typeof goal === 'string' ? path(page) === goal : goal.test(path(page)),
      );
    }
    await page.goto(server.url);
  });

  it('palette: a snapshot is asked for by name, and Escape goes back one step', async () => {
    await command(page, 'snapsh', 'Snapshot of a camera');
    await page.getByPlaceholder('Snapshot of which camera?').waitFor();
    await inspectPage(page, 'palette-step');
    await page.keyboard.press('Escape');
    await page.getByPlaceholder('Search everything').waitFor();
    await page.keyboard.type('snapshot till');
    await eventually('found', async () => (await selected(page).textContent()) === 'Snapshot of Till');
    await page.keyboard.press('Enter');
    await takesKeys(page.getByRole('dialog', { name: 'Snapshot of Till' }));
    // Something modal is in front: the palette must not cover it.
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await palette(page).count()).toBe(0);
  });

  it('palette: a camera is snoozed and heard again with the keyboard alone', async () => {
    await command(page, 'snooze a', 'Snooze a camera');
    await page.keyboard.type('yard');
    await take(page, 'Yard');
    await palette(page).getByRole('option', { name: 'For 1 hour' }).waitFor();
    await page.keyboard.type('hour');
    await take(page, 'For 1 hour');
    await page.getByText(/bakery: quiet until/).waitFor();
    await page.getByTestId('quiet').waitFor();
    await command(page, 'snooze yard', 'Snooze Yard');
    await palette(page).getByText('End snooze').waitFor();
    await inspectPage(page, 'palette-span');
    await page.keyboard.press('Backspace');
    await page.getByPlaceholder('Search everything').waitFor();
    await page.keyboard.type('snooze yard');
    await take(page, 'Snooze Yard');
    await palette(page).getByText('End snooze').waitFor();
    await take(page, 'End snooze');
    await page.getByTestId('quiet').waitFor({ state: 'detached' });
  });

  it('palette: an incident filed from a camera’s page is about that camera', async () => {
    await page.goto(`${server.url}/cameras/${cameraIds[2]}`);
    await page.getByText('Camera ID').waitFor();
    await command(page, 'file', 'File an incident');
    const dialog = page.getByRole('dialog', { name: 'File an incident' });
    expect(await dialog.getByLabel('Camera').inputValue()).toBe(cameraIds[2]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('appearance: chosen in the palette, kept over a reload and told to other tabs', async () => {
    const other = await page.context().newPage();
    await other.goto(server.url);
    await page.goto(server.url);
    expect(await theme(page)).toBe('dark');
    await command(page, 'theme', 'Use light colours');
    await eventually('light here', async () => (await theme(page)) === 'light');
    await eventually('light there', async () => (await theme(other)) === 'light');
    await other.close();
    await page.reload();
    expect(await theme(page)).toBe('light');
    const bars = () => page.locator('meta[name=theme-color]').first().getAttribute('content');
    expect(await bars()).toMatch(/^#f+$/);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitemradio', { name: 'Same as this device' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await eventually('as the device', async () => (await theme(page)) === 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await eventually('as the device', async () => (await theme(page)) === 'light');
    await page.emulateMedia({ colorScheme: null });
    await command(page, 'dark', 'Use dark colours');
    await eventually('dark', async () => (await theme(page)) === 'dark');
  });

  it('shortcuts: ? lists them on every page, not while typing, and closes them again', async () => {
    await page.goto(`${server.url}/settings/account`);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await page.keyboard.press('?');
    await sheet.waitFor();
    await inspectPage(page, 'shortcuts-sheet');
    await page.keyboard.press('?');
    await sheet.waitFor({ state: 'detached' });
    await page.locator('input').first().focus();
    await page.keyboard.press('?');
    expect(await sheet.count()).toBe(0);
    await command(page, 'keys', 'Keyboard shortcuts');
    await takesKeys(sheet);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('kiosk: entered from any page; Escape closes what is in front before it leads out', async () => {
    await page.goto(`${server.url}/motion`);
    await command(page, 'kiosk', 'Kiosk mode');
    const main = page.getByRole('navigation', { name: 'Main' });
    await main.waitFor({ state: 'detached' });
    await page.getByTestId('tile').first().waitFor();
    await openPalette(page);
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    expect(await main.count()).toBe(0);
    await page.keyboard.press('Escape');
    await main.waitFor();
  });

  it('rail: becomes icons with names, and stays so', async () => {
    await page.getByRole('button', { name: 'Make the menu narrow' }).click();
    await inspectPage(page, 'rail-narrow');
    await page.reload();
    await page.getByRole('link', { name: 'Incidents' }).click();
    await eventually('incidents', () => path(page) === '/incidents');
    await page.getByRole('button', { name: 'Make the menu wide' }).click();
  });

  it('phone: four places and More, which leads to the rest', async () => {
    await page.setViewportSize(PHONE);
    await page.goto(server.url);
    const main = page.getByRole('navigation', { name: 'Main' });
    await main.getByRole('button', { name: 'More places' }).waitFor();
    expect(await main.getByRole('link').count()).toBe(4);
    await main.getByRole('button', { name: 'More places' }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
    await page.screenshot({ path: 'test-results/dashboard/phone-more.png' });
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await eventually('settings', () => path(page) === '/settings');
    await main.getByRole('button', { name: 'More places, now Settings' }).waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('members are offered neither admin places nor what only administrators may do', async () => {
    const theirs = await signedInPage(browser, server.url, member);
    await theirs.goto(server.url);
    await theirs.getByTestId('tile').first().waitFor();
    await openPalette(theirs);
    for (const label of [
      'Admin',
      'Audit trail',
      'Webhooks',
      'Snooze',
      'File an incident',
      'People',
      'Broken',
    ]) {
      await field(theirs).fill(label);
      const found = await options(theirs).allTextContents();
      expect(found.filter((text) => text.startsWith(label))).toEqual([]);
    }
    await field(theirs).fill('yard');
    await eventually('camera and snapshot', async () => (await options(theirs).count()) === 2);
    await theirs.keyboard.press('Escape');
    await inspectPage(theirs, 'member-frame');
    await command(theirs, 'sign out', 'Sign out');
    await theirs.waitForURL('**/sign-in*');
    await theirs.context().close();
  });

  it('clock: a device ten minutes fast is told so, one that is right is not', async () => {
    // What the page before this one asked for is of no interest.
    await page.goto('about:blank');
    const asked = page.waitForResponse('**/api/health/detailed');
    await page.goto(server.url);
    await (await asked).finished();
    await page.getByTestId('tile').first().waitFor();
    expect(await page.getByText(/The clock of this device/).count()).toBe(0);
    const fast = await signedInPage(browser, server.url, owner);
    await fast.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 600_000;
    });
    await fast.goto(server.url);
    await fast.getByText(/The clock of this device is 10 minutes ahead of the server’s/).waitFor();
    await inspectPage(fast, 'clock-hint');
    await fast.context().close();
  });

  it('palette: what is typed before it is there reaches it, and not the camera behind it', async () => {
    const slow = await signedInPage(browser, server.url, owner);
    await slow.goto(server.url);
    await slow.getByTestId('tile').first().focus();
    const fetching = Promise.withResolvers<void>();
    await slow.route('**/assets/palette-*.js', async (route) => {
      await fetching.promise;
      await route.continue();
    });
    await slow.keyboard.press('Control+k');
    await slow.keyboard.type('sro');
    fetching.resolve();
    await field(slow).waitFor();
    expect(await field(slow).inputValue()).toBe('sro');
    expect(await slow.getByRole('dialog').count()).toBe(1);
    await slow.context().close();
  });

  it('a part that cannot be fetched says so and leaves the page alone', async () => {
    const lonely = await signedInPage(browser, server.url, owner);
    await lonely.goto(server.url);
    await lonely.getByTestId('tile').first().waitFor();
    await lonely.context().setOffline(true);
    // It goes by itself, so it is looked for from the start.
    await Promise.all([
      lonely.getByText('This could not be loaded').waitFor(),
      lonely.keyboard.press('Control+k'),
    ]);
    expect(await lonely.getByTestId('tile').count()).toBe(CAMERAS.length);
    await lonely.context().close();
  });

  it('asks no other host and raises no error', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

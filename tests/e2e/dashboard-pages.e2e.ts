import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { newNodeClient, NodeClient, usbCameras } from '../support/node-client.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember, OWNER } from '../support/people.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const NAV_BUDGET_MS = 15_000;

async function signInAs(
  context: BrowserContext,
  url: string,
  email: string,
  password: string,
): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(NAV_BUDGET_MS);
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Cameras' }).waitFor();
  return page;
}

describe('the pages of the dashboard', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('setup: leads a fresh machine to the form and says in words what is missing', async () => {
    const fresh = await browser.newPage();
    await fresh.goto(server.url);
    await fresh.waitForURL('**/setup');
    await fresh.getByRole('button', { name: 'Create my command center' }).click();
    await fresh.getByText('Enter an e-mail address like name@example.com').waitFor();
    await inspectPage(fresh, 'setup');
    await fresh.close();
    owner = await server.owner();
  });

  it('sign-in: a wrong password is said plainly and the right one opens the wall', async () => {
    page = await browser.newPage({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(NAV_BUDGET_MS);
    watched = watchPage(page, server.url);
    await page.goto(`${server.url}/settings/nodes`);
    await page.waitForURL('**/sign-in?next=*');
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await inspectPage(page, 'sign-in');
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/settings/nodes');
  });

  it('welcome: an empty wall teaches the next step', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: /Welcome, Olga/ }).waitFor();
    await inspectPage(page, 'welcome');
    await page.getByRole('link', { name: 'Add node' }).click();
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor();
    await inspectPage(page, 'add-node');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('before the first paint the page needs at most 170 kB of compressed JavaScript', async () => {
    const fetched = new Map<string, number>();
    const load = async (path: string): Promise<void> => {
      if (fetched.has(path)) return;
      fetched.set(path, 0);
      const text = await (await fetch(server.url + path)).text();
      fetched.set(path, gzipSync(text).length);
      const needed = text.matchAll(
        /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']|["'][^"']*(show-app-[\w-]+\.js)["']/g,
      );
      for (const [, imported, app] of needed) await load(`/assets/${imported ?? app ?? ''}`);
    };
    const html = await (await fetch(server.url)).text();
    for (const [path] of html.matchAll(/\/assets\/[\w.-]+\.js/g)) await load(path);
    const total = [...fetched.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(100_000);
    expect(total).toBeLessThanOrEqual(170_000);
  });

  it('add node: the key is shown once inside a line that works on plain http, and the banner follows the node', async () => {
    await page.goto(`${server.url}/settings/nodes?add`);
    await page.getByLabel('Name', { exact: true }).fill('Back office');
    await page.getByRole('button', { name: 'Create node' }).click();
    const line = await page
      .getByLabel('Run this on the computer that has the cameras', { exact: true })
      .inputValue();
    const [, url, nodeId = '', key = ''] =
      / --url (http:\S+) --node-id (\S+) --key (\S+) --install-service$/.exec(line) ?? [];
    expect(url).toBeDefined();
    await inspectPage(page, 'node-key');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    expect(await page.content()).not.toContain(key);
    await page.getByText('Waiting for').waitFor();
    await page.reload();
    await page.getByText('Waiting for').waitFor();
    using node = new NodeClient(server.url, { nodeId, key });
    expect((await node.register(usbCameras(1))).status).toBe(200);
    await page.getByText('is connected. Its cameras appear').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('is connected. Its cameras appear').waitFor({ state: 'detached' });
  });

  it('nodes: deleting asks for the typed name', async () => {
    using spare = await newNodeClient(owner, 'Spare room');
    await page.goto(`${server.url}/settings/nodes`);
    await page.getByRole('heading', { name: 'Spare room' }).waitFor();
    await inspectPage(page, 'nodes');
    await page.getByRole('button', { name: 'Actions for Spare room' }).click();
    await page.getByRole('menuitem', { name: 'Delete node' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete node' });
    expect(await confirm.isDisabled()).toBe(true);
    await inspectPage(page, 'delete-node');
    await page.getByLabel(/Type .Spare room. to confirm/).fill('Spare room');
    await confirm.click();
    // By its text: the role of what a dialog covers is hidden for a moment longer than the dialog is there.
    await page.getByText('Spare room', { exact: true }).waitFor({ state: 'detached' });
    expect((await owner.get(`/api/nodes/${spare.nodeId}`)).status).toBe(404);
  });

  it('wall: arrows, digits and Shift with arrows work without a mouse, and the order stays', async () => {
    using node = await newNodeClient(owner, 'Shop PC');
    await node.register(usbCameras(5));
    await page.goto(server.url);
    const tiles = page.getByTestId('tile');
    await eventually('six tiles', async () => (await tiles.count()) === 6);
    const idOf = (index: number) => tiles.nth(index).getAttribute('data-camera-id');
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['cameraId']);
    await page.keyboard.press('2');
    expect(await focused()).toBe(await idOf(1));
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe(await idOf(2));
    const moved = await idOf(2);
    await page.keyboard.press('Shift+ArrowLeft');
    await eventually('the tile moved', async () => (await idOf(1)) === moved);
    await page.reload();
    await eventually('the order stays', async () => (await tiles.count()) === 6 && (await idOf(1)) === moved);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await inspectPage(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await inspectPage(page, 'wall');
  });

  it('wall: a tile without video is never called live', async () => {
    const states = await page
      .getByTestId('tile')
      .evaluateAll((all) => all.map((tile) => tile.dataset['state']));
    expect(states).not.toContain('live');
    expect(states.length).toBe(6);
  });

  it('wall: dragging one tile onto another swaps it there', async () => {
    const tiles = page.getByTestId('tile');
    const dragged = await tiles.nth(0).getAttribute('data-camera-id');
    await tiles.nth(0).dragTo(tiles.nth(2));
    await eventually('dropped', async () => (await tiles.nth(2).getAttribute('data-camera-id')) === dragged);
  });

  it('wall: kiosk mode hides everything else and Escape brings it back', async () => {
    await page.getByRole('button', { name: /Kiosk mode/ }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor({ state: 'detached' });
    await inspectPage(page, 'kiosk');
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('focus view: Enter opens it, Escape leads back', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cameras/*');
    await page.getByText('Camera ID').waitFor();
    await inspectPage(page, 'focus');
    await page.keyboard.press('Escape');
    await eventually('back', () => new URL(page.url()).pathname === '/');
  });

  it('people: an invitation link lets somebody join, who then sees no admin areas', async () => {
    await page.goto(`${server.url}/settings/members`);
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Their e-mail').fill('mia@example.com');
    await page.getByRole('button', { name: 'Create invitation link' }).click();
    const link = await page.getByLabel('Invitation link', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    await inspectPage(page, 'members');

    const context = await browser.newContext();
    const mia = await context.newPage();
    await mia.goto(`${server.url}${new URL(link).pathname}${new URL(link).search}`);
    await mia.getByLabel('Your name').fill('Mia');
    await inspectPage(mia, 'invite');
    await mia.getByLabel('Choose a password').fill('orchid kettle river');
    await mia.getByRole('button', { name: 'Join' }).click();
    await mia.getByRole('link', { name: 'Settings' }).click();
    await mia.getByRole('link', { name: /Your account/ }).waitFor();
    expect(await mia.getByRole('link', { name: /Nodes|People/ }).count()).toBe(0);
    await mia.goto(`${server.url}/settings/nodes`);
    await mia.waitForURL('**/settings/account');
    await context.close();
  });

  it('account, settings and an unknown address are whole pages', async () => {
    for (const [name, path, heading] of [
      ['settings', '/settings', 'Settings'],
      ['account', '/settings/account', 'Your account'],
      ['not-found', '/nowhere', 'This page does not exist'],
    ] as const) {
      await page.goto(server.url + path);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await inspectPage(page, name);
    }
  });

  // One by one: together they would need most of the time a test has.
  it.each([
    ['motion', '/motion', 'Motion'],
    ['inbox', '/notifications', 'Inbox'],
    ['groups', '/settings/groups', 'Camera groups'],
    ['recording', '/settings/recording', 'Recording'],
    ['notifications', '/settings/notifications', 'Notifications'],
    ['mail', '/settings/mail', 'Mail'],
    ['webhooks', '/settings/webhooks', 'Webhooks'],
    ['agents', '/mcp', 'AI agents'],
    ['data-and-safety', '/settings/privacy', 'Data and safety'],
    ['admin-overview', '/admin', 'Overview'],
    ['admin-storage', '/admin/storage', 'Storage'],
    ['test-video', '/test-hls', 'Test video'],
    ['admin-watching', '/admin/watching', 'Who watched'],
    ['admin-audit', '/admin/audit', 'Audit trail'],
    ['admin-mail', '/admin/mail', 'Mail'],
    ['admin-agents', '/admin/agents', 'AI agents'],
    ['admin-health', '/admin/health', 'Health'],
  ])('%s is a whole page', async (name, path, heading) => {
    await page.goto(server.url + path);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await inspectPage(page, name);
  });

  it('the theme is kept in this browser', async () => {
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await page.reload();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
  });

  it.each([
    ['later', false],
    ['before the page has its first answer', true],
  ])('a session that ends elsewhere %s leads to the sign-in page', async (_, isHeld) => {
    const elsewhere = await addMember(owner, `nia-${isHeld}@example.com`, 'member');
    const context = await browser.newContext();
    const ended = Promise.withResolvers<void>();
    await context.route(
      ({ pathname }) => /^\/api\/(?!auth\/)/.test(pathname),
      async (route) => {
        if (isHeld) await ended.promise;
        await route.continue();
      },
    );
    const nia = await signInAs(context, server.url, `nia-${isHeld}@example.com`, 'another long password');
    if (!isHeld) await nia.getByText('Connected', { exact: true }).waitFor();
    const [cookie] = await context.cookies();
    const session = elsewhere.with({ cookie: `${cookie?.name}=${cookie?.value}` });
    expect((await session.post('/api/auth/sign-out')).status).toBe(200);
    ended.resolve();
    await nia.waitForURL('**/sign-in*');
    await context.unrouteAll({ behavior: 'wait' });
    await context.close();
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

import type { Browser, Page, WebSocket } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { addMember, createNode, OWNER } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { toasts } from '../support/toasts.ts';
import { eventually } from '../support/wait.ts';

const MEMBER = { email: 'mia@example.com', password: 'another long password' } as const;
/** As the simulated node calls its first camera. */
const CAMERA = 'Simulated camera 1';
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Places and controls that are for administrators alone. */
const ADMIN_PATHS = /^\/(?:admin|mcp|incidents|test-hls|integrations|settings\/(?!account))/;
const ADMIN_BUTTONS =
  /incident|\brecord|run now|make a key|invite|wipe|reset|add (?:a )?node|clear all|snooze|quiet/i;

interface Walker {
  readonly role: 'admin' | 'member';
  readonly email: string;
  readonly password: string;
}

const WALKS = [
  { role: 'admin', ...OWNER, viewport: DESKTOP, on: 'a desktop' },
  { role: 'admin', ...OWNER, viewport: PHONE, on: 'a phone' },
  { role: 'member', ...MEMBER, viewport: DESKTOP, on: 'a desktop' },
  { role: 'member', ...MEMBER, viewport: PHONE, on: 'a phone' },
] as const;

/** A person at a page, who looks around at every stop. */
class Walk {
  readonly page: Page;
  readonly #role: Walker['role'];
  readonly #watched: ReturnType<typeof watchPage>;
  readonly #complaints: string[] = [];
  readonly #sockets = new Set<WebSocket>();

  constructor(page: Page, url: string, role: Walker['role']) {
    this.page = page;
    this.#role = role;
    this.#watched = watchPage(page, url);
    page.on('console', (message) => {
      // Before the sign-in the browser itself notes that nobody is signed in.
      const isSignedOut = message.location().url.endsWith('/api/auth/me');
      if (message.type() === 'error' && !isSignedOut) this.#complaints.push(message.text());
    });
    page.on('websocket', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** The page with this heading is there, fits the screen and holds one WebSocket; a member sees nothing of admins'. */
  async stop(heading: string | RegExp): Promise<void> {
    const { page } = this;
    const at = `${heading} (${this.#role})`;
    await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
    await eventually(
      `${at} fits the screen`,
      async () => (await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0,
    );
    // The help has a frame of its own, whose socket opens before the former one is closed.
    await eventually(`${at} holds one WebSocket`, () => this.#sockets.size === 1);
    if (this.#role === 'member') expect(await this.#adminItems(), at).toEqual([]);
  }

  async #adminItems(): Promise<string[]> {
    const main = this.page.locator('nav, header, main, [role=dialog], [role=menu]');
    // What notifications lead to is kept from members there, with the reason.
    const paths = await main
      .locator('a[href^="/"]:not([data-testid=notification] a)')
      .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
    const names = await main
      .locator('button, [role=menuitem]')
      .evaluateAll((all) => all.map((item) => item.getAttribute('aria-label') ?? item.textContent));
    return [
      ...paths.filter((path) => ADMIN_PATHS.test(path)),
      ...names.filter((name) => ADMIN_BUTTONS.test(name)),
    ];
  }

  /** Goes to a place of the main navigation; on a phone some wait behind "More". */
  async to(place: string): Promise<void> {
    const main = this.page.getByRole('navigation', { name: 'Main' });
    const link = main.getByRole('link', { name: place, exact: true });
    if (await link.isVisible()) return await link.click();
    await main.getByRole('button', { name: /^More places/ }).click();
    await this.page.getByRole('menuitem', { name: place, exact: true }).click();
  }

  async end(): Promise<void> {
    await eventually('the socket is closed', () => Promise.resolve(this.#sockets.size === 0));
    expect(this.#watched.foreign).toEqual([]);
    expect([...this.#watched.errors, ...this.#complaints]).toEqual([]);
    await this.page.context().close();
  }
}

describe('a person walks through the whole product', () => {
  let server: TestServer;
  let browser: Browser;
  let node: SimulatedNode;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    const owner = await server.owner();
    await addMember(owner, MEMBER.email, 'member');
    const { nodeId, key } = await createNode(owner, 'Back office');
    node = await startSimulatedNode({ url: server.url, nodeId, key, cameras: 1, snapshots: 'still' });
    await eventually('the command channel is open', () => node.connected);
    await eventually('some video is there', () => (node.stats[0]?.segmentsAccepted ?? 0) > 4, 20_000);
    const camera = node.cameraIds[0] ?? '';
    const moved = await server.anonymous.post(
      `/api/cameras/${camera}/motion`,
      { score: 43 },
      { headers: { 'X-Node-API-Key': key } },
    );
    expect(moved.status).toBe(200);
    const incident = { title: 'Van at the back door', summary: 'It left again.', severity: 'low' };
    expect((await owner.post('/api/incidents', incident)).status).toBe(201);
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function signIn(walker: Walker, viewport: typeof DESKTOP): Promise<Walk> {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const walk = new Walk(page, server.url, walker.role);
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel('E-mail').fill(walker.email);
    await page.getByLabel('Password', { exact: true }).fill(walker.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return walk;
  }

  async function watch(walk: Walk): Promise<void> {
    const { page } = walk;
    const tile = page.getByTestId('tile').first();
    await eventually(
      'the tile is live',
      async () => (await tile.getAttribute('data-state')) === 'live',
      20_000,
    );
    await walk.stop('Cameras');
    await tile.dblclick();
    await page.waitForURL('**/cameras/*');
    await walk.stop(CAMERA);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/');
  }

  async function fileIncident(walk: Walk): Promise<void> {
    const { page } = walk;
    await page
      .getByRole('button', { name: /^File an incident: / })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: 'File an incident' });
    await dialog.getByLabel('Title').fill('Somebody at the gate');
    await dialog.getByRole('button', { name: 'File incident' }).click();
    await page.waitForURL('**/incidents/*');
    await walk.stop('Somebody at the gate');
    await walk.to('Incidents');
    await page.getByTestId('incident').first().waitFor();
    await walk.stop('Incidents');
  }

  async function readNotifications(walk: Walk, role: Walker['role']): Promise<void> {
    const { page } = walk;
    // On a phone a toast lies where the panel opens.
    await eventually('no toast is left', async () => {
      await page.getByRole('button', { name: 'Close toast' }).evaluateAll((all) => {
        for (const close of all) (close as HTMLElement).click();
      });
      return (await toasts(page).count()) === 0;
    });
    await page.getByRole('button', { name: /^Notifications/ }).click();
    const panel = page.getByRole('dialog', { name: 'Notifications', exact: true });
    await panel
      .getByText(/motion/i)
      .first()
      .waitFor();
    await panel.getByRole('link', { name: 'Open the inbox' }).click();
    await walk.stop('Inbox');
    await page
      .getByTestId('notification')
      .getByRole('link', { name: /Van at the back door/ })
      .first()
      .click();
    await walk.stop(role === 'admin' ? 'Van at the back door' : 'Only administrators can read incidents');
  }

  async function lookAtSettings(walk: Walk, role: Walker['role']): Promise<void> {
    const { page } = walk;
    await walk.to('Settings');
    await walk.stop('Settings');
    const sections = page.locator('main a[href^="/settings/"]');
    expect(await sections.count()).toBe(role === 'admin' ? 11 : 1);
    await sections.filter({ hasText: 'Your account' }).click();
    await walk.stop('Your account');
    if (role === 'member') return;
    await walk.to('AI agents');
    await walk.stop('AI agents');
    await walk.to('Admin');
    await walk.stop('Overview');
  }

  it.each(WALKS)(
    '$role on $on: sign in, wall, camera, motion, incident, bell, settings, help, sign out',
    async ({ viewport, ...walker }) => {
      const walk = await signIn(walker, viewport);
      const { page } = walk;
      await watch(walk);
      await walk.to('Motion');
      await page.getByTestId('motion-row').first().waitFor();
      await walk.stop('Motion');
      if (walker.role === 'admin') await fileIncident(walk);
      await walk.to('Sentinel AI');
      await walk.stop('Sentinel AI');
      await readNotifications(walk, walker.role);
      await lookAtSettings(walk, walker.role);
      await walk.to('Help');
      await walk.stop('Help');
      // What a connection that opens asks for would be refused after the sign-out.
      await page.getByTestId('connection').getByText('Connected').waitFor();
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      // The help is open to everybody, so it stays.
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await walk.end();
    },
  );
});

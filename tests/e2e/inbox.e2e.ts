import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { newNodeClient, usbCamera } from '../support/node-client.ts';
import { addMember, OWNER } from '../support/people.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { toasts, toastsWith } from '../support/toasts.ts';
import { eventually } from '../support/wait.ts';

const BUDGET_MS = 15_000;
const CAMERAS = ['Front door', 'Till', 'Yard'];

interface Listed {
  readonly notifications: readonly {
    readonly kind: string;
    readonly quiet: boolean;
    readonly unread: boolean;
  }[];
}

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Notifications', exact: true });
/** The tab in front: pages behind it draw, and so take clicks, only now and then. */
const openBell = async (page: Page) => {
  await page.bringToFront();
  await bell(page).click();
};
const badge = async (page: Page) => (await page.getByTestId('badge').allInnerTexts())[0] ?? null;

describe('notifications in the dashboard', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let reporter: TestClient;
  let cameraIds: readonly string[];
  let first: Page;
  let second: Page;
  let member: Page;
  const watched: ReturnType<typeof watchPage>[] = [];
  const marked: string[] = [];

  async function open(email: string, password: string): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(BUDGET_MS);
    watched.push(watchPage(page, server.url));
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByTestId('tile').first().waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    return page;
  }

  async function motion(index: number, times = 1): Promise<void> {
    for (let count = 0; count < times; count += 1) {
      const answer = await reporter.post(`/api/cameras/${cameraIds[index]}/motion`, { score: 40 + count });
      expect(answer.status).toBe(200);
    }
  }

  const newest = async () => (await owner.get('/api/notifications')).json<Listed>().notifications;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    using node = await newNodeClient(owner, 'Shop PC');
    reporter = server.anonymous.with({ 'x-node-api-key': node.key });
    await node.register(CAMERAS.map((name, index) => usbCamera(`/dev/video${index * 2}`, name)));
    const listed = (await owner.get('/api/cameras')).json<{ name: string; camera_id: string }[]>();
    cameraIds = CAMERAS.map((name) => listed.find((camera) => camera.name === name)?.camera_id ?? '');
    const group = await owner.post('/api/camera-groups', { name: 'Outside', color: '#22c55e', icon: '🌳' });
    const { id } = group.json<{ id: number }>();
    await owner.ask('PUT', `/api/cameras/${cameraIds[2]}/group?group_id=${id}`);
    await addMember(owner, 'mia@example.com', 'member');
    first = await open(OWNER.email, OWNER.password);
    second = await first.context().newPage();
    second.setDefaultTimeout(BUDGET_MS);
    await second.goto(server.url);
    await second.getByText('Connected', { exact: true }).waitFor();
    member = await open('mia@example.com', 'another long password');
    first.on('request', (request) => {
      if (request.url().endsWith('/mark-viewed')) marked.push(request.url());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('a motion burst shows one grouped toast and the right badge in two tabs', async () => {
    const { unread } = (await owner.get('/api/notifications/unread-count')).json<{ unread: number }>();
    // No wait for badges between the motions: after six seconds without one another toast begins.
    await motion(0, 5);
    await toasts(first).getByText('Motion 5 times, up to 44%').waitFor();
    await motion(1);
    await motion(2);
    expect(await toastsWith(first, 'Motion on 3 cameras')).toHaveLength(1);
    for (const page of [first, second]) {
      await eventually('the badge counts', async () => Number(await badge(page)) === unread + 7);
    }
  });

  it('notify-integrations 126: opening counts everything as read once, and a live item while open is new again', async () => {
    await openBell(first);
    await panel(first).getByText('Motion on Yard').waitFor();
    for (const page of [first, second]) {
      await eventually('no badge', async () => (await badge(page)) === null);
    }
    expect(marked).toHaveLength(1);
    expect(await panel(first).getByRole('button', { name: 'Mark all read' }).count()).toBe(0);
    await motion(1);
    for (const page of [first, second]) {
      await eventually('the badge again', async () => (await badge(page)) === '1');
    }
    await panel(first).getByRole('button', { name: 'Mark all read' }).click();
    await eventually('no badge', async () => (await badge(second)) === null);
    expect(marked).toHaveLength(2);
    const marks = panel(first).locator('[data-new=true]');
    await eventually('nothing is marked as new', async () => (await marks.count()) === 0);
    await first.keyboard.press('Escape');
    await panel(first).waitFor({ state: 'detached' });
    await eventually('focus is back', () =>
      bell(first).evaluate((button) => button === document.activeElement),
    );
  });

  it('a camera snoozed from the bell makes no toast and no badge, its item is written as read, and it ends on demand', async () => {
    await openBell(first);
    await panel(first).getByRole('button', { name: 'Snooze Till' }).first().click();
    await first.getByRole('menuitem', { name: 'For 15 minutes' }).click();
    await first.getByText(/^Till: quiet until/).waitFor();
    for (const page of [first, second]) await page.getByTestId('quiet').waitFor();
    await first.keyboard.press('Escape');
    await eventually('older toasts are gone', async () => (await toasts(second).count()) === 0, 20_000);
    await motion(1, 3);
    await eventually(
      'the items are listed',
      async () => (await newest()).filter(({ quiet }) => quiet).length === 3,
    );
    // A toast or badge would come before that of a later motion elsewhere.
    await motion(0);
    expect(await toastsWith(second, 'Front door')).toHaveLength(1);
    await eventually('one new item', async () => (await badge(second)) === '1');

    await second.bringToFront();
    await second.getByTestId('tile').nth(1).hover();
    await second.getByRole('button', { name: 'More for Till' }).click();
    await second.getByRole('menuitem', { name: /^End snooze/ }).click();
    await first.getByTestId('quiet').waitFor({ state: 'detached' });
  });

  it('a group snoozed from a camera card keeps its cameras quiet', async () => {
    await first.bringToFront();
    await first.getByTestId('tile').nth(2).hover();
    await first.getByRole('button', { name: 'More for Yard' }).click();
    await first.getByRole('menuitem', { name: 'Snooze', exact: true }).press('ArrowRight');
    await first.getByText('Keep quiet: group Outside').waitFor();
    await first.getByRole('menuitem', { name: 'Until tomorrow 8:00 AM' }).last().click();
    await second.getByText('Quiet until tomorrow 8:00 AM').waitFor();
  });

  it('a member sees no admin-only item and is offered no snooze and no clearing', async () => {
    await openBell(member);
    await panel(member).getByText('Motion on Front door').first().waitFor();
    const kinds = await panel(member)
      .getByTestId('notification')
      .evaluateAll((all) => all.map((item) => item.dataset['kind']));
    expect(new Set(kinds)).toEqual(new Set(['motion']));
    expect((await newest()).map(({ kind }) => kind)).toContain('welcome');
    expect(
      await panel(member)
        .getByRole('button', { name: /Snooze|Clear all/ })
        .count(),
    ).toBe(0);
    await member.keyboard.press('Escape');
    await member.getByTestId('tile').first().hover();
    await member
      .getByRole('button', { name: /^More for/ })
      .first()
      .click();
    await member.getByRole('menuitem', { name: 'Open' }).waitFor();
    expect(await member.getByRole('menuitem', { name: /nooze/ }).count()).toBe(0);
    await member.keyboard.press('Escape');
  });

  it('the inbox page filters, keeps the filter in its address, and says when nothing matches', async () => {
    await openBell(first);
    await panel(first).getByRole('link', { name: 'Open the inbox' }).click();
    await first.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    const items = first.getByTestId('notification');
    await items.first().waitFor();
    await first.getByLabel('Camera', { exact: true }).selectOption('Till');
    await eventually('only the till', async () => {
      const titles = await items.allInnerTexts();
      return titles.length > 0 && titles.every((text) => text.includes('Till'));
    });
    await first.reload();
    await eventually('still only the till', async () => {
      const titles = await items.allInnerTexts();
      return titles.length > 0 && titles.every((text) => text.includes('Till'));
    });
    await first.getByText('Came while its camera was snoozed').first().waitFor();
    await first.getByLabel('Severity').selectOption('critical');
    await first.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await first.getByRole('button', { name: 'Show everything' }).click();
    await first.getByText('Welcome to Sentinel').waitFor();
    const before = await items.count();
    await motion(0);
    await eventually('a live item', async () => (await items.count()) === before + 1);
    expect(await items.first().getAttribute('data-new')).toBe('true');
  });

  it('clearing asks, empties every tab at once, and is taken back when the server refuses', async () => {
    await first.route('**/clear-all', (route) =>
      route.fulfill({ status: 503, contentType: 'application/json', body: '{"detail":"The disk is full."}' }),
    );
    const clear = async () => {
      await openBell(first);
      await panel(first).getByRole('button', { name: 'Clear all' }).click();
      const asking = first.getByRole('dialog', { name: 'Clear all notifications?' });
      await asking.getByRole('button', { name: 'Clear all' }).click();
    };
    await clear();
    await first.getByText('The disk is full.').waitFor();
    await panel(first).getByText('Welcome to Sentinel').waitFor();
    await first.unroute('**/clear-all');
    await first.keyboard.press('Escape');
    await clear();
    await panel(first).getByText('Nothing to tell').waitFor();
    await openBell(second);
    await panel(second).getByText('Nothing to tell').waitFor();
    await openBell(member);
    await panel(member).getByText('Nothing to tell').waitFor();
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.flatMap(({ foreign }) => foreign)).toEqual([]);
    expect(watched.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

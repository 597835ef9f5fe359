import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Request, Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardRoutes } from '../docs/dashboard-routes.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { newNodeClient, usbCameras } from '../support/node-client.ts';
import { setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import type { TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const TABS = 8;
const VISITOR_TABS = 3;
const LATE_MS = 2000;
const CLOCK_OFF_MS = 600_000;
const BUSY = 'The database is busy.';
/** Pages that are looked at without signing in; the others are inside the frame. */
const PUBLIC = /^\/(setup|sign-in|sign-up|invite|welcome|pricing|security|status|legal)(\/|$)/;
// What "could not be told" is an answer: the doctor's, about a computer that does not say whether it sleeps.
const SAYS_AWAY =
  /server is not answering|server cannot be reached|does not answer|No answer|could not be(?! told)/i;
const SAYS_WAIT = /…/;
const SAYS_BROKEN = /database is busy|could not be(?! told)|went wrong|status 500|not answering/i;
/**
 * What the frame itself keeps asking, whatever the page: again after each interruption of the events too. Who is
 * signed in is known meanwhile; a window that does not know yet says what went wrong.
 */
const OF_THE_FRAME =
  /^\/api\/(auth\/(config|me)|health\/detailed|notifications(\/unread-count|\/snoozes)?|system\/installation)$/;

interface Failure {
  readonly path: string;
  /** Path of the page or the script that asked. */
  readonly asker: string;
}

interface Tab {
  readonly page: Page;
  /** What the page threw and nobody caught. */
  readonly errors: string[];
  /** Requests that failed or were refused since the last navigation. */
  readonly failed: Failure[];
  /** Paths of the pages that were left. */
  readonly left: Set<string>;
  /** What has not been answered yet. */
  readonly asked: Set<Request>;
}

let browser: Browser;
let folder: ReturnType<typeof temporaryFolder>;
let port: number;
let server: TestServer;
let cookies: { name: string; value: string; url: string }[];
/** Every address of the dashboard with something behind it. */
let addresses: readonly string[];

function start(): Promise<TestServer> {
  return startTestServer({ dataDir: folder.path, config: { port } });
}

/** A camera, an incident and a webhook, so that the pages about one of them are not empty. */
async function furnish(owner: TestClient): Promise<Readonly<Record<string, string>>> {
  using node = await newNodeClient(owner);
  await node.register(usbCameras(2));
  const [camera] = (await owner.get('/api/cameras')).json<{ camera_id: string }[]>();
  const incident = await owner.post('/api/incidents', { title: 'Gate open', summary: 'Since 2 am.' });
  return {
    '/cameras/:id': `/cameras/${camera?.camera_id}`,
    '/incidents/:id': `/incidents/${incident.json<{ id: number }>().id}`,
    '/settings/nodes/:id': `/settings/nodes/${node.nodeId}`,
    '/settings/webhooks/:id': '/settings/webhooks/1',
    '/docs/:section': '/docs/network',
    '/sentinel/*': '/sentinel/history',
  };
}

beforeAll(async () => {
  folder = temporaryFolder();
  port = await anyFreePort();
  [browser, server] = await Promise.all([launchBrowser(), start()]);
  const owner = await setUpOwner(server.url);
  const [name = '', value = ''] = (owner.headers['cookie'] ?? '').split('=');
  cookies = [{ name, value, url: server.url }];
  const behind = await furnish(owner);
  addresses = [...dashboardRoutes(), '/sentinel/configure', '/sentinel/model'].map(
    (route) => behind[route] ?? route,
  );
  expect(addresses.filter((address) => /[:*]/.test(address))).toEqual([]);
  expect(addresses.length).toBeGreaterThan(40);
});

afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  folder?.[Symbol.dispose]();
});

function isPublic(address: string): boolean {
  return PUBLIC.test(address);
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

function failureOf(request: Request): Failure {
  return { path: pathOf(request.url()), asker: pathOf(request.headers()['referer'] ?? request.url()) };
}

/** What was asked in vain for the page that is shown: one that was left may have had to wait for its answers. */
function failuresHere({ page, failed, left }: Tab): readonly string[] {
  const here = pathOf(page.url());
  return failed.filter(({ asker }) => asker === here || !left.has(asker)).map(({ path }) => path);
}

async function openTab(context: BrowserContext, address: string): Promise<Tab> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const tab: Tab = { page, errors: [], failed: [], left: new Set(), asked: new Set() };
  page.on('pageerror', (error) => tab.errors.push(`${pathOf(page.url())}: ${error.message}`));
  page.on('request', (request) => tab.asked.add(request));
  page.on('requestfinished', (request) => tab.asked.delete(request));
  page.on('requestfailed', (request) => {
    tab.asked.delete(request);
    tab.failed.push(failureOf(request));
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) tab.failed.push(failureOf(answer.request()));
  });
  await page.goto(server.url + address);
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  return tab;
}

/** Goes to another page as a link does, without loading the window again. */
async function goTo({ page, failed, left }: Tab, address: string): Promise<void> {
  failed.length = 0;
  left.add(pathOf(page.url()));
  await page.evaluate((to) => {
    const heading = document.querySelector('h1');
    if (location.pathname !== to) heading?.setAttribute('data-before', heading.textContent);
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}

/** The page that was gone to has taken the place of the one before. */
function isDrawn({ page }: Tab): Promise<boolean> {
  return page.evaluate(() => {
    const heading = document.querySelector('h1');
    return heading !== null && heading.getAttribute('data-before') !== heading.textContent;
  });
}

function arrival(tab: Tab, address: string): Promise<boolean> {
  return eventually(`${address} is drawn`, () => isDrawn(tab), 20_000);
}

function wordsOn({ page }: Tab): Promise<string> {
  return page.locator('body').innerText();
}

/** Something is there, the frame around it works, and nothing was thrown. */
async function expectUsable(tab: Tab, address: string): Promise<void> {
  const { page, errors } = tab;
  const text = await page.locator('main').first().innerText();
  expect(text.trim().length, `${address} is not blank`).toBeGreaterThan(15);
  if (!isPublic(address)) {
    expect(await page.getByTestId('connection').isVisible(), `${address} has its frame`).toBe(true);
    await page.getByRole('link', { name: 'Motion', exact: true }).first().click({ trial: true });
  }
  expect(errors).toEqual([]);
}

type Visit = (tab: Tab, address: string) => Promise<void>;
type Prepare = (context: BrowserContext) => Promise<unknown>;

/** Shares the addresses among tabs that all work at once; visitors have a context of their own. */
class Tour {
  readonly #contexts: readonly BrowserContext[];
  readonly #groups: readonly { readonly tabs: readonly Tab[]; readonly addresses: readonly string[] }[];
  #turn = 0;

  private constructor(
    contexts: readonly BrowserContext[],
    groups: readonly { readonly tabs: readonly Tab[]; readonly addresses: readonly string[] }[],
  ) {
    this.#contexts = contexts;
    this.#groups = groups;
  }

  static async open(prepare: Prepare): Promise<Tour> {
    const contexts = await Promise.all(
      [cookies, []].map(async (theirs) => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        await context.addCookies(theirs);
        await prepare(context);
        return context;
      }),
    );
    const [people, visitors] = contexts;
    if (people === undefined || visitors === undefined) throw new Error('no contexts');
    const tabs = (context: BrowserContext, count: number, address: string) =>
      Promise.all(Array.from({ length: count }, () => openTab(context, address)));
    return new Tour(contexts, [
      {
        tabs: await tabs(people, TABS, '/settings/account'),
        addresses: addresses.filter((address) => !isPublic(address)),
      },
      { tabs: await tabs(visitors, VISITOR_TABS, '/welcome'), addresses: addresses.filter(isPublic) },
    ]);
  }

  get tabs(): readonly Tab[] {
    return this.#groups.flatMap(({ tabs }) => tabs);
  }

  /** Answers requests by this rule while `work` goes on. */
  async withRoute(
    url: string,
    rule: (route: Route) => Promise<void>,
    work: () => Promise<void>,
  ): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.route(url, rule)));
    try {
      await work();
    } finally {
      await Promise.all(this.#contexts.map((context) => context.unrouteAll({ behavior: 'ignoreErrors' })));
    }
  }

  /** Every address once, in a tab that has not been there before. Fails with what each was found wanting. */
  async visit(visit: Visit): Promise<void> {
    const wrong: string[] = [];
    const walks = this.#groups.flatMap(({ tabs, addresses: theirs }) =>
      tabs.map(async (tab, index) => {
        const share = (index + this.#turn) % tabs.length;
        for (const address of theirs.filter((_, place) => place % tabs.length === share)) {
          await visit(tab, address).catch((error: unknown) => wrong.push(`${address}: ${String(error)}`));
        }
      }),
    );
    this.#turn += 1;
    await Promise.all(walks);
    expect(wrong).toEqual([]);
  }
}

describe('every page of the dashboard', () => {
  let tour: Tour;

  it('says that the clock of the device is wrong', async () => {
    tour = await Tour.open((context) =>
      context.addInitScript((byMs) => {
        const Real = Date;
        globalThis.Date = class extends Real {
          constructor(...moment: [] | [number]) {
            super(moment.length === 0 ? Real.now() + byMs : moment[0]);
          }
          static override now(): number {
            return Real.now() + byMs;
          }
        } as DateConstructor;
      }, CLOCK_OFF_MS),
    );
    await tour.visit(async (tab, address) => {
      await goTo(tab, address);
      await arrival(tab, address);
      await expectUsable(tab, address);
      if (isPublic(address)) return;
      await tab.page.getByText('The clock of this device is 10 minutes ahead of the server’s.').waitFor();
    });
  });

  it('says what went wrong when the server answers nothing but errors', async () => {
    const refuse = (route: Route) => route.fulfill({ status: 500, json: { detail: BUSY } });
    const [{ page, errors } = expect.fail('no tab')] = tour.tabs;
    await tour.withRoute('**/api/**', refuse, async () => {
      await tour.visit(async (tab, address) => {
        await goTo(tab, address);
        await arrival(tab, address);
        await expectUsable(tab, address);
        await eventually(`${address} has its answers`, () => tab.asked.size === 0);
        const failed = failuresHere(tab);
        if (address !== '/notifications' && failed.every((path) => OF_THE_FRAME.test(path))) return;
        const what = `${address} says what went wrong, as these failed: ${failed.join(', ')}`;
        await eventually(what, async () => SAYS_BROKEN.test(await wordsOn(tab)));
      });
      await page.reload();
      await page.getByText(BUSY).first().waitFor();
    });
    await page.getByTestId('connection').waitFor();
    expect(errors).toEqual([]);
  });

  it('says that it waits when every answer is two seconds late', async () => {
    const delay = async (route: Route) => {
      await pause(LATE_MS);
      await route.fallback();
    };
    await tour.withRoute('**/*', delay, () =>
      tour.visit(async (tab, address) => {
        await goTo(tab, address);
        await eventually(
          `${address} says that it waits`,
          async () => (await isDrawn(tab)) || SAYS_WAIT.test(await wordsOn(tab)),
          1500,
        );
        await arrival(tab, address);
        await expectUsable(tab, address);
        await eventually(`${address} has its answers`, async () => !SAYS_BROKEN.test(await wordsOn(tab)));
      }),
    );
  });

  it('says that the server is away, keeps its frame, and goes on when it is back', async () => {
    await server[Symbol.asyncDispose]();
    try {
      await Promise.all(
        tour.tabs.slice(0, TABS).map(async ({ page }) => {
          await page.getByRole('dialog', { name: 'Sentinel cannot be reached' }).waitFor();
          await page.getByRole('button', { name: 'Show the page anyway' }).click();
        }),
      );
      await tour.visit(async (tab, address) => {
        await goTo(tab, address);
        await arrival(tab, address);
        await expectUsable(tab, address);
        if (isPublic(address) && failuresHere(tab).length === 0) return;
        await eventually(`${address} says that the server is away`, async () =>
          SAYS_AWAY.test(await wordsOn(tab)),
        );
      });
    } finally {
      server = await start();
    }
    for (const tab of tour.tabs) {
      const what = `${pathOf(tab.page.url())} is well again`;
      await eventually(what, async () => !SAYS_AWAY.test(await wordsOn(tab)), 20_000);
    }
  });
});

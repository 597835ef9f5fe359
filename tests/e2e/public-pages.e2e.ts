import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { watchPage } from '../support/watched-page.ts';
import { startClerkFrontend } from '../support/clerk-frontend-server.ts';
import { CLERK_SECRET_KEY, startClerkServer } from '../support/clerk-server.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const BUDGET_MS = 15_000;
/** The page that covers everything comes after five seconds of silence, found out by a probe or two. */
const COVER_MS = 30_000;

const PAGES = [
  ['public-pricing', '/pricing', 'Self-hosted: no plan needed'],
  ['public-security', '/security', 'Security'],
  ['public-status', '/status', 'Status'],
  ['public-terms', '/legal/terms', 'Terms'],
  ['public-privacy', '/legal/privacy', 'Privacy'],
  ['public-licences', '/legal/licences', 'Licences'],
] as const;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function visitor(): Promise<Page> {
  const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(BUDGET_MS);
  return page;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Nothing on the page says any more that it is being fetched. Such a note has words, but no accessible name. */
function fetched(page: Page): Promise<void> {
  const note = page.getByRole('status').filter({ hasText: '…' });
  return note.first().waitFor({ state: 'detached' });
}

describe('the public pages', () => {
  let server: TestServer;
  let owner: TestClient;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    server = await startTestServer();
    page = await visitor();
    watched = watchPage(page, server.url);
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it('a fresh installation is introduced, and leads to its setup', async () => {
    await page.goto(`${server.url}/welcome`);
    await page.getByRole('banner').getByRole('link', { name: 'Set up' }).click();
    await page.waitForURL('**/setup');
    owner = await server.owner();
  });

  it('the landing page shows the product, in the theme of the page, and leads in', async () => {
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole('link', { name: 'What is Sentinel?' }).click();
    await heading(page, 'See all your cameras. Now, and at home.').waitFor();
    const picture = page.getByRole('img', { name: /^The camera wall/ });
    await eventually('the picture is there', () =>
      picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 1000),
    );
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'light';
    });
    await eventually('the other picture', () =>
      picture.evaluate((image: HTMLImageElement) => image.complete && image.src.includes('light')),
    );
    await inspectPage(page, 'public-welcome');
    await page.getByRole('link', { name: 'What that means' }).click();
    await heading(page, 'Self-hosted: no plan needed').waitFor();
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').waitFor();
    expect(await page.title()).toBe('Sentinel Command Center');
  });

  it.each(PAGES)('%s is a whole page for anybody', async (name, path, title) => {
    await page.goto(server.url + path);
    await heading(page, title).waitFor();
    await fetched(page);
    await eventually(
      'the tab has its name',
      async () => (await page.title()) === `${title} · Sentinel Command Center`,
    );
    // The terms are made of the same parts as the page about privacy.
    if (name !== 'public-terms') await inspectPage(page, name);
  });

  it('every link of the header and the footer leads to a page', async () => {
    await page.goto(`${server.url}/welcome`);
    await page.getByRole('contentinfo').waitFor();
    const hrefs = await page
      .locator('header a, footer a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const href of new Set(hrefs)) {
      if (href === '#content') continue;
      await page.goto(server.url + href);
      // Until it is known who looks, the heading is the name of the product.
      await page
        .getByRole('heading', { level: 1 })
        .filter({ hasNotText: 'Sentinel Command Center' })
        .waitFor();
      expect(await page.getByText('This page does not exist').count(), href).toBe(0);
      // A visitor who asks for what does not exist is sent to the sign-in.
      expect(new URL(page.url()).pathname).toBe(new URL(href, server.url).pathname);
    }
  });

  it('security.txt leads to the part about reporting, below the header', async () => {
    const text = await (await fetch(`${server.url}/security.txt`)).text();
    const [, anchor = ''] = /^Policy: \S+(\/security#\S+)$/m.exec(text) ?? [];
    await page.goto(server.url + anchor);
    const title = page.getByRole('heading', { name: 'Report a weakness' });
    await title.waitFor();
    await eventually('scrolled to it', async () => {
      const top = (await title.boundingBox())?.y ?? 0;
      return top > 64 && top < 700 && (await page.evaluate(() => scrollY)) > 400;
    });
  });

  it('legal tabs lead from one page to the next, and a search finds a licence', async () => {
    await page.goto(`${server.url}/legal`);
    const tabs = page.getByRole('navigation', { name: 'Legal pages' });
    await tabs.getByRole('link', { name: 'Licences' }).click();
    const rows = page.getByRole('table', { name: 'Packages' }).getByRole('row');
    await eventually('the first packages', async () => (await rows.count()) === 51);
    await page.getByRole('button', { name: /^Show all/ }).click();
    await eventually('all packages', async () => (await rows.count()) > 300);
    await page.getByLabel('Find a package or licence').fill('inter');
    await eventually('fewer packages', async () => (await rows.count()) < 300);
    await page.getByRole('cell', { name: '@fontsource-variable/inter' }).waitFor();
    await page.getByLabel('Find a package or licence').fill('no such thing');
    await page.getByText('Nothing here is called that.').waitFor();
    const href = await page.getByRole('link', { name: 'one file' }).getAttribute('href');
    const texts = await fetch(server.url + (href ?? ''));
    expect(texts.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await texts.text()).toContain('Copyright (c) Meta Platforms');
  });

  it('is read by keyboard: past the header to the page', async () => {
    await page.goto(`${server.url}/security`);
    await heading(page, 'Security').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually('the page has the focus', () =>
      page.evaluate(() => document.activeElement?.id === 'content'),
    );
  });

  it('the appearance can be chosen without an account, and is kept', async () => {
    await page.getByLabel('Appearance').selectOption('light');
    await page.reload();
    await heading(page, 'Security').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
  });

  it('the language can be chosen without an account, and every page then speaks it', async () => {
    await page.goto(`${server.url}/security`);
    await page.getByLabel('Language').selectOption('Deutsch');
    await heading(page, 'Sicherheit').waitFor();
    await page.setViewportSize({ width: 320, height: 640 });
    for (const [name, path] of [['public-welcome', '/welcome'], ...PAGES]) {
      await page.goto(server.url + path);
      await page.getByRole('contentinfo').getByText('Rechtliches').waitFor();
      await fetched(page);
      await eventually(`${name} fits 320 px in German`, () =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      );
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByLabel('Sprache').selectOption('English');
    await heading(page, 'Licences').waitFor();
  });

  it('somebody who is signed in is led back to the dashboard', async () => {
    const signedIn = await signedInPage(browser, server.url, owner);
    await signedIn.goto(`${server.url}/welcome`);
    await signedIn.getByRole('banner').getByRole('link', { name: 'Open dashboard' }).click();
    await signedIn.getByRole('heading', { name: /Welcome, Olga/ }).waitFor();
    await signedIn.context().close();
  });

  it('the manifest and its icons are there, in the sizes they say', async () => {
    const answer = await fetch(`${server.url}/manifest.webmanifest`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/manifest\+json/);
    const { icons } = (await answer.json()) as { icons: { src: string; sizes: string; type: string }[] };
    await page.goto(`${server.url}/welcome`);
    for (const { src, sizes, type } of [
      ...icons,
      { src: '/icons/apple-touch-icon.png', sizes: '180x180', type: 'image/png' },
    ]) {
      expect((await fetch(server.url + src)).headers.get('content-type'), src).toContain(type);
      const size = await page.evaluate(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, src);
      if (sizes !== 'any') expect(size, src).toBe(sizes);
    }
    expect((await fetch(`${server.url}/favicon.ico`)).headers.get('content-type')).toContain('icon');
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

describe('a server that does not do as it should', () => {
  it('status: silence, errors and clocks that differ are said in words', async () => {
    await using server = await startTestServer();
    await server.owner();
    const page = await visitor();
    let answer: 'as is' | 'broken' | 'late clock' | 'trouble' = 'trouble';
    await page.route('**/api/health/detailed', async (route) => {
      if (answer === 'broken') return route.fulfill({ status: 500, body: '{"detail":"x"}' });
      const response = await route.fetch().catch(() => undefined);
      if (response === undefined) return route.abort();
      const health = (await response.json()) as {
        status: string;
        time: string;
        checks: Record<string, object>;
      };
      if (answer === 'late clock') health.time = new Date(Date.now() - 600_000).toISOString();
      if (answer === 'trouble') {
        health.status = 'unhealthy';
        health.checks['disk'] = { status: 'critical', percent_used: 98.2 };
      }
      return route.fulfill({ response, json: health });
    });
    await page.goto(`${server.url}/status`);
    await page.getByRole('heading', { name: 'Something does not work' }).waitFor();
    await page.getByText('98% used.').waitFor();
    await page.getByText('Make room now: old backups first.').waitFor();
    await inspectPage(page, 'public-status-trouble');
    answer = 'late clock';
    await page.reload();
    await page.getByText('10 minutes apart').waitFor();
    answer = 'broken';
    await page.reload();
    await page.getByText('The server answers, but cannot tell how it is.').waitFor();
    answer = 'as is';
    await page.reload();
    await page.getByRole('heading', { name: 'Everything works' }).waitFor();
    await page.route('**/api/health**', (route) => route.abort());
    await page.getByRole('alert').getByText('The server does not answer.').waitFor({ timeout: COVER_MS });
    await page.close();
  });

  it('a part that cannot be fetched leaves a page with a way on, not a blank window', async () => {
    await using server = await startTestServer();
    const page = await visitor();
    await page.goto(`${server.url}/welcome`);
    await heading(page, 'See all your cameras. Now, and at home.').waitFor();
    await page.route('**/assets/security-page*', (route) => route.fulfill({ status: 404, body: '{}' }));
    await page.getByRole('contentinfo').getByRole('link', { name: 'Security', exact: true }).click();
    await heading(page, 'This page could not be opened').waitFor();
    await inspectPage(page, 'page-not-opened');
    await page.unroute('**/assets/security-page*');
    await page.getByRole('button', { name: 'Reload' }).click();
    await heading(page, 'Security').waitFor();

    // The same because the server is away: the page opens by itself when it is back.
    await page.route(/assets\/terms-page|api\/health$/, (route) => route.abort());
    await page.getByRole('contentinfo').getByRole('link', { name: 'Terms' }).click();
    await page.getByText('The page opens by itself as soon as it answers.').waitFor();
    await page.unrouteAll();
    await heading(page, 'Terms').waitFor();
    await page.close();
  });
});

describe('the server goes away and comes back', () => {
  it('is said over the whole page, what was typed stays, and a newer server offers a reload', async () => {
    using folder = temporaryFolder();
    // It must still be free when the server comes back.
    const port = await anyFreePort();
    let server = await startTestServer({ dataDir: folder.path, config: { port } });
    const owner = await server.owner();
    const page = await signedInPage(browser, server.url, owner);
    await page.goto(`${server.url}/settings/nodes?add`);
    await page.getByLabel('Name', { exact: true }).fill('Half a na');
    await page.getByText('Connected', { exact: true }).waitFor();
    await server[Symbol.asyncDispose]();

    const cover = page.getByRole('dialog', { name: 'Sentinel cannot be reached' });
    await cover.waitFor({ timeout: COVER_MS });
    await inspectPage(page, 'out-of-reach');
    await cover.getByRole('button', { name: 'Show the page anyway' }).click();
    await cover.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Half a na');

    server = await startTestServer({ dataDir: folder.path, config: { port, version: '9.9.9' } });
    try {
      const offer = page.getByText('Sentinel was updated to version 9.9.9.');
      await page.keyboard.press('Escape');
      await offer.waitFor({ timeout: COVER_MS });
      await eventually('no alert is left', async () => (await page.getByRole('alert').count()) === 0);
      await inspectPage(page, 'new-version');
      await page.getByRole('button', { name: 'Later' }).click();
      await offer.waitFor({ state: 'detached' });
      await page.reload();
      await offer.waitFor();
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()]);
      await page.getByRole('heading', { level: 1, name: 'Nodes' }).waitFor();
    } finally {
      await page.context().close();
      await server[Symbol.asyncDispose]();
    }
  });

  it('goes away by itself once the server answers, and comes again with the next silence', async () => {
    using folder = temporaryFolder();
    const port = await anyFreePort();
    let server = await startTestServer({ dataDir: folder.path, config: { port } });
    const page = await signedInPage(browser, server.url, await server.owner());
    await page.goto(server.url);
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.getByRole('heading', { name: /Welcome, Olga/ }).waitFor();
    const cover = page.getByRole('dialog', { name: 'Sentinel cannot be reached' });
    for (const round of [1, 2]) {
      await server[Symbol.asyncDispose]();
      await cover.waitFor({ timeout: COVER_MS });
      server = await startTestServer({ dataDir: folder.path, config: { port } });
      await cover.waitFor({ state: 'detached', timeout: COVER_MS });
      await page.getByText('Connected', { exact: true }).waitFor({ timeout: COVER_MS });
      expect(await page.getByText('was updated').count(), `round ${round}`).toBe(0);
    }
    await page.context().close();
    await server[Symbol.asyncDispose]();
  });
});

describe('an installation with billed plans', () => {
  it('the page about plans lists them, and names nobody else’s price', async () => {
    await using clerk = await startClerkServer();
    await using frontend = await startClerkFrontend(clerk);
    await using server = await startTestServer({
      config: {
        clerk: {
          secretKey: CLERK_SECRET_KEY,
          publishableKey: frontend.publishableKey,
          jwtKey: undefined,
          apiUrl: clerk.url,
        },
      },
    });
    const context = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(BUDGET_MS);
    await page.goto(`${server.url}/pricing`);
    await heading(page, 'Plans').waitFor();
    for (const name of ['Free', 'Pro', 'Pro Plus'])
      await page.getByRole('heading', { level: 3, name, exact: true }).waitFor();
    expect(await page.getByRole('main').innerText()).not.toMatch(/[$€£]/);
    await inspectPage(page, 'public-plans');
    await page.goto(`${server.url}/legal/privacy`);
    await page.getByText('kept by Clerk, a sign-in service').waitFor();
    await context.close();
  });
});

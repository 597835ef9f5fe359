import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { newNodeClient, usbCameras } from '../support/node-client.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const PHONE = { width: 390, height: 844 };
/** The main page of each part, with its heading in German. */
const PAGES = [
  ['/', 'Kameras'],
  ['/motion', 'Bewegung'],
  ['/settings/account', 'Ihr Konto'],
  ['/settings/notifications', 'Benachrichtigungen'],
  ['/incidents', 'Vorfälle'],
  ['/docs', 'Hilfe'],
] as const;

const language = (page: Page) => page.evaluate(() => document.documentElement.lang);

describe('the dashboard in another language', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let german: BrowserContext;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  /** A browser of this locale in which the owner is signed in. */
  async function contextOf(locale: string): Promise<BrowserContext> {
    const context = await browser.newContext({ locale, timezoneId: 'Europe/Berlin' });
    const [name = '', value = ''] = (owner.headers['cookie'] ?? '').split('=');
    await context.addCookies([{ name, value, url: server.url }]);
    context.setDefaultTimeout(15_000);
    return context;
  }

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    using node = await newNodeClient(owner, 'Büro');
    await node.register(usbCameras(2));
    await owner.post('/api/incidents', { title: 'Hintertür offen', severity: 'high', summary: 'Am Morgen.' });
    german = await contextOf('de-DE');
    page = await german.newPage();
    watched = watchPage(page, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('a German browser sees German everywhere, and a phone needs no scrolling sideways', async () => {
    await page.setViewportSize(PHONE);
    for (const [path, heading] of PAGES) {
      await page.goto(server.url + path);
      await page.getByRole('heading', { name: heading }).first().waitFor();
      expect(await language(page)).toBe('de');
      await eventually(`${path} fits`, () =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      );
    }
  });

  it('says dates, times and numbers as German does', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${server.url}/incidents`);
    await page.getByText('Hintertür offen').first().waitFor();
    await page
      .getByText(/^(jetzt|vor \d+ (Sekunden?|Minuten?))$/)
      .filter({ visible: true })
      .first()
      .waitFor();
  });

  it('the palette finds pages by German words', async () => {
    for (const [typed, label] of [
      ['einstell', 'Einstellungen'],
      ['helle farb', 'Helle Farben verwenden'],
      ['protokoll', 'Protokoll'],
    ]) {
      await page.keyboard.press('Control+k');
      const field = page.getByRole('dialog').getByRole('combobox');
      await field.fill(typed ?? '');
      await page
        .getByRole('option', { selected: true })
        .getByText(label ?? '')
        .waitFor();
      await page.keyboard.press('Escape');
      await field.waitFor({ state: 'detached' });
    }
  });

  it('a choice overrides the browser, stays, and can be taken back', async () => {
    await page.goto(`${server.url}/settings/account`);
    await page.getByLabel('Sprache').selectOption('English');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await language(page)).toBe('en');
    await page.reload();
    await page.getByLabel('Language').selectOption('As this browser');
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor();
    // The same choice is in the menu of the account.
    await page.getByRole('button', { name: /^Konto von/ }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('another language than ours means English', async () => {
    const french = await contextOf('fr-FR');
    const other = await french.newPage();
    await other.goto(server.url);
    await other.getByRole('link', { name: 'Cameras' }).waitFor();
    expect(await language(other)).toBe('en');
    await french.close();
  });

  it('asks no other host and raises no error', () => {
    expect([watched.foreign, watched.errors]).toEqual([[], []]);
  });
});

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocSection, SECTIONS, sectionPath } from '../../renderer/features/docs/sections.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const BUDGET_MS = 15_000;
const search = (page: Page) => page.getByRole('combobox', { name: 'Search the help' });
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** How far a place is from the top of the window, px. */
function topOf(page: Page, id: string): Promise<number> {
  return page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().top);
}

async function hasDrawing(section: DocSection): Promise<boolean> {
  return (await section.load()).some(({ kind }) => kind === 'diagram');
}

/** Words of drawings that reach out of the picture or of the box they stand in. */
function spilled(page: Page): Promise<string[]> {
  return page.locator('svg[data-diagram]').evaluateAll(async (drawings) => {
    // Until our font is there another one is shown, in which words are wider.
    await document.fonts.ready;
    return drawings.flatMap((drawing) => {
      const frame = drawing.getBoundingClientRect();
      return [...drawing.querySelectorAll('text')].flatMap((text) => {
        const words = text.getBoundingClientRect();
        const sibling = text.parentElement?.querySelector(':scope > rect');
        const room = sibling?.getBoundingClientRect() ?? frame;
        const isMark = text.previousElementSibling?.tagName === 'circle';
        const fits = isMark || (words.left >= room.left && words.right <= room.right);
        return fits && words.right <= frame.right + 1 ? [] : [text.textContent ?? ''];
      });
    });
  });
}

describe('the help', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let visitor: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    visitor = await context.newPage();
    visitor.setDefaultTimeout(BUDGET_MS);
    watched = watchPage(visitor, server.url);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  it('can be read without signing in, from the first page to the last', async () => {
    await visitor.goto(`${server.url}/docs`);
    await visitor
      .getByRole('main')
      .getByRole('link', { name: /^Getting started/ })
      .first()
      .click();
    for (const [index, section] of SECTIONS.entries()) {
      await title(visitor, section.title).waitFor();
      expect(new URL(visitor.url()).pathname).toBe(sectionPath(section));
      await eventually('the tab has the name of the page', async () =>
        (await visitor.title()).startsWith(section.title),
      );
      expect(await spilled(visitor), section.id).toEqual([]);
      const next = visitor.getByRole('link', { name: /^Next/ });
      if (index < SECTIONS.length - 1) await next.click();
      else expect(await next.count()).toBe(0);
    }
    expect(await visitor.locator('text=/%[a-z]\\w*%|undefined/').count()).toBe(0);
  });

  it('fits every screen in both themes', { timeout: 600_000 }, async () => {
    await visitor.goto(`${server.url}/docs`);
    await title(visitor, 'Help').waitFor();
    await inspectPage(visitor, 'docs');
    for (const [index, section] of SECTIONS.entries()) {
      // All are made of the same parts; every sixth is looked at in all ways, and those with drawings narrow.
      const isInspected = index % 6 === 0;
      if (!isInspected && !(await hasDrawing(section))) continue;
      await visitor.goto(`${server.url}${sectionPath(section)}`);
      await title(visitor, section.title).waitFor();
      if (isInspected) await inspectPage(visitor, `docs-${section.id}`);
      await visitor.setViewportSize({ width: 320, height: 640 });
      expect(await spilled(visitor), section.id).toEqual([]);
      await visitor.setViewportSize({ width: 1440, height: 900 });
    }
  });

  it('is searched with the keyboard alone', async () => {
    await visitor.goto(`${server.url}/docs`);
    await title(visitor, 'Help').waitFor();
    // It listens to keys a moment after it is drawn, and then names the tab.
    await eventually('the page listens', async () => (await visitor.title()).startsWith('Help'));
    await visitor.keyboard.press('/');
    await visitor.keyboard.type('lost password');
    const options = visitor.getByRole('option');
    await options.first().waitFor();
    expect(await options.first().innerText()).toContain('A lost password');
    expect(await visitor.locator('[role=option] mark').first().innerText()).toMatch(/lost|password/i);
    await visitor.keyboard.press('ArrowDown');
    await eventually(
      'the second is chosen',
      async () => (await options.nth(1).getAttribute('aria-selected')) === 'true',
    );
    await visitor.keyboard.press('ArrowUp');
    await visitor.keyboard.press('Enter');
    await title(visitor, 'Accounts').waitFor();
    await eventually('its address', () => visitor.url() === `${server.url}/docs/accounts#a-lost-password`);
    await eventually('the place is in view', async () => {
      const top = await topOf(visitor, 'a-lost-password');
      return top >= 0 && top < 400;
    });
    expect(await search(visitor).inputValue()).toBe('');
  });

  it('says so when nothing is found, and Esc clears the search', async () => {
    await search(visitor).fill('xylophone');
    await visitor.getByText('Nothing found for “xylophone”').waitFor();
    await search(visitor).fill('record');
    await visitor.getByRole('option').first().waitFor();
    await inspectPage(visitor, 'docs-search');
    await search(visitor).press('Escape');
    expect(await search(visitor).inputValue()).toBe('');
    expect(await visitor.getByRole('listbox', { name: 'Results' }).count()).toBe(0);
  });

  it('links to places: by address, and with a link to copy', async () => {
    await visitor.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visitor.goto(`${server.url}/docs/network#from-outside`);
    await eventually('the place is in view', async () => {
      const top = await topOf(visitor, 'from-outside');
      return top >= 0 && top < 500;
    });
    await visitor.getByRole('button', { name: 'Copy the link to “Names”' }).click();
    await visitor.getByText('Link copied').waitFor();
    const copied = await visitor.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${server.url}/docs/network#names`);
    await visitor
      .getByRole('navigation', { name: 'Contents' })
      .getByRole('link', { name: 'Open one port' })
      .click();
    await eventually('the contents lead there', async () => (await topOf(visitor, 'open-one-port')) < 300);
    await visitor.goBack();
    await eventually('back is back', () => Promise.resolve(!visitor.url().endsWith('#open-one-port')));
  });

  it('copies lines as they are', async () => {
    await visitor.goto(`${server.url}/docs/backup`);
    await visitor.getByRole('button', { name: 'Copy these lines' }).nth(1).click();
    await visitor.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await visitor.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe('npm run restore -- /mnt/usb/cameras.db');
  });

  it('has its contents in a drawer on phones', async () => {
    await visitor.setViewportSize({ width: 390, height: 844 });
    await visitor.goto(`${server.url}/docs/motion`);
    await title(visitor, 'Motion').waitFor();
    await visitor.getByRole('button', { name: 'Contents' }).click();
    const drawer = visitor.getByRole('dialog', { name: 'Help' });
    await drawer.waitFor();
    await eventually('the drawer has settled', () =>
      visitor.evaluate(() => document.getAnimations().length === 0),
    );
    await visitor.screenshot({ path: 'test-results/dashboard/docs-drawer-390.png' });
    await drawer.getByRole('link', { name: 'Incidents' }).click();
    await title(visitor, 'Incidents').waitFor();
    expect(await drawer.count()).toBe(0);
    await visitor.setViewportSize({ width: 1440, height: 900 });
  });

  it('prints one page alone, light and without menus', async () => {
    await visitor.goto(`${server.url}/docs/incidents`);
    await title(visitor, 'Incidents').waitFor();
    await visitor.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await visitor.emulateMedia({ media: 'print' });
    expect(await visitor.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
    expect(await visitor.getByRole('button').filter({ visible: true }).count()).toBe(0);
    expect(await search(visitor).isVisible()).toBe(false);
    expect(await visitor.locator('footer').isVisible()).toBe(false);
    expect(await title(visitor, 'Incidents').isVisible()).toBe(true);
    expect(await visitor.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
    await visitor.screenshot({ path: 'test-results/dashboard/docs-print.png', fullPage: true });
    await visitor.emulateMedia({ media: 'screen' });
    await visitor.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await visitor.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });

  it('says so for a page that does not exist', async () => {
    await visitor.goto(`${server.url}/docs/nothing`);
    await title(visitor, 'There is no such page in the help').waitFor();
    await visitor.getByRole('link', { name: 'All pages of the help' }).click();
    await title(visitor, 'Help').waitFor();
  });

  it('stays inside the dashboard for those who are signed in', async () => {
    const page = await signedInPage(browser, server.url, owner);
    await page.goto(server.url);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Help' }).click();
    await title(page, 'Help').waitFor();
    expect(new URL(page.url()).pathname).toBe('/docs');
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Live view/ })
      .last()
      .click();
    await title(page, 'Live view').waitFor();
    await inspectPage(page, 'docs-signed-in');
    await page.close();
  });

  it('speaks German to those whose browser does, in drawings that fit and in its search', async () => {
    const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    page.setDefaultTimeout(BUDGET_MS);
    await page.goto(`${server.url}/docs/live-view`);
    await page.getByText('innerhalb von 2,8 Sekunden').waitFor();
    for (const section of SECTIONS) {
      if (!(await hasDrawing(section))) continue;
      await page.goto(`${server.url}${sectionPath(section)}`);
      await page.locator('svg[data-diagram]').first().waitFor();
      expect(await spilled(page), section.id).toEqual([]);
    }
    await page.getByRole('combobox', { name: 'Hilfe durchsuchen' }).fill('verlorenes passwort');
    await page.getByRole('option', { name: 'Ein verlorenes Passwort' }).click();
    await title(page, 'Konten').waitFor();
    await eventually('its address', () => page.url() === `${server.url}/docs/accounts#a-lost-password`);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await context.close();
  });

  it('is one or two taps away on phones', async () => {
    const member = await addMember(owner, 'mia@example.com', 'member');
    for (const person of [owner, member]) {
      const page = await signedInPage(browser, server.url, person);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(server.url);
      const bar = page.getByRole('navigation', { name: 'Main' });
      if (person === member) await bar.getByRole('link', { name: 'Help' }).click();
      else {
        await bar.getByRole('button', { name: 'More places' }).click();
        await page.getByRole('menuitem', { name: 'Help' }).click();
      }
      await title(page, 'Help').waitFor();
      await page.close();
    }
  });

  it('opens behind a button that was pressed before its menu had arrived', async () => {
    const page = await signedInPage(browser, server.url, owner);
    const menu = Promise.withResolvers<void>();
    await page.route(/menu-popup/, async (route) => {
      await menu.promise;
      await route.continue();
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(server.url);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'More places' }).click();
    menu.resolve();
    await page.getByRole('menuitem', { name: 'Help' }).click();
    await title(page, 'Help').waitFor();
    await page.close();
  });

  it('asked no other host and reported no error', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

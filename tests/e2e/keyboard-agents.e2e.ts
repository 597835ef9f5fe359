import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { newNodeClient, usbCameras } from '../support/node-client.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const TAB_MOST = 60;

/** What the keyboard is on, by its accessible name. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    const label = element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
    return (element?.getAttribute('aria-label') ?? label).trim();
  });
}

/** Presses Tab until the focus is on a control whose name begins like this; it must be visibly focused there. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  for (let count = 0; count < TAB_MOST; count += 1) {
    if ((await focusedName(page)).startsWith(name)) {
      const isSeen = await page.evaluate(() => {
        const element = document.activeElement;
        const marked = element?.closest('label') ?? element;
        return [element, marked].some(
          (one) => one instanceof Element && getComputedStyle(one).outlineStyle !== 'none',
        );
      });
      expect(isSeen, `the focus on ${name} is visible`).toBe(true);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never reached "${name}"; the focus is on "${await focusedName(page)}"`);
}

describe('incidents and agents without a mouse', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    const owner = await server.owner();
    using node = await newNodeClient(owner, 'Shop PC');
    await node.register(usbCameras(2));
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('files an incident from a camera, and the focus is in the form and then on the report', async () => {
    // The wall asks for video and begins to listen for keys in one step.
    await Promise.all([page.waitForRequest('**/stream.m3u8*'), page.goto(server.url)]);
    await eventually('two tiles', async () => (await page.getByTestId('tile').count()) === 2);
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cameras/*');
    await page.getByText('Camera ID').waitFor();
    // The page takes the focus and begins to listen for keys in one step.
    await page.locator('[data-testid=tile]:focus').waitFor();
    await page.keyboard.press('i');
    await page.getByRole('dialog', { name: 'File an incident' }).waitFor();
    await tabTo(page, 'Title');
    await page.keyboard.type('Back door left open');
    await tabTo(page, 'Summary');
    await page.keyboard.type('It stood open all night.');
    await tabTo(page, 'Severity');
    await page.keyboard.press('ArrowDown');
    // The camera sends nothing, so neither is wanted.
    for (const evidence of ['The last 15 seconds', 'A picture taken now']) {
      await tabTo(page, evidence);
      await page.keyboard.press('Space');
    }
    await tabTo(page, 'File incident');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/incidents/*');
    await page.getByRole('heading', { level: 1, name: 'Back door left open' }).waitFor();
    expect(await page.locator('[data-severity=high]').count()).toBe(1);
    await tabTo(page, 'Acknowledge');
    await page.keyboard.press('Enter');
    await page.getByText('Acknowledged', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/incidents');
  });

  it('makes a key and copies it, also where the page has no clipboard of its own', async () => {
    // As on http://192.168.x.y: the clipboard of the browser is for secure pages alone.
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'));
    await page.goto(`${server.url}/mcp`);
    // The heading is there before the plan is known.
    await page.getByRole('button', { name: 'Make a key' }).first().waitFor();
    await tabTo(page, 'Make a key');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Make a key for an agent' }).waitFor();
    await tabTo(page, 'Name');
    await page.keyboard.type('Counter tablet');
    await tabTo(page, 'Read-only');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByText('16 of 23 tools').waitFor();
    await tabTo(page, 'Make key');
    await page.keyboard.press('Enter');
    const shown = page.getByRole('dialog', { name: 'Key of Counter tablet' });
    const key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
    await tabTo(page, 'Copy');
    await page.keyboard.press('Enter');
    await shown.getByText('Copied.').waitFor();
    await tabTo(page, 'I saved it');
    await page.keyboard.press('Enter');
    await shown.waitFor({ state: 'detached' });
    await eventually('the next step has the focus', async () =>
      (await focusedName(page)).startsWith('Connect a client'),
    );
    await tabTo(page, 'Use another key');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Key you already have');
    await page.keyboard.press('Control+v');
    expect(await page.getByLabel('Key you already have').inputValue()).toBe(key);
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { chooseLine, expectVisibleFocus, focusedName, tabTo } from '../support/keyboard.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

/** First entries of a form, each reached by Tab. */
async function fill(page: Page, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(entries)) {
    await tabTo(page, label);
    await page.keyboard.type(text);
  }
}

/** A dialog is gone and the focus is where it was before. */
async function backOn(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually('the focus is back', async () => (await focusedName(page)).includes(name), 5000);
  await expectVisibleFocus(page, name);
}

/** What opened the dialog may have gone with its page; the page that opened instead has the keys then. */
async function keepsFocus(page: Page): Promise<void> {
  await eventually('the focus is not lost', () =>
    page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body),
  );
}

describe('the first day without a mouse', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(15_000);
    watched = watchPage(page, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('sets a fresh machine up, and a mistake leads back to its field', async () => {
    await page.goto(server.url);
    await page.waitForURL('**/setup');
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await fill(page, { 'Name of this place': 'Corner Shop', 'Your name': 'Olga', 'Your e-mail': 'olga' });
    await page.keyboard.press('Enter');
    await page.getByText('Enter an e-mail address like name@example.com').waitFor();
    await eventually(
      'the wrong entry has the focus',
      async () => (await focusedName(page)) === 'Your e-mail',
    );
    await expectVisibleFocus(page, 'the wrong entry');
    await page.keyboard.type('@example.com');
    await fill(page, { Password: 'correct horse battery' });
    await tabTo(page, 'Show password');
    await page.keyboard.press('Space');
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');
    await tabTo(page, 'Create my command center');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Welcome, Olga/ }).waitFor();
  });

  it('skips the menu, adds a node and copies its line', async () => {
    await page.reload();
    await page.getByRole('heading', { name: /Welcome, Olga/ }).waitFor();
    await tabTo(page, 'Skip to the page');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Add node');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor();
    await fill(page, { Name: 'Back office' });
    await page.keyboard.press('Enter');
    const key = page.getByRole('dialog', { name: 'Connect Back office' });
    await key.waitFor();
    await tabTo(page, 'Windows');
    await page.keyboard.press('Enter');
    await key.getByText('in PowerShell').waitFor();
    await tabTo(page, 'Copy: Run this');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Copied: Run this');
    await tabTo(page, 'I have copied it');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keepsFocus(page);
  });

  it('a dialog opened by a menu gives the focus back to the button of the menu', async () => {
    const actions = 'Actions for Back office';
    for (const [line, title] of [
      ['Replace its key', 'Replace the key of Back office?'],
      ['Delete node', 'Delete Back office?'],
    ] as const) {
      await tabTo(page, actions);
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: line }).waitFor();
      await chooseLine(page, line);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: title }).waitFor();
      await page.keyboard.press('Escape');
      await backOn(page, actions);
    }
  });

  it('invites a member, and the focus returns', async () => {
    await page.goto(`${server.url}/settings/members`);
    await page.getByRole('heading', { name: 'People' }).waitFor();
    await tabTo(page, 'Invite somebody');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Invite somebody' }).waitFor();
    await fill(page, { 'Their e-mail': 'mia@example.com' });
    await tabTo(page, 'They may');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Create invitation link');
    await page.keyboard.press('Enter');
    const link = page.getByRole('dialog', { name: 'Send them this link' });
    await link.waitFor();
    expect(await link.getByLabel('Invitation link', { exact: true }).inputValue()).toContain(
      '/invite?token=',
    );
    await tabTo(page, 'Copy: Invitation link');
    await page.keyboard.press('Enter');
    await link.getByText('Copied.').waitFor();
    await tabTo(page, 'Done');
    await page.keyboard.press('Enter');
    await backOn(page, 'Invite somebody');
    await page.getByText('mia@example.com').waitFor();
    expect(await page.getByText('Administrator ·').count()).toBeGreaterThan(0);
  });

  it('asks no other host and raises no error', () => {
    expect([watched.foreign, watched.errors]).toEqual([[], []]);
  });
});

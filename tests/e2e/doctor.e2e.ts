import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const DAY_MS = 86_400_000;

describe('the page of the doctor', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.owner();
    browser = await launchBrowser();
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const finding = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

  it('is a tab of the admin area and examines at once', async () => {
    await page.goto(`${server.url}/admin`);
    await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Doctor' }).click();
    await page.getByRole('heading', { name: 'Doctor', level: 1 }).waitFor();
    await finding('Live video')
      .getByText(/test camera was taken in, served and decoded/)
      .waitFor();
    expect(await finding('Live video').getByText('Fine').count()).toBe(1);
    expect(await finding('Backups').textContent()).toContain('no backup yet');
    await inspectPage(page, 'doctor-fine');
  });

  it('says what is wrong and what to do, first of all, after another look', async () => {
    const folder = join(server.dataDir, 'backups');
    mkdirSync(folder, { recursive: true });
    const at = new Date(Date.now() - DAY_MS).toISOString().replaceAll(/[:.]/g, '-');
    writeFileSync(join(folder, `sentinel-${at}.db`), 'no database at all');
    await page.getByRole('button', { name: 'Examine again' }).click();
    await finding('Backups').getByText('What to do:').waitFor();
    expect(await finding('Backups').textContent()).toContain('does not pass its check');
    expect(await page.getByRole('listitem').locator('h3').allTextContents()).toContain('Backups');
    const headings = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents();
    expect(headings[0]).toBe('Needs attention');
    expect(await page.getByRole('status').filter({ hasText: 'attention' }).count()).toBeGreaterThan(0);
    await inspectPage(page, 'doctor-backup-damaged');
  });

  it('says the same in German, and fits a phone', async () => {
    await page.evaluate(() => localStorage.setItem('sentinel.language', '"de"'));
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByText('Was zu tun ist:').first().waitFor();
    const text = (await page.getByRole('main').textContent()) ?? '';
    expect(text).toContain('besteht ihre Prüfung nicht');
    expect(text).not.toContain('does not');
    await inspectPage(page, 'doctor-phone-german');
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });

  it('is not for members', async () => {
    const mia = await addMember(owner, 'mia@example.com', 'member');
    const own = await signedInPage(browser, server.url, mia);
    await own.goto(`${server.url}/admin/doctor`);
    await own.waitForURL('**/settings/account');
    await own.close();
  });
});

import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp, BackupServer, listed } from '../server/backups/backup-server.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember, createNode, OWNER, setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { eventually } from '../support/wait.ts';

describe('backups in the settings', () => {
  let server: BackupServer;
  let browser: Browser;
  let owner: TestClient;
  let mia: TestClient;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    // The page finds its restarted server at the same address.
    server = new BackupServer(undefined, { port: await anyFreePort() });
    await server.start();
    browser = await launchBrowser();
    owner = await setUpOwner(server.url);
    mia = await addMember(owner, 'mia@example.com', 'member');
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const rows = () => page.getByRole('list', { name: 'Backups' }).getByRole('listitem');

  it('at first: none yet, one a day is on, and the page says what a backup holds and where it is', async () => {
    await page.goto(`${server.url}/settings`);
    await page.getByRole('link', { name: /^Backups/ }).click();
    await page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor();
    await page.getByRole('heading', { name: 'No backup yet' }).waitFor();
    expect(await page.getByRole('switch', { name: 'Back up every day' }).isChecked()).toBe(true);
    expect(await page.getByLabel('At', { exact: true }).inputValue()).toBe('3');
    await page.getByText('enter the mail password').waitFor();
    await page.getByText(join(server.dataDir, 'backups')).waitFor();
    await inspectPage(page, 'backups-empty');
  });

  it('back up now: it appears in the list and on the disk', async () => {
    await createNode(owner, 'Yard');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText('The backup was made and checked.').waitFor();
    await rows().first().waitFor();
    expect(await rows().count()).toBe(1);
    expect(await rows().first().textContent()).toContain('made by hand');
    expect(readdirSync(join(server.dataDir, 'backups'))).toHaveLength(1);
  });

  it('download saves exactly that file', async () => {
    const [backup] = (await listed(owner)).backups;
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: /^Download the backup of/ }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe(backup?.name);
    const file = await download.path();
    const original = readFileSync(join(server.dataDir, 'backups', backup?.name ?? ''));
    expect(readFileSync(file).equals(original)).toBe(true);
  });

  it('the schedule is changed at once and stays', async () => {
    await page.getByLabel('At', { exact: true }).selectOption('22');
    await eventually('the hour', async () => (await listed(owner)).schedule.hour === 22);
    await page.getByRole('switch', { name: 'Back up every day' }).click();
    await page.getByText('Back up by hand now and then').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor();
    const daily = page.getByRole('switch', { name: 'Back up every day' });
    await daily.waitFor();
    expect(await daily.isChecked()).toBe(false);
    await daily.click();
    await eventually('it is on', async () => (await listed(owner)).schedule.enabled);
    expect((await listed(owner)).schedule.hour).toBe(22);
  });

  it('a failure is said on the page, and in the strip above every page', async () => {
    const folder = join(server.dataDir, 'backups');
    const [made] = (await listed(owner)).backups;
    const bytes = readFileSync(join(folder, made?.name ?? ''));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('alert').filter({ hasText: 'folder cannot be used' }).first().waitFor();
    rmSync(folder);
    await page.reload();
    await page.getByText('The last backup failed on').waitFor();
    await page.getByText('The last backup failed:').waitFor();
    await backUp(owner);
    writeFileSync(join(folder, 'from-the-old-pc.db'), bytes);
    await page.reload();
    await rows().nth(1).waitFor();
    expect(await page.getByText('The last backup failed on').count()).toBe(0);
    await inspectPage(page, 'backups');
  });

  it('restore: typed word, restart, sign in anew, and what was then is there', async () => {
    await createNode(owner, 'Added since');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'from-the-old-pc.db' })
      .getByRole('button', { name: /^Restore/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('with the password of that time').waitFor();
    expect(await dialog.getByRole('button', { name: 'Restore and restart' }).isDisabled()).toBe(true);
    await inspectPage(page, 'backups-restore');
    await dialog.getByLabel('Type “restore” to confirm').fill('restore');
    await dialog.getByRole('button', { name: 'Restore and restart' }).click();
    await page.getByLabel('E-mail').waitFor({ timeout: 30_000 });
    await server.startedTimes(2);
    // The page may be loading itself anew at this moment: that would take away what is typed, and cut off a way elsewhere.
    const tab = await page.context().newPage();
    const watchedTab = watchPage(tab, server.url);
    await tab.goto(`${server.url}/sign-in`);
    await tab.getByLabel('E-mail').fill(OWNER.email);
    await tab.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.waitForURL((url) => !url.pathname.includes('sign-in'));
    expect(watchedTab).toEqual({ foreign: [], errors: [] });
    await tab.close();
    await page.goto(`${server.url}/settings/nodes`);
    await page.getByText('Yard').first().waitFor();
    expect(await page.getByText('Added since').count()).toBe(0);
  });

  it('delete asks first, then the file is gone', async () => {
    await page.goto(`${server.url}/settings/backups`);
    const name = await rows().first().getByText('.db').textContent();
    const file = join(server.dataDir, 'backups', name ?? '');
    expect(statSync(file).isFile()).toBe(true);
    await rows()
      .first()
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete backup' }).click();
    await page.getByText('The backup was deleted.').waitFor();
    expect(existsSync(file)).toBe(false);
    await eventually('the list is renewed', async () => (await rows().count()) === 1);
  });

  it('members do not see it', async () => {
    const theirs = await signedInPage(browser, server.url, mia);
    await theirs.goto(`${server.url}/settings/backups`);
    await theirs.waitForURL(/sign-in|settings\/account/);
    await theirs.getByRole('heading', { level: 1 }).waitFor();
    expect(await theirs.getByRole('link', { name: 'Backups' }).count()).toBe(0);
    await theirs.context().close();
  });

  it('nothing was asked of other hosts, and no page broke', () => {
    expect(watched).toEqual({ foreign: [], errors: [] });
  });
});

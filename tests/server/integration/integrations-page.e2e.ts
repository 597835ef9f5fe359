import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/throwaway/browser.ts';
import { watchPage } from '../../support/watched-page.ts';
import { HomeAssistant } from '../../support/home-assistant.ts';
import { inspectPage } from '../../support/page-inspection.ts';
import { integrationKeys, type IntegrationKey } from '../../../server/contract/integration/integration.ts';
import { addMember } from '../../support/people.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import type { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';

describe('the page of integrations', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;
  let home: HomeAssistant;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
  });

  afterAll(async () => {
    home?.[Symbol.dispose]();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const look = async (name: string) => {
    await page.mouse.move(0, 0);
    await inspectPage(page, name);
  };

  it('an empty page teaches the three steps, under either address', async () => {
    await page.goto(`${server.url}/integrations`);
    await page.waitForURL('**/settings/integrations');
    await page.getByRole('heading', { name: 'Connect Home Assistant' }).waitFor();
    expect(await page.getByRole('list').getByRole('heading', { level: 3 }).count()).toBe(3);
    await look('integrations-empty');
  });

  it('a key needs a name, is shown once, and works where it is pasted', async () => {
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('button', { name: 'Make key' }).click();
    await page.getByText('Enter a name').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('  Home Assistant in the shop ');
    await look('integrations-make');
    await page.getByRole('button', { name: 'Make key' }).click();
    const shown = page.getByRole('dialog', { name: 'Key of Home Assistant in the shop' });
    const key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
    expect(key).toMatch(/^osi_[0-9a-f]{32}$/);
    const address = await shown.getByRole('textbox', { name: 'Server address' }).inputValue();
    expect(address).toMatch(/^http:\/\/[^/]+:\d+$/);
    await page.mouse.click(5, 5);
    await look('integrations-key');
    await shown.getByRole('button', { name: 'Copy: Key' }).click();
    await shown.getByText('Copied.').waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('Never used').waitFor();
    expect(await page.content()).not.toContain(key);
    home = new HomeAssistant(server.url, key, { pollEvery: 300, streamAgain: 300 });
    await home.setUp();
    await eventually('it listens', () => home.listening === 'yes');
    // Its use is written beside the request, which does not wait for that, and the page asks twice a minute.
    await eventually('its use is noted', async () => {
      const [made] = (await owner.get(integrationKeys.list.path)).json<IntegrationKey[]>();
      return typeof made?.last_used_at === 'string';
    });
    await page.reload();
    await page.getByText(/Last used/).waitFor();
    await look('integrations');
  });

  it('revoking asks first; then Home Assistant loses access at once', async () => {
    await page.getByRole('button', { name: 'Revoke Home Assistant in the shop' }).click();
    await page.getByText('loses access at once').waitFor();
    await look('integrations-revoke');
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(home.listening).toBe('yes');
    await page.getByRole('button', { name: 'Revoke Home Assistant in the shop' }).click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    // Said for four seconds only.
    await page.getByText('was revoked').waitFor();
    await eventually('the stream ended', () => home.listening !== 'yes');
    await eventually('it asks for another key', () => home.wantsKey);
    await page.getByRole('button', { name: /^Revoke Home/ }).waitFor({ state: 'detached' });
  });

  it('the notice in the inbox leads here', async () => {
    await page.goto(`${server.url}/notifications`);
    await page.getByText('New integration key created').first().click();
    await page.waitForURL('**/settings/integrations');
  });

  it('members are led away, and no other host was asked for anything', async () => {
    const mia = await addMember(owner, 'mia@example.com', 'member');
    const hers = await signedInPage(browser, server.url, mia);
    for (const path of ['/integrations', '/settings/integrations']) {
      await hers.goto(server.url + path);
      await hers.waitForURL('**/settings/account');
    }
    await hers.context().close();
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

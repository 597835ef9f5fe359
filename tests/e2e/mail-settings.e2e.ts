import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { addMember } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';
import { startWebhookReceiver, verifyMessage, type WebhookReceiver } from '../support/webhook-receiver.ts';

const PASSWORD = 'harbour lantern seven';

describe('mail and webhooks in the settings', () => {
  let server: TestServer;
  let smtp: TestSmtpServer;
  let receiver: WebhookReceiver;
  let browser: Browser;
  let owner: TestClient;
  let mia: TestClient;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, smtp, receiver, browser] = await Promise.all([
      startTestServer(),
      startSmtpServer({ security: 'none', account: { username: 'shop', password: PASSWORD } }),
      startWebhookReceiver(),
      launchBrowser(),
    ]);
    owner = await server.owner();
    mia = await addMember(owner, 'mia@example.com', 'member');
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([smtp, receiver, server].map((part) => part?.[Symbol.asyncDispose]()));
  });

  const open = async (path: string, heading: string) => {
    await page.goto(server.url + path);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  };

  /** The page draws the new position a moment after the click. */
  const flip = async (name: string, checked: boolean) => {
    await page.getByRole('switch', { name, checked: !checked }).click();
    await page.getByRole('switch', { name, checked }).waitFor();
  };

  it('notify-integrations 132: the switches of mail save while the strip says that mail is off', async () => {
    await open('/settings/notifications', 'Notifications');
    await page.getByText('Mail is off, so none of these are sent.').waitFor();
    await flip('New incident', false);
    await eventually('the switch is stored', async () => {
      const { preferences } = (await owner.get('/api/notifications/email/preferences')).json<{
        preferences: Record<string, boolean>;
      }>();
      return preferences['email_incident_created'] === false;
    });
    await page.reload();
    await page.getByText('Mail is off, so none of these are sent.').waitFor();
    expect(await page.getByRole('switch', { name: 'New incident' }).isChecked()).toBe(false);
    await page.getByLabel('Minutes until the summary').fill('30');
    await page.getByRole('button', { name: 'Save minutes' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Set up mail' }).click();
    await page.waitForURL('**/settings/mail');
  });

  it('mail: says what is missing, and a wrong password in words', async () => {
    await page.getByRole('radio', { name: /SMTP/ }).check();
    await page.getByRole('button', { name: 'Save mail settings' }).click();
    await page.getByText('Enter the mail server').waitFor();
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('smtp_host');
    await page.getByLabel('Server', { exact: true }).fill('127.0.0.1');
    await page.getByLabel('Encryption').selectOption('none');
    await page.getByLabel('Port').fill(String(smtp.port));
    await page.getByLabel('User name').fill('shop');
    await page.getByLabel('Password').fill('not the password');
    await page.getByLabel('From: address').fill('shop@example.com');
    await page.getByRole('button', { name: 'Save mail settings' }).click();
    await page.getByText('Stored. It is never shown.').waitFor();
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /password/ })
      .waitFor();
    expect(smtp.received).toEqual([]);
  });

  it('mail: a replaced password works, is nowhere in the page, and the test mail arrives', async () => {
    await page.getByRole('button', { name: 'Replace' }).click();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save mail settings' }).click();
    await page.getByText('Stored. It is never shown.').waitFor();
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await eventually('the test mail', () => smtp.received.length === 1);
    expect(smtp.received[0]).toMatchObject({ to: ['owner@example.com'], user: 'shop' });
    await page.getByText('is on its way').waitFor();
    const typed = await page
      .locator('input')
      .evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
    expect(typed).not.toContain(PASSWORD);
    expect(await page.content()).not.toContain(PASSWORD);
  });

  it('mail: switched on, the strip is gone', async () => {
    await page.getByRole('switch', { name: 'Send mail' }).click();
    await page.getByText('leave by themselves').waitFor();
    await page.getByRole('link', { name: 'Notifications', exact: true }).click();
    await page.getByLabel('Minutes until the summary').waitFor();
    expect(await page.getByText('Mail is off').count()).toBe(0);
    expect(await page.getByLabel('Minutes until the summary').inputValue()).toBe('30');
  });

  it('admin: the log of mails follows by itself', async () => {
    await open('/admin/mail', 'Mail');
    const log = page.getByRole('table', { name: 'Mails', exact: true });
    await log.or(page.getByText('No mail was sent yet.')).waitFor();
    const before = await log.getByRole('row').count();
    expect((await mia.post('/api/notifications/request-admin-promotion')).status).toBe(200);
    await eventually('one line more', async () => (await log.getByRole('row').count()) > before, 20_000);
    const row = log.getByRole('row').nth(1);
    expect(await row.textContent()).toMatch(/A member asks for more rights.*owner@example\.com.*Sent/);
    await page.getByLabel('Outcome').selectOption('failed');
    await page.getByText('Nothing matches these filters.').waitFor();
  });

  it('webhooks: the secret is shown once and verifies the test message', async () => {
    await open('/settings/webhooks', 'Webhooks');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByLabel('Name').fill('Home automation');
    await page.getByLabel('Address', { exact: true }).fill(receiver.url);
    await page.getByRole('radio', { name: 'Only these' }).check();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByText('Choose at least one kind').waitFor();
    await page.getByRole('checkbox', { name: 'A member asks for more rights' }).check();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const secret = await page.getByLabel('Signing secret', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('heading', { name: 'Home automation' }).waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Send a test to Home automation' }).click();
    const message = await eventually('the test', () => receiver.received[0]);
    expect(verifyMessage(message, secret).type).toBe('test');
  });

  it('webhooks: a message that failed can be sent again under its id', async () => {
    receiver.answering = 410;
    const before = receiver.received.length;
    expect((await mia.post('/api/notifications/request-admin-promotion')).status).toBe(200);
    await eventually('it was refused', () => receiver.received.length > before, 20_000);
    await page.getByRole('switch', { name: 'Send to Home automation', checked: false }).waitFor();
    receiver.answering = 204;
    await flip('Send to Home automation', true);
    await page.getByRole('link', { name: 'Deliveries to Home automation' }).click();
    await page.getByRole('button', { name: /^Send again: A member asks/ }).click();
    await eventually('it came again', () => receiver.received.length > before + 1, 20_000);
    const [refused, again] = receiver.received.slice(before);
    expect(again?.id).toBe(refused?.id);
    const row = page.getByRole('row').filter({ hasText: 'A member asks' });
    await row.getByText('Delivered').waitFor();
  });

  it('webhooks: changing keeps what is not changed, a new secret replaces, removing asks', async () => {
    await page.getByRole('link', { name: 'All webhooks' }).click();
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'Actions for Home automation' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Change');
    expect(await page.getByRole('checkbox', { name: 'A member asks for more rights' }).isChecked()).toBe(
      true,
    );
    await page.getByRole('radio', { name: /Everything/ }).check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Sends: Everything').waitFor();
    await act('New signing secret');
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    const secret = await page.getByLabel('Signing secret', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const before = receiver.received.length;
    await page.getByRole('button', { name: 'Send a test to Home automation' }).click();
    const message = await eventually('the test', () => receiver.received[before]);
    expect(verifyMessage(message, secret).type).toBe('test');
    await act('Remove');
    await page.getByRole('button', { name: 'Remove webhook' }).click();
    await page.getByText('No webhooks yet').waitFor();
  });

  it('members are led away from all of it', async () => {
    const hers = await signedInPage(browser, server.url, mia);
    for (const path of ['/settings/mail', '/settings/webhooks', '/settings/webhooks/wh_1', '/admin/mail']) {
      await hers.goto(server.url + path);
      await hers.waitForURL('**/settings/account');
    }
    await hers.context().close();
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { newNodeClient, type NodeClient, usbCamera } from '../support/node-client.ts';
import { addMember, OWNER } from '../support/people.ts';
import { RESEND_KEY, startResendServer, type ResendServer } from '../support/resend-server.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { temporaryFolder, testConfig } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { toasts, toastsWith } from '../support/toasts.ts';
import { eventually } from '../support/wait.ts';

const SHOTS = new URL('../../test-results/notifications/', import.meta.url).pathname;
const UNREAD_COUNT = '**/api/notifications/unread-count';

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ });
const hearsOfEvents = (page: Page) => page.getByText('Connected', { exact: true }).waitFor();

/** What the badge says, and nothing without one: in one look, as it may go between two. */
async function badge(page: Page): Promise<string> {
  return (await bell(page).getByTestId('badge').allTextContents()).join('');
}

/** A server whose mails go to the stand-in for Resend. */
async function startMailingServer(resend: ResendServer): Promise<TestServer> {
  using folder = temporaryFolder();
  const { mail } = testConfig(folder.path);
  return startTestServer({
    config: {
      mail: {
        ...mail,
        enabled: true,
        resendKey: RESEND_KEY,
        resendApiUrl: resend.url,
        fromAddress: 'sentinel@shop.example',
        workerEveryMs: 200,
      },
    },
  });
}

describe('notifications, as people see them', () => {
  let resend: ResendServer;
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let mia: TestClient;
  let node: NodeClient;
  let cameraId: string;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    [resend, browser] = await Promise.all([startResendServer(), launchBrowser()]);
    server = await startMailingServer(resend);
    owner = await server.owner();
    mia = await addMember(owner, 'mia@example.com', 'member');
    node = await newNodeClient(owner);
    const answer = await node.register([usbCamera('/dev/video0', 'Front Door')]);
    cameraId = answer.json<{ cameras: Record<string, string> }>().cameras['/dev/video0'] ?? '';
    page = await signedInPage(browser, server.url, owner);
    await page.goto(server.url);
    await hearsOfEvents(page);
  });

  afterAll(async () => {
    await browser?.close();
    node?.[Symbol.dispose]();
    await server?.[Symbol.asyncDispose]();
    await resend?.[Symbol.asyncDispose]();
  });

  const motion = (score: number) =>
    node.post(`/api/cameras/${cameraId}/motion`, {
      type: 'application/json',
      body: Buffer.from(JSON.stringify({ score, timestamp: new Date().toISOString(), segment_seq: 1 })),
    });

  it('a burst of motion is one toast, and the badge is right in two tabs', async () => {
    const second = await page.context().newPage();
    await second.goto(server.url);
    await hearsOfEvents(second);
    await owner.post('/api/notifications/mark-viewed');
    await eventually(
      'both badges are empty',
      async () => `${await badge(page)}${await badge(second)}` === '',
    );
    for (const score of [10, 72, 30, 44, 5]) expect((await motion(score)).status).toBe(200);
    expect(await toastsWith(page, 'Motion 5 times, up to 72%')).toHaveLength(1);
    for (const tab of [page, second])
      await eventually('the badge counts five', async () => (await badge(tab)) === '5');
    await page.screenshot({ path: `${SHOTS}burst.png` });
    // A page behind another draws, and so takes clicks, only now and then.
    await page.bringToFront();
    await bell(page).click();
    await page
      .getByRole('list', { name: 'Newest notifications' })
      .getByText('Motion on Front Door')
      .first()
      .waitFor();
    await eventually('the panel has settled', () =>
      page.evaluate(() => document.getAnimations().length === 0),
    );
    await page.screenshot({ path: `${SHOTS}bell.png` });
    for (const tab of [page, second])
      await eventually('the badge is gone in both', async () => (await badge(tab)) === '');
    await page.keyboard.press('Escape');
    await second.close();
  });

  it('a snoozed camera makes no toast and no badge; its items are in the inbox, read', async () => {
    const body = { target: 'camera', target_id: cameraId, for: '15m' };
    expect((await owner.post('/api/notifications/snoozes', body)).status).toBe(200);
    // From now on the page knows of it.
    await page.getByTestId('quiet').waitFor();
    await eventually('the last toast is gone', async () => (await toasts(page).count()) === 0, 20_000);
    const askedAfterwards = page.waitForResponse(UNREAD_COUNT);
    expect((await motion(90)).status).toBe(200);
    // A toast would come before the page asks how much is unread now.
    await askedAfterwards;
    expect(await toasts(page).count()).toBe(0);
    expect(await badge(page)).toBe('');
    const counted = page.waitForResponse(UNREAD_COUNT);
    await page.goto(`${server.url}/notifications`);
    await counted;
    await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
    await page.getByText('Motion on Front Door').first().waitFor();
    const { notifications } = (await owner.get('/api/notifications')).json<{
      notifications: { kind: string; quiet: boolean; unread: boolean }[];
    }>();
    expect(notifications[0]).toMatchObject({ kind: 'motion', quiet: true, unread: false });
    expect(await badge(page)).toBe('');
    expect(await toasts(page).count()).toBe(0);
    await page.screenshot({ path: `${SHOTS}inbox.png` });
    const { snoozes } = (await owner.get('/api/notifications/snoozes')).json<{ snoozes: { id: number }[] }>();
    for (const { id } of snoozes)
      expect((await owner.ask('DELETE', `/api/notifications/snoozes/${id}`)).status).toBe(200);
  });

  it('a member sees no item for administrators: not in the badge, the list, nor live', async () => {
    const member = await signedInPage(browser, server.url, mia);
    const frames: string[] = [];
    member.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
    );
    await member.goto(server.url);
    await eventually('the member is connected', () => frames.some((frame) => frame.includes('"hello"')));
    await mia.post('/api/notifications/mark-viewed');
    expect((await mia.post('/api/notifications/request-admin-promotion')).status).toBe(200);
    await eventually('the owner is told', async () => (await badge(page)) !== '');
    // Something that concerns everybody comes after it, so that its absence is no matter of waiting.
    expect((await motion(33)).status).toBe(200);
    await eventually('the member hears of the motion', () =>
      frames.some((frame) => frame.includes('"notification"')),
    );
    await eventually('the badge of the member counts one', async () => (await badge(member)) === '1');
    await bell(member).click();
    await member.getByText('Motion on Front Door').first().waitFor();
    expect(await member.getByText(/administrator rights|admin access/i).count()).toBe(0);
    expect(await member.getByRole('button', { name: /Clear all/ }).count()).toBe(0);
    expect(frames.filter((frame) => frame.includes('member_promotion_requested'))).toEqual([]);
    const listed = (await mia.get('/api/notifications')).json<{ notifications: { audience: string }[] }>();
    expect(listed.notifications.filter(({ audience }) => audience !== 'all')).toEqual([]);
    await member.context().close();
  });

  it('the link of a mail stops exactly its kind, and says so', async () => {
    await eventually('the promotion mail arrived', () =>
      [...resend.deliveries.values()].some(({ mail }) => mail.subject.includes('Admin access requested')),
    );
    const sent = [...resend.deliveries.values()].find(({ mail }) =>
      mail.subject.includes('Admin access requested'),
    );
    expect(sent?.mail.to).toEqual([OWNER.email]);
    const mailed = await browser.newPage();
    await mailed.setContent(sent?.mail.html ?? '');
    await mailed.screenshot({ path: `${SHOTS}mail.png` });
    const href = await mailed.getByRole('link', { name: /unsubscribe|stop/i }).getAttribute('href');
    const before = await switches();
    await mailed.goto(href ?? '');
    await mailed.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    await mailed.getByText('member promotion requested').waitFor();
    await mailed.screenshot({ path: `${SHOTS}unsubscribed.png` });
    expect(await switches()).toEqual({ ...before, email_member_audit: false });
    await mailed.close();
  });

  async function switches(): Promise<Record<string, boolean>> {
    const answer = await owner.get('/api/notifications/email/preferences');
    return answer.json<{ preferences: Record<string, boolean> }>().preferences;
  }
});

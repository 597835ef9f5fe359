import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { focusedName } from '../support/keyboard.ts';
import { newNodeClient, usbCamera } from '../support/node-client.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const SEGMENT = 'segment_00001.ts';
const PLAYLIST = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1.0,\n${SEGMENT}\n`;

/** Steps on with Tab until the element with this name has the focus; throws after so many steps. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focusedName(page))) return;
  }
  throw new Error(`Tab never came to ${name}.`);
}

describe('without a mouse, an administrator', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    using node = await newNodeClient(owner);
    const registered = await node.register([usbCamera('/dev/video0', 'Front door')]);
    const [cameraId] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
    const body = (text: string) => ({ type: 'application/octet-stream', body: Buffer.from(text) });
    await node.post(`/api/cameras/${cameraId}/push-segment?filename=${SEGMENT}`, body('video'));
    await node.post(`/api/cameras/${cameraId}/playlist`, body(PLAYLIST));
    expect((await owner.get(`/api/cameras/${cameraId}/stream.m3u8`)).status).toBe(200);
    await eventually('the view is in the log', async () => (await views()) === 1);
    page = await signedInPage(browser, server.url, owner);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const views = async (): Promise<number> =>
    (await owner.get('/api/audit/stream-logs')).json<{ total: number }>().total;

  it('wipes the logs: the words must be typed, Escape leaves all as it is, and the focus comes back', async () => {
    await page.goto(`${server.url}/settings/privacy`);
    await page.getByRole('heading', { name: 'Danger zone' }).waitFor();
    await tabTo(page, /^Wipe logs…$/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Wipe the logs?' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await eventually(
      'the focus is where it was',
      async () => (await page.locator(':focus').allTextContents()).join('') === 'Wipe logs…',
    );
    await page.keyboard.press('Enter');
    const field = dialog.getByLabel('Type “wipe logs” to confirm');
    await field.waitFor();
    const wipe = dialog.getByRole('button', { name: 'Wipe logs', exact: true });
    for (
      let step = 0;
      step < 6 && !(await field.evaluate((input) => input === document.activeElement));
      step += 1
    )
      await page.keyboard.press('Tab');
    await page.keyboard.type('wipe everything');
    expect(await wipe.isDisabled()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await views()).toBe(1);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('wipe logs');
    await tabTo(page, /^Wipe logs$/, 4);
    await page.keyboard.press('Enter');
    await page.getByText('Deleted 1 viewing entry and 0 entries of AI tools.').waitFor();
    expect(await views()).toBe(0);
    const { logs } = (await owner.get('/api/audit-logs?event=logs_wiped')).json<{ logs: unknown[] }>();
    expect(logs).toHaveLength(1);
  });

  it('narrows a log and fetches its file', async () => {
    await page.goto(`${server.url}/admin/audit`);
    await page.getByRole('table', { name: 'Audit trail' }).waitFor();
    const range = page.getByLabel('Time range');
    for (
      let step = 0;
      step < 60 && !(await range.evaluate((field) => field === document.activeElement));
      step += 1
    )
      await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await eventually('the last day is chosen', async () => (await range.inputValue()) === '1');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('nobody');
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await page.getByRole('cell', { name: 'Logs wiped' }).waitFor();
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Shift+Tab');
      if ((await page.locator(':focus').textContent())?.includes('Download CSV') === true) break;
    }
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await coming).suggestedFilename()).toMatch(/^audit-log.*\.csv$/);
  });
});

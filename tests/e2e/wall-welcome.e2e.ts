import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { NodeClient, usbCameras } from '../support/node-client.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember, createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

interface ListedNode {
  readonly node_id: string;
  readonly name: string;
}

const LINE = 'Run this on the computer that has the cameras';
const MINUTE = 60_000;

let browser: Browser;
let server: TestServer;
let owner: TestClient;
let page: Page;
let watched: ReturnType<typeof watchPage>;

async function nodesOf(admin: TestClient): Promise<readonly ListedNode[]> {
  return (await admin.get('/api/nodes')).json<ListedNode[]>();
}

function lineBox() {
  return page.getByRole('textbox', { name: LINE });
}

async function shownLogin(): Promise<{ line: string; nodeId: string; key: string }> {
  const line = await lineBox().inputValue();
  const [, nodeId = '', key = ''] = /--node-id (\S+) --key (\S+)/.exec(line) ?? [];
  return { line, nodeId, key };
}

/** What this browser notes about a new node, `agoMs` old. */
async function noteNode(orgId: string, nodeId: string, agoMs: number): Promise<void> {
  await page.evaluate(([key, text]) => localStorage.setItem(key, text), [
    `os.recentlyCreatedNode.${orgId}`,
    JSON.stringify({ node_id: nodeId, name: 'Back office', created_at: Date.now() - agoMs }),
  ] as const);
}

function notesInBrowser(): Promise<string[]> {
  return page.evaluate(() =>
    Object.keys(localStorage).filter((key) => key.startsWith('os.recentlyCreatedNode.')),
  );
}

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  server = await startTestServer();
  owner = await server.owner();
  page = await signedInPage(browser, server.url, owner);
  watched = watchPage(page, server.url);
});

afterEach(async () => {
  await page.context().close();
  await server[Symbol.asyncDispose]();
  expect(watched).toEqual({ foreign: [], errors: [] });
});

describe('the welcome of an administrator', () => {
  it('notify 129: looking, coming back and reloading create no node', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Welcome, Olga Owner' }).waitFor();
    const steps = page.getByRole('listitem');
    expect(await steps.evaluateAll((all) => all.map((one) => one.dataset['step']))).toEqual([
      'done',
      'now',
      'later',
    ]);
    await inspectPage(page, 'wall-welcome-admin');
    await page.reload();
    await page.getByRole('link', { name: 'Motion' }).click();
    await page.getByRole('heading', { name: 'Motion', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Cameras' }).click();
    await page.getByRole('button', { name: 'Get the setup line' }).waitFor();
    expect(await nodesOf(owner)).toEqual([]);
    expect(await notesInBrowser()).toEqual([]);
  });

  it('notify 129: one click, however hasty, creates exactly one node and shows its working line', async () => {
    await page.goto(server.url);
    const button = page.getByRole('button', { name: 'Get the setup line' });
    await eventually('the button is ready', () => button.isEnabled());
    await button.evaluate((element: HTMLElement) => {
      for (let click = 0; click < 5; click += 1) element.click();
    });
    await lineBox().waitFor();
    const { line, nodeId, key } = await shownLogin();
    expect((await nodesOf(owner)).map(({ node_id: id }) => id)).toEqual([nodeId]);
    expect(line).toMatch(/^curl -fsSL (http:\S+)\/install\.sh \| bash -s -- --url \1 .* --install-service$/);
    using node = new NodeClient(server.url, { nodeId, key });
    expect((await node.validate()).status).toBe(200);
    await page.getByText('to report for the first time').waitFor();
    await inspectPage(page, 'wall-welcome-line');

    await page.getByRole('button', { name: 'macOS' }).click();
    expect((await shownLogin()).line).not.toContain('--install-service');
    await page.getByRole('button', { name: 'Windows' }).click();
    expect((await shownLogin()).line).toMatch(/^sourcebox-sentry-cloudnode setup --url http:\S+ --node-id/);
    expect(await page.getByRole('link', { name: 'download the node program' }).getAttribute('href')).toBe(
      '/downloads/windows/x86_64',
    );
  });

  it('a line that was not copied is replaced, and the node stays the only one', async () => {
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Get the setup line' }).click();
    await lineBox().waitFor();
    const first = await shownLogin();
    await page.reload();
    const again = page.getByRole('button', { name: 'Show a new setup line' });
    await again.waitFor();
    expect(await page.content()).not.toContain(first.key);
    await inspectPage(page, 'wall-welcome-waiting');
    await again.click();
    await lineBox().waitFor();
    const second = await shownLogin();
    expect(second.nodeId).toBe(first.nodeId);
    expect(await nodesOf(owner)).toHaveLength(1);
    using stale = new NodeClient(server.url, first);
    using fresh = new NodeClient(server.url, second);
    expect((await stale.validate()).status).toBe(403);
    expect((await fresh.validate()).status).toBe(200);
  });

  it('notify 129: a refusal is said beside the button, and trying again works', async () => {
    const detail = { error: 'payment_past_due', message: 'The last payment is past due.' };
    await page.route('**/api/nodes', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 402, json: { detail } })
        : route.fallback(),
    );
    await page.goto(server.url);
    const button = page.getByRole('button', { name: 'Get the setup line' });
    await button.click();
    await page.getByRole('alert').getByText('The last payment is past due.').waitFor();
    await inspectPage(page, 'wall-welcome-refused');
    expect(await nodesOf(owner)).toEqual([]);
    await page.unroute('**/api/nodes');
    await button.click();
    await lineBox().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('follows the steps by itself, up to the first camera', async () => {
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Get the setup line' }).click();
    await lineBox().waitFor();
    using node = new NodeClient(server.url, await shownLogin());
    expect((await node.register([])).status).toBe(200);
    await page.getByText('It has reported no camera yet').waitFor();
    expect(await page.locator('[data-step=done]').count()).toBe(2);
    await inspectPage(page, 'wall-welcome-no-camera');
    await node.register(usbCameras(1));
    await page.getByTestId('tile').waitFor();
  });

  it('works by keyboard alone', async () => {
    await page.goto(server.url);
    const button = page.getByRole('button', { name: 'Get the setup line' });
    await eventually('the button is ready', () => button.isEnabled());
    for (let presses = 0; presses < 30; presses += 1) {
      if (await button.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await lineBox().waitFor();
    expect(await nodesOf(owner)).toHaveLength(1);
  });
});

describe('the banner of a new node', () => {
  let orgId: string;
  let nodeId: string;
  let key: string;
  const waiting = () => page.getByText('Waiting for Back office');

  beforeEach(async () => {
    orgId = (await owner.get('/api/auth/me')).json<{ org_id: string }>().org_id;
    ({ nodeId, key } = await createNode(owner, 'Back office'));
    await page.goto(`${server.url}/settings/account`);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('notify 130: survives a reload, and its dismissal does as well', async () => {
    await noteNode(orgId, nodeId, 0);
    await page.reload();
    await waiting().waitFor();
    await page.reload();
    await waiting().waitFor();
    await page.getByRole('button', { name: 'Stop watching' }).click();
    expect(await notesInBrowser()).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await waiting().count()).toBe(0);
  });

  it('notify 130: after two minutes it says what to check and links to help', async () => {
    await noteNode(orgId, nodeId, 2.1 * MINUTE);
    await page.reload();
    await page.getByText('has not reported for two minutes').waitFor();
    expect(await page.getByRole('link', { name: 'How to connect a node' }).getAttribute('href')).toMatch(
      /^\/docs/,
    );
    await inspectPage(page, 'banner-stalled');
  });

  it('notify 130: a note older than ten minutes, or of a node that is gone, is removed unseen', async () => {
    await noteNode(orgId, nodeId, 10.1 * MINUTE);
    await page.reload();
    await eventually('the old note is gone', async () => (await notesInBrowser()).length === 0);
    expect(await page.getByText('Back office').count()).toBe(0);
    await noteNode(orgId, '00000000', 0);
    await page.reload();
    await eventually('the note of no node is gone', async () => (await notesInBrowser()).length === 0);
    expect(await page.getByText('Back office').count()).toBe(0);
  });

  it("notify 130: another organisation's note is neither shown nor touched", async () => {
    await noteNode('org_other', nodeId, 0);
    await page.reload();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await page.getByText('Back office').count()).toBe(0);
    expect(await notesInBrowser()).toEqual(['os.recentlyCreatedNode.org_other']);
  });

  it('notify 130: the first report clears the note and is said for 30 s', async () => {
    await page.clock.install();
    await noteNode(orgId, nodeId, 0);
    await page.reload();
    await waiting().waitFor();
    using node = new NodeClient(server.url, { nodeId, key });
    await node.register(usbCameras(1));
    const arrived = page.getByText('is connected. Its cameras appear');
    await arrived.waitFor();
    expect(await notesInBrowser()).toEqual([]);
    await inspectPage(page, 'banner-arrived');
    await page.clock.fastForward(30_000);
    await arrived.waitFor({ state: 'detached' });
  });
});

describe('the welcome of a member', () => {
  let mia: Page;

  beforeEach(async () => {
    mia = await signedInPage(browser, server.url, await addMember(owner, 'mia@example.com', 'member'));
    await mia.goto(server.url);
  });

  afterEach(async () => {
    await mia.context().close();
  });

  async function requests(): Promise<number> {
    const { notifications } = (await owner.get('/api/notifications')).json<{
      notifications: { kind: string }[];
    }>();
    return notifications.filter(({ kind }) => kind === 'member_promotion_requested').length;
  }

  it('notify 131: shows what a member can do, and asks the administrators once', async () => {
    await mia.getByRole('heading', { name: 'Welcome to Corner Shop' }).waitFor();
    expect(await mia.getByRole('main').getByRole('listitem').count()).toBe(3);
    expect(await mia.getByRole('link', { name: 'Add node' }).count()).toBe(0);
    await inspectPage(mia, 'wall-welcome-member');
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await mia.route('**/request-admin-promotion', async (route) => {
      await held;
      await route.fallback();
    });
    await mia.getByRole('button', { name: 'Request administrator rights' }).click();
    expect(await mia.getByRole('button', { name: 'Sending…' }).isDisabled()).toBe(true);
    release();
    await mia.getByText('Request sent').waitFor();
    await inspectPage(mia, 'wall-welcome-asked');
    await mia.reload();
    await mia.getByText('Request sent').waitFor();
    expect(await mia.getByRole('button', { name: /Request/ }).count()).toBe(0);
    expect(await requests()).toBe(1);
  });

  it('notify 131: a refusal is said beside the button, which stays', async () => {
    await mia.route('**/request-admin-promotion', (route) =>
      route.fulfill({ status: 429, json: { detail: 'Too many requests. Try again in an hour.' } }),
    );
    const button = mia.getByRole('button', { name: 'Request administrator rights' });
    await button.click();
    await mia.getByRole('alert').getByText('Try again in an hour').waitFor();
    await inspectPage(mia, 'wall-welcome-not-asked');
    expect(await requests()).toBe(0);
    await mia.unroute('**/request-admin-promotion');
    await button.click();
    await mia.getByText('Request sent').waitFor();
  });
});

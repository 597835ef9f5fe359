import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { FREE_PLAN, planLimits, SELF_HOSTED_PLAN } from '../../server/plans/plan-limits.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { NodeClient, usbCamera } from '../support/node-client.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember, createNode, type NodeKey } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const NAMES = ['Front door', 'Back door', 'Till', 'Car park', 'Storage', 'Office'];
const FREE_CAMERAS = planLimits(FREE_PLAN).maxCameras;

let browser: Browser;
let server: TestServer;
let owner: TestClient;
let login: NodeKey;
let node: NodeClient;
let folder: ReturnType<typeof temporaryFolder>;
let page: Page;
let watched: ReturnType<typeof watchPage>;

const tiles = () => page.getByTestId('tile');
const summary = () => page.getByTestId('wall-summary');

async function shownNames(): Promise<string[]> {
  const labels = await tiles().evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  return labels.map((label) => label.split(':')[0] ?? '');
}

async function cameraIds(): Promise<Map<string, string>> {
  const list = (await owner.get('/api/cameras')).json<{ camera_id: string; name: string }[]>();
  return new Map(list.map(({ camera_id: id, name }) => [name, id]));
}

async function openWall(count = NAMES.length): Promise<void> {
  await page.goto(server.url);
  await eventually('all tiles', async () => (await tiles().count()) === count);
}

/** Centre of the name bar of a tile, where no button lies. */
async function handleOf(name: string): Promise<{ x: number; y: number }> {
  const tile = page.getByRole('article', { name: new RegExp(`^${name}:`) });
  await tile.scrollIntoViewIfNeeded();
  const box = await tile.boundingBox();
  if (box === null) throw new Error(`${name} is not on the wall`);
  return { x: box.x + box.width / 2, y: box.y + box.height - 20 };
}

async function groupOf(name: string, ...cameras: string[]): Promise<void> {
  const made = await owner.post('/api/camera-groups', { name, color: '#22aa66', icon: '🚪' });
  const { id } = made.json<{ id: number }>();
  const ids = await cameraIds();
  for (const camera of cameras) {
    const answer = await owner.ask('PUT', `/api/cameras/${ids.get(camera)}/group?group_id=${id}`);
    expect(answer.status).toBe(200);
  }
}

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** A server with six cameras that were registered without limits; then it runs on `localPlan`. */
async function start(localPlan = SELF_HOSTED_PLAN): Promise<void> {
  folder = temporaryFolder();
  const cameras = NAMES.map((name, index) => usbCamera(`/dev/video${index * 2}`, name));
  {
    await using before = await startTestServer({ dataDir: folder.path });
    owner = await before.owner();
    login = await createNode(owner, 'Shop PC');
    await new NodeClient(before.url, login).register(cameras);
  }
  server = await startTestServer({ dataDir: folder.path, config: { localPlan } });
  owner = new TestClient(server.url, owner.headers);
  node = new NodeClient(server.url, login);
  await node.register(cameras);
  page = await signedInPage(browser, server.url, owner);
  watched = watchPage(page, server.url);
}

afterEach(async () => {
  await page.context().close();
  node[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
  expect(watched).toEqual({ foreign: [], errors: [] });
});

describe('what the wall says', () => {
  beforeEach(() => start());

  it('notify 8.2: counts what is active and leads to the first camera that needs somebody', async () => {
    const ids = await cameraIds();
    await openWall();
    await summary().getByText('6 of 6 active').waitFor();
    await summary().getByText('All good').waitFor();
    await node.heartbeat({
      cameras: [{ camera_id: ids.get('Storage'), status: 'failed', last_error: 'device is busy' }],
    });
    await summary().getByText('5 of 6 active').waitFor();
    const failed = page.getByRole('article', { name: /^Storage: Camera failed/ });
    await failed.getByText('Camera failed: device is busy').waitFor();
    await summary().getByRole('link', { name: '1 needs you' }).click();
    // In one look: it is marked for five seconds only.
    const mark = await eventually('it has the focus', () =>
      failed.evaluate((element) => element === document.activeElement && element.dataset['highlighted']),
    );
    expect(mark).toBe('true');
    await inspectPage(page, 'wall-one-failed');
  });

  it('an empty group teaches what to do and offers all cameras', async () => {
    await groupOf('Entrance', 'Front door', 'Back door');
    await groupOf('Garden');
    await openWall();
    await page.getByRole('button', { name: 'Entrance' }).click();
    expect(await shownNames()).toEqual(['Front door', 'Back door']);
    await summary().getByText('6 of 6 active').waitFor();
    await page.getByRole('button', { name: 'Garden' }).click();
    await page.getByRole('heading', { name: 'No camera in this group' }).waitFor();
    await inspectPage(page, 'wall-empty-group');
    await page.getByRole('button', { name: 'Show all cameras' }).click();
    await eventually('all tiles', async () => (await tiles().count()) === NAMES.length);
    await inspectPage(page, 'wall-groups');
  });

  it('says that the list could not be loaded, and tries again when asked', async () => {
    await page.route('**/api/cameras', (route) =>
      route.fulfill({ status: 500, json: { detail: 'The database is busy.' } }),
    );
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'The cameras could not be loaded' }).waitFor();
    await page.getByText('The database is busy.').waitFor();
    await inspectPage(page, 'wall-not-loaded');
    await page.unroute('**/api/cameras');
    await page.getByRole('button', { name: 'Try again' }).click();
    await eventually('all tiles', async () => (await tiles().count()) === NAMES.length);
    await page.route('**/api/cameras', (route) =>
      route.fulfill({ status: 500, json: { detail: 'The database is busy.' } }),
    );
    await owner.post('/api/camera-groups', { name: 'New', color: '#22aa66', icon: '🚪' });
    await page.getByText('The list of cameras could not be brought up to date').waitFor();
    expect(await tiles().count()).toBe(NAMES.length);
  });
});

describe('the arrangement of the wall', () => {
  beforeEach(() => start());

  it('a layout has its columns and stays', async () => {
    await openWall();
    const columns = () =>
      page
        .getByRole('list', { name: 'Cameras' })
        .evaluate((grid) => getComputedStyle(grid).gridTemplateColumns.split(' ').length);
    for (const [name, count] of [
      ['One camera', 1],
      ['Two by two', 2],
      ['Three by three', 3],
      ['Four by four', 4],
    ] as const) {
      await page.getByRole('button', { name }).click();
      await eventually(`${name} has ${count} columns`, async () => (await columns()) === count);
    }
    await page.reload();
    await eventually('four columns stay', async () => (await columns()) === 4);
  });

  it('a mouse drags a tile onto another, whatever is drawn anew meanwhile; Escape puts it back', async () => {
    await groupOf('Yard');
    await openWall();
    const [from, onto] = [await handleOf('Front door'), await handleOf('Till')];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(onto.x, onto.y, { steps: 8 });
    await page.locator('[data-drop-target]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-dragging]').waitFor({ state: 'detached' });
    await page.mouse.up();
    expect(await shownNames()).toEqual(NAMES);

    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(onto.x, onto.y, { steps: 8 });
    await page.locator('[data-drop-target]').waitFor();
    await groupOf('Garden');
    await page.getByRole('button', { name: 'Garden' }).waitFor();
    await page.screenshot({ path: 'test-results/dashboard/wall-dragging.png' });
    await page.mouse.up();
    const moved = ['Back door', 'Till', 'Front door', 'Car park', 'Storage', 'Office'];
    await eventually('it was dropped', async () => (await shownNames()).join() === moved.join());
    await page.getByText('Front door: place 3 of 6').waitFor({ state: 'attached' });
    await openWall();
    expect(await shownNames()).toEqual(moved);
  });

  it('arranging within a group leaves the other cameras where they are', async () => {
    await groupOf('Entrance', 'Front door', 'Storage');
    await openWall();
    await page.getByRole('button', { name: 'Entrance' }).click();
    await eventually('two tiles', async () => (await tiles().count()) === 2);
    await page.keyboard.press('2');
    await page.keyboard.press('Shift+ArrowLeft');
    await eventually('moved', async () => (await shownNames()).join() === 'Storage,Front door');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await eventually('all tiles', async () => (await tiles().count()) === NAMES.length);
    expect(await shownNames()).toEqual(['Storage', 'Back door', 'Till', 'Car park', 'Front door', 'Office']);
  });

  it('a finger scrolls when it moves at once, and drags after a rest', async () => {
    const [cookie] = await page.context().cookies();
    if (cookie === undefined) throw new Error('not signed in');
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await context.addCookies([cookie]);
    await page.context().close();
    page = await context.newPage();
    await openWall();
    const session = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    const [from, onto] = [await handleOf('Back door'), await handleOf('Front door')];
    const moves = [1, 2, 3, 4, 5, 6].map((step) => ({ x: from.x, y: from.y - step * 12 }));
    // Sent one after the other without a wait in between, which would be the rest.
    await Promise.all([touch('touchStart', from), ...moves.map((point) => touch('touchMove', point))]);
    await touch('touchEnd');
    await eventually('the page scrolled', () => page.evaluate(() => scrollY > 0));
    expect(await shownNames()).toEqual(NAMES);

    // The swipe may still roll, and the same address opens where it was left.
    await page.goto('about:blank');
    await openWall();
    const lifted = await handleOf('Back door');
    await touch('touchStart', lifted);
    await page.locator('[data-dragging]').waitFor();
    for (const y of [lifted.y - 20, (lifted.y + onto.y) / 2, onto.y])
      await touch('touchMove', { x: onto.x, y });
    await page.locator('[data-drop-target]').waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await touch('touchEnd');
    await eventually('it was dropped', async () => (await shownNames())[0] === 'Back door');
    await session.detach();
  });

  it('kiosk mode shows the cameras and nothing else', async () => {
    await openWall();
    await page.getByRole('button', { name: 'Kiosk mode: only the cameras' }).click();
    await summary().waitFor({ state: 'detached' });
    expect(await tiles().count()).toBe(NAMES.length);
    await page.keyboard.press('Escape');
    await summary().waitFor();
  });
});

describe('the wall of a plan that is full', () => {
  beforeEach(() => start(FREE_PLAN));

  it('notify 8.2: says so above the wall and in the camera that is suspended', async () => {
    await openWall();
    const suspended = page.getByRole('article', { name: 'Office: Suspended by plan' });
    await suspended.getByText('more cameras are connected than the plan covers').waitFor();
    await page.getByText(`6 cameras are connected, and the Free plan covers ${FREE_CAMERAS}`).waitFor();
    await summary().getByText('5 of 6 active').waitFor();
    expect(await page.getByRole('link', { name: 'See plans' }).count()).toBe(0);
    await inspectPage(page, 'wall-suspended');
  });

  it('a member sees the suspended camera and no words about payment or plans to buy', async () => {
    const mia = await signedInPage(browser, server.url, await addMember(owner, 'mia@example.com', 'member'));
    await mia.goto(server.url);
    await mia.getByRole('article', { name: 'Office: Suspended by plan' }).waitFor();
    expect(await mia.getByText('are connected, and').count()).toBe(0);
    await mia.context().close();
  });

  it('notify 8.2: an overdue payment is said with the days that are left', async () => {
    await page.route('**/api/nodes/plan', async (route) => {
      const answer = await route.fetch();
      const plan = (await answer.json()) as Record<string, unknown>;
      await route.fulfill({ json: { ...plan, payment_past_due: true, grace_days_remaining: 3 } });
    });
    await openWall();
    await page.getByText('The last payment failed. Your plan goes on for 3 days.').waitFor();
    await inspectPage(page, 'wall-past-due');
    await page.unrouteAll({ behavior: 'wait' });
  });
});

describe('the players of the wall', () => {
  it('play only what is on screen', async () => {
    await start();
    const { nodeId, key } = await createNode(owner, 'Garage PC');
    const player = await startSimulatedNode({ url: server.url, nodeId, key, cameras: 1 });
    await using _ = { [Symbol.asyncDispose]: () => player.stop() };
    const [cameraId = ''] = player.cameraIds;
    await openWall(NAMES.length + 1);
    await page.getByRole('button', { name: 'One camera' }).click();
    const tile = page.locator(`[data-camera-id="${cameraId}"]`);
    const frames = async () => Number(await tile.getAttribute('data-frames'));
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes(`/api/cameras/${cameraId}/`)) asked.push(request.url());
    });
    await tile.scrollIntoViewIfNeeded();
    await eventually('it plays', async () => (await tile.getAttribute('data-state')) === 'live', 20_000);
    await inspectPage(page, 'wall-one-live');
    await tile.scrollIntoViewIfNeeded();
    await eventually('it plays on', async () => (await tile.getAttribute('data-state')) === 'live', 20_000);
    await page.evaluate(() => scrollTo(0, 0));
    // Not merely late, which a tile that plays may be as well.
    await eventually('it was let go', async () => (await tile.getAttribute('data-state')) === 'starting');
    const before = await frames();
    asked.length = 0;
    await player.waitFor('segment');
    await player.waitFor('segment');
    await player.waitFor('segment');
    expect(asked).toEqual([]);
    expect(await frames()).toBe(before);
    await tile.scrollIntoViewIfNeeded();
    await eventually(
      'it plays again',
      async () => (await tile.getAttribute('data-state')) === 'live',
      20_000,
    );
  });
});

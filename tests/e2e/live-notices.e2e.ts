import type { Browser, Page, Route, WebSocketRoute } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { AwakeTime } from '../support/awake-time.ts';
import { watchPage } from '../support/watched-page.ts';
import { addMember, createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const PLAYLISTS = '**/api/cameras/*/stream.m3u8*';
const SEGMENTS = '**/api/cameras/*/segment/**';

let server: TestServer;
let owner: TestClient;
let browser: Browser;
let node: SimulatedNode;
let page: Page;
let wire: Wire;
let watched: ReturnType<typeof watchPage>;

/** The tab's event connection, which a test can listen to and cut. */
class Wire {
  /** Cameras of each `watch` the page sent. */
  readonly watches: string[][] = [];
  #open: WebSocketRoute | null = null;
  #isCut = false;

  async through(target: Page): Promise<void> {
    await target.routeWebSocket('**/ws/dashboard', (near) => {
      if (this.#isCut) {
        void near.close({ code: 1011 });
        return;
      }
      this.#open = near;
      const far = near.connectToServer();
      near.onMessage((frame) => {
        const message = JSON.parse(String(frame)) as { type: string; cameras?: string[] };
        if (message.type === 'watch') this.watches.push(message.cameras ?? []);
        far.send(frame);
      });
    });
  }

  async cut(): Promise<void> {
    this.#isCut = true;
    await this.#open?.close({ code: 1011 });
  }

  mend(): void {
    this.#isCut = false;
  }
}

/** Requests of a kind from now on. */
function requests(part: string): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes(part)) seen.push(request.url());
  });
  return seen;
}

const tile = (id: string) => page.locator(`[data-testid=tile][data-camera-id="${id}"]`);
const stateOf = (id: string) => tile(id).getAttribute('data-state');

async function isLive(id: string, withinMs = 20_000): Promise<void> {
  await eventually('the tile is live', async () => (await stateOf(id)) === 'live', withinMs);
}

/** Green, and its decoder has produced pictures since. */
async function playsOn(id: string, withinMs = 20_000): Promise<void> {
  const frames = async () => Number(await tile(id).getAttribute('data-frames'));
  const before = await frames();
  await eventually('new pictures', async () => (await frames()) > before + 5, withinMs);
  await isLive(id, withinMs);
}

/** What the page counts from its beginning. */
interface Counter {
  emptied: number;
  faded: number;
}

/** How often the page's videos lost their source: each time is a player built anew. */
function rebuilds(): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Counter).emptied);
}

/** How often a tile stopped being green. */
function fades(): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Counter).faded);
}

beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
  owner = await server.owner();
  const { nodeId, key } = await createNode(owner, 'Shop PC');
  const cameras = Array.from({ length: 4 }, () => ({ scene: 'small' as const }));
  node = await startSimulatedNode({ url: server.url, nodeId, key, cameras });
  // A page that comes before the first segment is told of none, and asks for itself.
  for (const id of node.cameraIds)
    await eventually('the stream has started', async () => {
      return (await owner.get(`/api/cameras/${id}/stream.m3u8`)).status === 200;
    });
});

afterAll(async () => {
  await node?.stop();
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

async function openAs(person: TestClient): Promise<void> {
  page = await signedInPage(browser, server.url, person);
  watched = watchPage(page, server.url);
  wire = new Wire();
  await wire.through(page);
  await page.addInitScript(() => {
    const counter = globalThis as unknown as Counter;
    counter.emptied = 0;
    addEventListener('emptied', () => (counter.emptied += 1), { capture: true });
    counter.faded = 0;
    new MutationObserver((changes) => {
      counter.faded += changes.filter(({ oldValue }) => oldValue === 'live').length;
    }).observe(document, { subtree: true, attributeFilter: ['data-state'], attributeOldValue: true });
  });
}

afterEach(async () => {
  await page.context().close();
  expect(watched).toEqual({ foreign: [], errors: [] });
});

describe('the wall learns of segments by its one connection', () => {
  beforeEach(() => openAs(owner));

  it('asks for no playlist while it plays, and for each segment once', async () => {
    const segments = requests('/segment/');
    await page.goto(server.url);
    for (const id of node.cameraIds) await isLive(id);
    // A player whose news is late asks, and its tile is not green then; one built anew fetches again what it had.
    const playlists = requests('stream.m3u8');
    const stayGreen = async () => {
      playlists.length = 0;
      const before = await fades();
      for (const id of node.cameraIds) await playsOn(id);
      if ((await fades()) === before) return true;
      segments.length = 0;
      return false;
    };
    await eventually('all stay green for a while', stayGreen, 60_000);
    expect(playlists).toEqual([]);
    expect(segments.length).toBeGreaterThan(0);
    expect(new Set(segments).size).toBe(segments.length);
    expect(wire.watches.map((ids) => ids.toSorted())).toEqual([node.cameraIds.toSorted()]);
  });

  it('a lost connection costs no picture: it polls, and goes back to notices, without a new player', async () => {
    const [id = ''] = node.cameraIds;
    await page.goto(server.url);
    for (const each of node.cameraIds) await isLive(each);
    const before = await rebuilds();
    const playlists = requests('stream.m3u8');
    await wire.cut();
    const told = wire.watches.length;
    await eventually('it polls', () => playlists.length > 2);
    await playsOn(id);
    expect(playlists.filter((url) => url.includes('_HLS_'))).toEqual([]);
    wire.mend();
    await eventually('it watches again', () => wire.watches.length > told, 40_000);
    await eventually('it asks no more', async () => {
      const asked = playlists.length;
      await node.waitFor('segment');
      await node.waitFor('segment');
      await node.waitFor('segment');
      return playlists.length === asked;
    });
    await playsOn(id);
    expect(await rebuilds()).toBe(before);
  });

  it('what is not on screen is neither fetched nor watched', async () => {
    const [first = '', last = ''] = [node.cameraIds.at(0), node.cameraIds.at(-1)];
    const isWatched = (id: string) => wire.watches.at(-1)?.includes(id) === true;
    await page.setViewportSize({ width: 1280, height: 400 });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'One camera' }).click();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await isLive(last);
    await eventually('the first is let go', () => isWatched(last) && !isWatched(first));
    const requested = requests(`/api/cameras/${first}/`);
    await playsOn(last);
    expect(requested).toEqual([]);
    await page.evaluate(() => scrollTo(0, 0));
    await eventually('the last is let go', () => isWatched(first) && !isWatched(last));
    await isLive(first);
  });
});

describe('what the player meets ends in live pictures, without a reload and without help', () => {
  beforeEach(async () => {
    await openAs(owner);
    await page.goto(server.url);
    await isLive(node.cameraIds[0] ?? '');
  });

  const refuse = (status: number) => (route: Route) => route.fulfill({ status, json: { detail: 'No.' } });
  const lose = (route: Route) => route.abort('connectionreset');
  const garble = (route: Route) => route.fulfill({ status: 200, body: Buffer.alloc(50_000, 7) });
  const empty = (route: Route) => route.fulfill({ status: 200, body: '' });
  const page404 = (route: Route) => route.fulfill({ status: 200, body: '<!doctype html><p>Gateway</p>' });
  const noSegments = (route: Route) =>
    route.fulfill({ body: '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:5\n' });

  it.each([
    ['segments that are refused', SEGMENTS, refuse(500)],
    ['segments that are gone', SEGMENTS, refuse(404)],
    ['segments whose connection is lost', SEGMENTS, lose],
    ['segments of garbage', SEGMENTS, garble],
    ['segments of nothing', SEGMENTS, empty],
    ['playlists that are refused', PLAYLISTS, refuse(503)],
    ['playlists that are gone', PLAYLISTS, refuse(404)],
    ['playlists whose connection is lost', PLAYLISTS, lose],
    ['playlists that are web pages', PLAYLISTS, page404],
    ['playlists without segments', PLAYLISTS, noSegments],
  ])('%s', async (_, what, answer) => {
    const [id = ''] = node.cameraIds;
    let loads = 0;
    page.on('load', () => (loads += 1));
    if (what === PLAYLISTS) await wire.cut();
    let met = 0;
    await page.route(what, (route) => {
      met += 1;
      return answer(route);
    });
    await eventually('it met that', () => met > 1);
    await eventually('it is not green meanwhile', async () => (await stateOf(id)) !== 'live');
    await page.unroute(what);
    wire.mend();
    await playsOn(id);
    expect(loads).toBe(0);
  });
});

it('somebody who was switched off sees nothing more within 2 s', async () => {
  const email = 'mia@example.com';
  await openAs(await addMember(owner, email, 'member'));
  await page.goto(server.url);
  await isLive(node.cameraIds[0] ?? '');
  const members = (await owner.get('/api/auth/members')).json<{ id: string; email: string }[]>();
  const id = members.find((member) => member.email === email)?.id ?? '';
  expect((await owner.ask('PATCH', `/api/auth/members/${id}`, { body: { disabled: true } })).status).toBe(
    200,
  );
  using awake = new AwakeTime();
  await eventually('no video is left', async () => (await page.locator('video').count()) === 0, 4000);
  expect(awake.ms).toBeLessThanOrEqual(2000);
});

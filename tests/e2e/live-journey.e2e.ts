import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { AwakeTime } from '../support/awake-time.ts';
import { windowsUntil } from '../support/best-window.ts';
import { watchPage } from '../support/watched-page.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { spawnServer, type ServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';

interface TileFacts {
  readonly state: string;
  readonly frames: number;
  readonly delayMs: number;
  readonly label: string;
}

/** What the page itself claims about its first camera. */
async function tile(page: Page): Promise<TileFacts> {
  return page
    .getByTestId('tile')
    .first()
    .evaluate((element) => ({
      state: element.dataset['state'] ?? '',
      frames: Number(element.dataset['frames']),
      delayMs: element.dataset['delayMs'] === '' ? Number.NaN : Number(element.dataset['delayMs']),
      label: element.getAttribute('aria-label') ?? '',
    }));
}

/** Number of the newest segment that viewers are offered. */
async function newestNumber(page: Page): Promise<number> {
  const playlist = await page.evaluate(async () => {
    const id = document.querySelector<HTMLElement>('[data-testid=tile]')?.dataset['cameraId'] ?? '';
    return (await fetch(`/api/cameras/${id}/stream.m3u8`)).text();
  });
  return Number([...playlist.matchAll(/segment_(\d+)\.ts/g)].at(-1)?.[1]);
}

/** Waits until the tile is green and its decoder has produced pictures since. */
async function liveAgain(page: Page, what: string, withinMs: number): Promise<TileFacts> {
  using awake = new AwakeTime();
  const first = await eventually(
    `${what}: the tile is live`,
    async () => {
      const facts = await tile(page);
      return facts.state === 'live' && facts;
    },
    withinMs,
  );
  return eventually(
    `${what}: frames increase`,
    async () => {
      const facts = await tile(page);
      return facts.state === 'live' && facts.frames > first.frames && facts;
    },
    Math.max(1_000, withinMs - awake.ms),
  );
}

describe('from an empty machine to live video, and through every interruption', () => {
  using folder = temporaryFolder();
  let browser: Browser;
  let page: Page;
  let server: ServerProcess;
  let node: SimulatedNode;
  let port: number;
  let loads = 0;

  beforeAll(async () => {
    port = await anyFreePort();
    [browser, server] = await Promise.all([launchBrowser(), spawnServer({ dataDir: folder.path, port })]);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('load', () => (loads += 1));
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await server?.stop();
  });

  it('sets up, adds a node, and shows its camera live with its delay', async () => {
    const watched = watchPage(page, server.url);
    await page.goto(server.url);
    await page.getByLabel('Name of this place').fill('Corner Bakery');
    await page.getByLabel('Your name').fill('Olga');
    await page.getByLabel('Your e-mail').fill('olga@example.com');
    await page.getByLabel('Password', { exact: true }).fill('a good long password');
    await page.getByRole('button', { name: 'Create my command center' }).click();
    await page
      .getByRole('button', { name: 'Add node' })
      .or(page.getByRole('link', { name: 'Add node' }))
      .first()
      .click();
    await page.getByLabel('Name', { exact: true }).fill('Back office');
    await page.getByRole('button', { name: 'Create node' }).click();
    const line = await page
      .getByRole('textbox', { name: 'Run this on the computer that has the cameras' })
      .inputValue();
    const [, nodeId = '', key = ''] = /--node-id (\S+) --key (\S+)/.exec(line) ?? [];
    expect(nodeId).toMatch(/^[0-9a-f]{8}$/);
    expect(line).toMatch(/^curl -fsSL http:\S+\/install\.sh \| bash -s -- --url http:/);
    await page.getByRole('button', { name: 'I have copied it' }).click();

    node = await startSimulatedNode({ url: server.url, nodeId, key, cameras: 1, reconnectMs: [200] });
    await page.goto(server.url);
    const facts = await liveAgain(page, 'first picture', 20_000);
    expect(facts.label).toMatch(/live/i);
    expect(facts.delayMs).toBeGreaterThan(0);
    // What a slow start cost it makes up for by itself.
    await eventually('the delay is small', async () => (await tile(page)).delayMs < 6_000);
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });

  it('is live again within 10 s after the server was killed and restarted, without a reload', async () => {
    const before = loads;
    await server.kill();
    await eventually(
      'the tile is not green while the server is away',
      async () => (await tile(page)).state !== 'live',
    );
    server = await spawnServer({ dataDir: folder.path, port });
    await liveAgain(page, 'after the restart', 10_000);
    expect(loads).toBe(before);
  });

  it('goes on when the node restarts with numbering from 0', async () => {
    const before = await newestNumber(page);
    await node.restartProcess();
    await eventually('the new run is listed', async () => (await newestNumber(page)) < before, 10_000);
    await liveAgain(page, 'after the node restart', 10_000);
  });

  it('goes on when only the encoder restarts', async () => {
    await eventually('some segments of this run', async () => (await newestNumber(page)) >= 5, 15_000);
    const before = await newestNumber(page);
    node.restartFfmpeg(0);
    await eventually('the new run is listed', async () => (await newestNumber(page)) < before, 10_000);
    await liveAgain(page, 'after the encoder restart', 10_000);
  });

  it('comes back after the network to the node was cut', async () => {
    const times = await windowsUntil({ limitMs: 5_000, windows: 3 }, async () => {
      const cut = performance.now();
      node.cutNetwork();
      await eventually('the tile stops being green', async () => (await tile(page)).state !== 'live');
      const tookMs = performance.now() - cut;
      node.restoreNetwork();
      await liveAgain(page, 'after the cut', 15_000);
      return tookMs;
    });
    expect(Math.min(...times)).toBeLessThan(5_000);
  });

  it('says within 4 s that pushes stopped, and is never green while stale, in German neither', async () => {
    await liveAgain(page, 'before the stop', 10_000);
    const context = await browser.newContext({
      locale: 'de-DE',
      viewport: { width: 1280, height: 800 },
      storageState: await page.context().storageState(),
    });
    const german = await context.newPage();
    await german.goto(server.url);
    await eventually('a tile in German', async () => (await german.getByTestId('tile').count()) > 0);
    expect((await liveAgain(german, 'in German', 10_000)).label).toMatch(/: LIVE \d+,\d s$/);
    node.pausePushes(0);
    // While the computer stands still, the page cannot notice anything either.
    using awake = new AwakeTime();
    let stoppedMs = 0;
    // A push that was under way still arrives, its playlist last.
    const stopListening = node.events.on('playlist', () => (stoppedMs = awake.ms));
    await eventually('4 s without a push', () => awake.ms - stoppedMs >= 4_000);
    stopListening();
    const until = Date.now() + 6_000;
    while (Date.now() < until) {
      expect((await tile(page)).state).not.toBe('live');
      const { state, label } = await tile(german);
      expect(label).toMatch(state === 'frozen' ? /: Eingefroren seit \d\d:\d\d:\d\d$/ : /: Verbindet neu$/);
    }
    await german.getByText('Das ist ein altes Bild.').waitFor();
    await context.close();
    node.resumePushes(0);
    await liveAgain(page, 'after the pushes came back', 15_000);
  });
});

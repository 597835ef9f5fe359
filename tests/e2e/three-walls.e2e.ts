import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { AwakeTime } from '../support/awake-time.ts';
import { watchPage } from '../support/watched-page.ts';
import { createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const WINDOWS = 3;
const CAMERAS = 16;
const WATCHED_MS = 10_000;
/** Every tile must have moved on between two looks: its camera sends ten pictures a second. */
const LOOK_EVERY_MS = 2500;
const AWAKE_LOOK_MS = 50;
/** As many as a browser keeps open to one host over plain HTTP. */
const HTTP_MOST = 6;

/** Passes a browser's connections on to the server, and counts those that are open. */
class Wire {
  readonly #server: Server;
  readonly #open = { http: 0, ws: 0 };
  /** Most HTTP connections at one moment since the start. */
  mostHttp = 0;

  private constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      near.once('data', (head) => {
        const kind = head.toString('latin1').startsWith('GET /ws/') ? 'ws' : 'http';
        let isOpen = true;
        const ended = (): void => {
          if (isOpen) this.#open[kind] -= 1;
          isOpen = false;
        };
        this.#open[kind] += 1;
        this.mostHttp = Math.max(this.mostHttp, this.#open.http);
        // What the browser has ended closes here only after the next one may have begun.
        near.once('end', ended).once('close', ended);
      });
      near.pipe(far).pipe(near);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
      near.on('close', () => far.destroy());
    });
  }

  static async to(url: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(url).port));
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get sockets(): number {
    return this.#open.ws;
  }

  close(): void {
    this.#server.close();
  }
}

/** Pictures a tile has shown: `told` by itself once a second, `played` from its present source until now. */
interface Frames {
  readonly told: number;
  readonly played: number;
}

/** Of each tile of a window, by camera. */
function frames(page: Page): Promise<Record<string, Frames>> {
  return page.getByTestId('tile').evaluateAll((tiles) =>
    Object.fromEntries(
      (tiles as HTMLElement[]).map((tile) => {
        const quality = tile.querySelector('video')?.getVideoPlaybackQuality();
        const played = (quality?.totalVideoFrames ?? 0) - (quality?.droppedVideoFrames ?? 0);
        return [tile.dataset['cameraId'], { told: Number(tile.dataset['frames']), played }];
      }),
    ),
  );
}

function movedOn(now: Frames, before: Frames): boolean {
  return now.told > before.told || (now.played > 0 && now.played !== before.played);
}

/** A pause while this computer runs: in a standstill of it no picture can move on. */
async function pauseAwake(ms: number): Promise<void> {
  using awake = new AwakeTime();
  while (awake.ms < ms) await pause(AWAKE_LOOK_MS);
}

function liveTiles(page: Page): Promise<number> {
  return page.locator('[data-testid=tile][data-state=live]').count();
}

describe('three windows of one browser on three screens', () => {
  let server: TestServer;
  let browser: Browser;
  let node: SimulatedNode;
  let wire: Wire;
  let context: BrowserContext;
  let pages: readonly Page[];
  let watched: readonly ReturnType<typeof watchPage>[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    const owner = await server.owner();
    wire = await Wire.to(server.url);
    const { nodeId, key } = await createNode(owner, 'Shop PC');
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: Array.from({ length: CAMERAS }, () => ({ scene: 'small' as const })),
    });
    const first = await signedInPage(browser, wire.url, owner);
    context = first.context();
    const others = Array.from({ length: WINDOWS - 1 }, () => context.newPage());
    pages = [first, ...(await Promise.all(others))];
    watched = pages.map((page) => watchPage(page, wire.url));
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    wire?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('show 16 live cameras each: no tile starves, one socket a window, six HTTP connections in all', async () => {
    await Promise.all(
      pages.map(async (page) => {
        await page.setViewportSize({ width: 1280, height: 760 });
        await page.goto(wire.url);
        expect(await page.evaluate(() => document.visibilityState)).toBe('visible');
      }),
    );
    for (const [index, page] of pages.entries()) {
      await eventually(
        `all tiles of window ${index + 1} are live`,
        async () => (await liveTiles(page)) === CAMERAS,
        60_000,
      );
    }
    const looks = [await Promise.all(pages.map(frames))];
    for (let passed = 0; passed < WATCHED_MS; passed += LOOK_EVERY_MS) {
      await pauseAwake(LOOK_EVERY_MS);
      looks.push(await Promise.all(pages.map(frames)));
    }
    const starved = looks.slice(1).flatMap((look, turn) =>
      look.flatMap((tiles, window) =>
        Object.entries(tiles)
          .filter(([id, now]) => {
            const before = looks[turn]?.[window]?.[id];
            return before !== undefined && !movedOn(now, before);
          })
          .map(([id]) => `window ${window + 1}, ${id}, look ${turn + 1}`),
      ),
    );
    expect(starved).toEqual([]);
    expect(wire.sockets).toBe(WINDOWS);
    expect(wire.mostHttp).toBeLessThanOrEqual(HTTP_MOST);
    for (const { foreign, errors } of watched) expect([foreign, errors]).toEqual([[], []]);
  });
});

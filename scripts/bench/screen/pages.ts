import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright';
import type { ServerProcess } from '../servers/server-process.ts';
import { type ReaderWindow, readerScript, type Shown } from './screen-reader.ts';

/** Where a page of hls.js with its own defaults is put: the same origin, so that the session counts. */
const DEFAULTS_PATH = '/bench-defaults';
const SHOWN_TIMEOUT_MS = 30_000;

/** A browser in which the owner is signed in. */
export async function signedIn(browser: Browser, server: ServerProcess): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  await context.addCookies([{ ...server.owner.session, url: server.url }]);
  return context;
}

/** The dashboard's wall. */
export async function openWall(context: BrowserContext, server: ServerProcess): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript({ content: readerScript() });
  await page.goto(server.url);
  return page;
}

/** The same cameras in plain hls.js with nothing set. */
export async function openDefaults(
  context: BrowserContext,
  server: ServerProcess,
  cameras: readonly string[],
): Promise<Page> {
  const page = await context.newPage();
  const url = server.url + DEFAULTS_PATH;
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: defaultsPage(cameras) }));
  await page.addInitScript({ content: readerScript() });
  await page.goto(url);
  return page;
}

function defaultsPage(cameras: readonly string[]): string {
  const folder = dirname(createRequire(import.meta.url).resolve('hls.js/package.json'));
  const library = readFileSync(join(folder, 'dist', 'hls.min.js'), 'utf8').replaceAll(
    '</script',
    '<\\/script',
  );
  return `<!doctype html><title>hls.js</title><body style="display:grid;grid-template-columns:repeat(4,380px)">
<script>${library}</script><script>
for (const id of ${JSON.stringify(cameras)}) {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.style.width = '100%';
  document.body.append(video);
  const hls = new Hls();
  hls.loadSource('/api/cameras/' + id + '/stream.m3u8');
  hls.attachMedia(video);
  hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
}
</script>`;
}

/** Resolves when so many videos have shown a picture with a clock. */
export async function untilShown(page: Page, count: number): Promise<void> {
  const deadline = performance.now() + SHOWN_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const shown = await shownBy(page);
    if (shown.filter(({ delays }) => delays.length > 0).length >= count) return;
    await sleep(50);
  }
  throw new Error(`${count} videos should have shown a picture within ${SHOWN_TIMEOUT_MS / 1_000} seconds.`);
}

/** Forgets what was seen so far. */
export async function begin(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as ReaderWindow).benchBegin());
}

export function shownBy(page: Page): Promise<Shown[]> {
  return page.evaluate(() => (globalThis as unknown as ReaderWindow).benchShown());
}

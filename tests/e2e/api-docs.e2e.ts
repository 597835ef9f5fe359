import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../server/contract/route-table.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

/** What the build puts beside the server, taken from the packages themselves. */
const ASSETS = [
  'swagger-ui-dist/swagger-ui.css',
  'swagger-ui-dist/swagger-ui-bundle.js',
  'swagger-ui-dist/favicon-32x32.png',
  'redoc/bundles/redoc.standalone.js',
];

interface Visit {
  readonly page: Page;
  /** Addresses of other hosts that the page asked for. */
  readonly foreign: readonly string[];
  /** Errors on the console, also those of the content policy. */
  readonly errors: readonly string[];
}

let server: TestServer;
let browser: Browser;
const folder = temporaryFolder();
beforeAll(async () => {
  const find = createRequire(import.meta.url);
  for (const asset of ASSETS) copyFileSync(find.resolve(asset), join(folder.path, basename(asset)));
  server = await startTestServer({ config: { apiDocsDir: folder.path } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function visit(path: string, until: string): Promise<Visit> {
  const page = await browser.newPage();
  const { foreign, errors } = watchPage(page, server.url);
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(server.url + path);
  await page.locator(until).first().waitFor();
  await page.waitForLoadState('networkidle');
  return { page, foreign, errors };
}

/** The routes that are drawn at the moment. */
function shownRoutes(page: Page): Promise<string[]> {
  return page.locator('.opblock').evaluateAll((blocks) =>
    blocks.map((block) => {
      const text = (part: string): string =>
        block.querySelector(part)?.textContent?.replaceAll('\u200B', '').trim() ?? '';
      return `${text('.opblock-summary-method')} ${text('.opblock-summary-path')}`;
    }),
  );
}

describe('the API document in a browser', () => {
  it('/api-docs shows every route and asks no other host', async () => {
    const { page, foreign, errors } = await visit('/api-docs', '.opblock');
    const [first] = await shownRoutes(page);
    // The page holds only what is near the screen, so it is read while scrolling.
    const shown = new Set<string>();
    const routes = routeTable.map(({ method, path }) => `${method} ${path}`);
    const missing = async (): Promise<string[]> => {
      for (const route of await shownRoutes(page)) shown.add(route);
      const isAtEnd = await page.evaluate(
        () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1,
      );
      // A busy machine draws several turns of the wheel as one; what was passed over is read next time round.
      if (isAtEnd) await page.keyboard.press('Home');
      else await page.mouse.wheel(0, 400);
      return routes.filter((route) => !shown.has(route));
    };
    await expect.poll(missing, { timeout: 60_000, interval: 50 }).toEqual([]);
    expect([...shown].filter((route) => !routes.includes(route))).toEqual([]);
    await page.keyboard.press('Home');
    await expect.poll(async () => (await shownRoutes(page))[0], { timeout: 10_000 }).toBe(first);
    await page.locator('.opblock-summary').first().click();
    await page.locator('.opblock-body').first().waitFor();
    expect([foreign, errors]).toEqual([[], []]);
  });

  it('/api-redoc shows every route and asks no other host', async () => {
    const { page, foreign, errors } = await visit('/api-redoc', '[data-section-id]');
    const missing = async (): Promise<string[]> => {
      const text = await page.locator('#redoc').innerText();
      return routeTable.filter(({ summary }) => !text.includes(summary)).map(({ path }) => path);
    };
    await expect.poll(missing, { timeout: 30_000 }).toEqual([]);
    expect(await page.locator('a[href*="redocly.com"]:visible').count()).toBe(0);
    expect([foreign, errors]).toEqual([[], []]);
  });
});

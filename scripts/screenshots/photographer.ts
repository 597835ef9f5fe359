import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import type { Person } from '../throwaway/person.ts';
import type { Places, ScreenPage } from './pages.ts';

/** Debian's Chromium; nothing is ever downloaded. */
const EXECUTABLE = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--autoplay-policy=no-user-gesture-required',
  // A page cannot reach another host even by mistake.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

export const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
/** Chromium draws no higher picture, px. */
const MOST_HEIGHT = 12_000;
export const THEMES = ['dark', 'light'] as const;

export interface Look {
  readonly size: keyof typeof SIZES;
  readonly theme: (typeof THEMES)[number];
}

interface Options {
  readonly url: string;
  readonly owner: Person;
  readonly places: Places;
  /** Tag of the browser's language, such as `de-DE`. */
  readonly locale: string;
}

/** Lists that come late make a page higher: it is measured again this often. */
const MOST_MEASURES = 4;

/** Makes the window as high as the page, so that what sticks to an edge is photographed there. */
async function showAll(page: Page, width: number): Promise<void> {
  let shown = 0;
  for (let measure = 0; measure < MOST_MEASURES; measure += 1) {
    const height = await page.evaluate<number>('document.documentElement.scrollHeight');
    if (height <= shown) return;
    shown = height;
    await page.setViewportSize({ width, height: Math.min(height, MOST_HEIGHT) });
    await page.waitForTimeout(200);
  }
}

/** Takes pictures of pages in a real browser. */
export class Photographer {
  readonly #browser: Browser;
  readonly #options: Options;

  private constructor(browser: Browser, options: Options) {
    this.#browser = browser;
    this.#options = options;
  }

  static async hire(options: Options): Promise<Photographer> {
    return new Photographer(await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS }), options);
  }

  /** One picture of each page in one look; `fileOf` says where it goes. */
  async take(
    pages: readonly ScreenPage[],
    look: Look,
    { fileOf, isWhole }: { readonly fileOf: (page: ScreenPage) => string; readonly isWhole: boolean },
  ): Promise<void> {
    for (const isPublic of [false, true]) {
      const wanted = pages.filter((page) => (page.isPublic ?? false) === isPublic);
      if (wanted.length === 0) continue;
      const page = await this.#newPage(look, isPublic);
      for (const one of wanted) {
        await page.goto(this.#options.url + one.path(this.#options.places));
        await this.#settled(page, one.hasVideo ?? false);
        const file = fileOf(one);
        mkdirSync(join(file, '..'), { recursive: true });
        if (isWhole) await showAll(page, SIZES[look.size].width);
        await page.screenshot({ path: file });
        if (isWhole) await page.setViewportSize(SIZES[look.size]);
      }
      await page.context().close();
    }
  }

  async dismiss(): Promise<void> {
    await this.#browser.close();
  }

  async #newPage({ size, theme }: Look, isPublic: boolean): Promise<Page> {
    const { url, owner, locale } = this.#options;
    const context = await this.#browser.newContext({
      viewport: SIZES[size],
      locale,
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    });
    if (!isPublic) await context.addCookies([{ ...owner.session, url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.addInitScript(`localStorage.setItem('sentinel.theme', '"${theme}"')`);
    return page;
  }

  /** Waits until the page says what it is, has loaded what it asked for, and its pictures play. */
  async #settled(page: Page, hasVideo: boolean): Promise<void> {
    await page.locator('h1, [data-testid=probe], video').first().waitFor({ state: 'attached' });
    await page.waitForFunction("document.querySelector('[aria-busy=true]') === null");
    if (hasVideo) await page.locator('[data-state=live]').first().waitFor();
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    // Charts and lists are asked for once the page stands.
    await page.waitForTimeout(700);
  }
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from '../throwaway/browser.ts';
import type { Person } from '../throwaway/person.ts';
import type { Places, Scene, ScreenPage, Viewer } from './pages.ts';
import { Requests } from './requests.ts';

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

/** A server, and who can look at it. */
export interface Place {
  readonly url: string;
  readonly people: Partial<Readonly<Record<Viewer, Person>>>;
}

interface Options {
  readonly scenes: Partial<Readonly<Record<Scene, Place>>>;
  readonly places: Places;
  /** Tag of the browser's language, such as `de-DE`. */
  readonly locale: string;
}

/** Lists that come late make a page higher: it is measured again this often. */
const MOST_MEASURES = 4;

/** Makes the window as high as the page, so that what sticks to an edge is photographed there. */
async function showAll(page: Page, requests: Requests, width: number): Promise<void> {
  let shown = 0;
  for (let measure = 0; measure < MOST_MEASURES; measure += 1) {
    const height = await page.evaluate<number>('document.documentElement.scrollHeight');
    if (height <= shown) return;
    shown = height;
    await page.setViewportSize({ width, height: Math.min(height, MOST_HEIGHT) });
    await requests.quiet();
  }
}

/** Waits until every camera in the window plays. */
async function playing(page: Page): Promise<void> {
  await page.locator('[data-state=live]').first().waitFor();
  await page.locator('[data-state=starting]').first().waitFor({ state: 'detached' });
}

interface Taking {
  readonly fileOf: (page: ScreenPage) => string;
  /** Shows pages in their whole length, not what fits the window. */
  readonly isWhole: boolean;
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
    return new Photographer(await launchBrowser(), options);
  }

  /** One picture of each page in one look; answers what is wrong with pages that could not be photographed. */
  async take(pages: readonly ScreenPage[], look: Look, taking: Taking): Promise<readonly string[]> {
    const failed: string[] = [];
    const byVisit = Map.groupBy(pages, ({ scene = 'shop', viewer = 'owner' }) => `${scene} ${viewer}`);
    for (const visit of byVisit.values()) {
      const [first] = visit;
      if (first === undefined) continue;
      const place = this.#placeOf(first);
      const page = await this.#newPage(look, place, first.viewer ?? 'owner');
      const requests = new Requests(page);
      for (const one of visit) {
        try {
          await page.goto(place.url + one.path(this.#options.places));
          await this.#settled(page, requests, one);
          await this.#photograph(page, requests, one, { look, ...taking });
        } catch (error) {
          failed.push(`${one.name}, ${look.theme}, ${look.size}: ${String(error)}`);
        }
      }
      await page.context().close();
    }
    return failed;
  }

  async dismiss(): Promise<void> {
    await this.#browser.close();
  }

  async #photograph(
    page: Page,
    requests: Requests,
    one: ScreenPage,
    { look, fileOf, isWhole }: Taking & { readonly look: Look },
  ): Promise<void> {
    const file = fileOf(one);
    mkdirSync(join(file, '..'), { recursive: true });
    const isLong = isWhole && one.isWindow !== true;
    if (isLong) await showAll(page, requests, SIZES[look.size].width);
    // A camera that came into the window plays from then on.
    if (isLong && one.hasVideo === true) await playing(page);
    await page.screenshot({ path: file });
    if (isLong) await page.setViewportSize(SIZES[look.size]);
  }

  #placeOf({ name, scene = 'shop' }: ScreenPage): Place {
    const place = this.#options.scenes[scene];
    if (place === undefined) throw new Error(`There is no server for ${name}.`);
    return place;
  }

  async #newPage({ size, theme }: Look, { url, people }: Place, viewer: Viewer): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: SIZES[size],
      locale: this.#options.locale,
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
      // A finger, so that what only keys can do is not shown on a phone.
      hasTouch: size === 'phone',
      isMobile: size === 'phone',
    });
    if (viewer !== 'nobody') {
      const person = people[viewer];
      if (person === undefined) throw new Error(`No ${viewer} is there.`);
      await context.addCookies([{ ...person.session, url }]);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.addInitScript(`localStorage.setItem('sentinel.theme', '"${theme}"')`);
    return page;
  }

  /** Waits until the page says what it is, has loaded what it asked for, and its pictures play. */
  async #settled(page: Page, requests: Requests, { hasVideo, act }: ScreenPage): Promise<void> {
    await page.locator('h1, [data-testid=probe], video').first().waitFor({ state: 'attached' });
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    if (hasVideo === true) await playing(page);
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    // Charts and lists are asked for once the page stands.
    await requests.quiet();
    if (act === undefined) return;
    await act(page);
    await requests.quiet();
  }
}

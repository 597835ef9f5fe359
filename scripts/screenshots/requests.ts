import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Request } from 'playwright';

/** Nothing was asked for this long: the page has what it wanted, ms. */
const QUIET_MS = 150;
const MOST_WAIT_MS = 4000;
const STEP_MS = 25;

/** Pieces of live video are asked for without end. */
function counts(request: Request): boolean {
  return !/\.(m3u8|m4s|mp4|ts)\b/.test(new URL(request.url()).pathname);
}

/** The answers a page still waits for. */
export class Requests {
  readonly #open = new Set<Request>();
  #changed = 0;

  constructor(page: Page) {
    const over = (request: Request) => {
      if (this.#open.delete(request)) this.#changed = performance.now();
    };
    page.on('request', (request) => {
      if (!counts(request)) return;
      this.#open.add(request);
      this.#changed = performance.now();
    });
    page.on('requestfinished', over);
    page.on('requestfailed', over);
    page.on('framenavigated', () => this.#open.clear());
  }

  /** Resolves once the page asked for nothing for a moment; at the latest after 4 s. */
  async quiet(): Promise<void> {
    const begun = performance.now();
    // What was just done to the page may make it ask.
    this.#changed = begun;
    while (performance.now() - begun < MOST_WAIT_MS) {
      if (this.#open.size === 0 && performance.now() - this.#changed >= QUIET_MS) return;
      await sleep(STEP_MS);
    }
  }
}

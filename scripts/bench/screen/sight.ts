/// <reference lib="dom" />
import type { Page } from 'playwright';

/** What `armWatch` leaves in its page. */
interface SightWindow {
  benchSeenAt: Promise<number>;
}

/** Begins to wait for an element that the selector finds. */
export async function armWatch(page: Page, selector: string): Promise<void> {
  await page.evaluate(arm, selector);
}

/** When the page drew that element, ms since 1970. */
export function watchSeenAt(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as SightWindow).benchSeenAt);
}

/** Runs in the page, so it can use nothing of this file. */
function arm(selector: string): void {
  (globalThis as unknown as SightWindow).benchSeenAt = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      // The frame in which it is drawn begins now, and the next one begins when it is on screen.
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

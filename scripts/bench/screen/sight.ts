/// <reference lib="dom" />
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';

const SEEN_WITHIN_MS = 10_000;

/** What `armWatch` leaves in its page. */
interface SightWindow {
  benchSeenAt: Promise<number>;
}

/** Begins to wait for an element that the selector finds. */
export async function armWatch(page: Page, selector: string): Promise<void> {
  await page.evaluate(arm, selector);
}

/** When the page drew that element, ms since 1970. Throws when it never did. */
export async function watchSeenAt(page: Page): Promise<number> {
  const seenAt = page.evaluate(() => (globalThis as unknown as SightWindow).benchSeenAt);
  const never = sleep(SEEN_WITHIN_MS, undefined, { ref: false });
  const at = await Promise.race([seenAt, never]);
  if (at === undefined) throw new Error('The page did not show what it was told.');
  return at;
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

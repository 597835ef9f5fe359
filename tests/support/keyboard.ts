import type { Page } from 'playwright';
import { expect } from 'vitest';

const TAB_MOST = 60;

/** What the keyboard is on, by its accessible name. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    if (element === document.body) return '';
    const label = element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
    return (element?.getAttribute('aria-label') ?? label).trim();
  });
}

/** The focus is on something, which is marked for people to see. */
export async function expectVisibleFocus(page: Page, what: string): Promise<void> {
  const focus = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'lost';
    // Lines of a menu are marked as a whole, and a field may be marked by its label.
    if (element.matches('[role^=menuitem][data-highlighted]')) return 'seen';
    const marked = [element, element.closest('label')];
    const isSeen = marked.some((one) => one !== null && getComputedStyle(one).outlineStyle !== 'none');
    return isSeen && element.checkVisibility() ? 'seen' : 'unseen';
  });
  expect(focus, `the focus on ${what}`).toBe('seen');
}

/** Presses Tab until the focus is on a control whose name begins like this; it must be visibly focused there. */
export async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  for (let count = 0; count < TAB_MOST; count += 1) {
    if ((await focusedName(page)).startsWith(name)) return expectVisibleFocus(page, name);
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never reached "${name}"; the focus is on "${await focusedName(page)}"`);
}

/** Goes down an open menu to the line that begins like this. */
export async function chooseLine(page: Page, name: string): Promise<void> {
  // The menu puts the focus on its first line; a key pressed before that would be undone by it.
  await page.waitForFunction(() => Boolean(document.activeElement?.matches('[role^=menuitem]')));
  for (let count = 0; count < TAB_MOST; count += 1) {
    if ((await focusedName(page)).startsWith(name)) return;
    // The menu moves the focus in a later task: a name read before that would be of the line being left.
    const left = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((line) => document.activeElement !== line, left);
  }
  throw new Error(`The menu has no line "${name}"; the focus is on "${await focusedName(page)}"`);
}

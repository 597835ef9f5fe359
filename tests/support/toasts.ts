import type { Page } from 'playwright';
import { eventually } from './wait.ts';

export function toasts(page: Page) {
  return page.locator('[data-sonner-toast]');
}

/** The texts of all toasts at the moment one of them says this: in one look, as they go by themselves. */
export function toastsWith(page: Page, words: string): Promise<string[]> {
  return eventually(`a toast says ${words}`, async () => {
    const texts = await toasts(page).allTextContents();
    return texts.some((text) => text.includes(words)) && texts;
  });
}

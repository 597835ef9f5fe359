import type { Page } from 'playwright';

/** Collects what a page asks of other hosts, and what it complains about. */
export function watchPage(
  page: Page,
  baseUrl: string,
): { readonly foreign: string[]; readonly errors: string[] } {
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(baseUrl).host) foreign.push(url);
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { foreign, errors };
}

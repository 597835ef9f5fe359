import type { Browser, Page } from 'playwright';
import type { TestClient } from './test-client.ts';

/** A page in a fresh browser context in which this person is signed in. */
export async function signedInPage(browser: Browser, baseUrl: string, person: TestClient): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = '', value = ''] = (person.headers['cookie'] ?? '').split('=');
  await context.addCookies([{ name, value, url: baseUrl }]);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

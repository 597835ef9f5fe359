import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../../scripts/throwaway/browser.ts';
import { kinds, mailTemplates, sample } from './mail-samples.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LONG = `Front-door-${'W'.repeat(300)}`;
const templates = mailTemplates();

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What axe finds in a page, rules that ask for the parts of a web site left out. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const rules = '{ region: { enabled: false }, "landmark-one-main": { enabled: false } }';
  const found = await page.evaluate<AxeResults>(`axe.run(document, { rules: ${rules} })`);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('the look of mails', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 600]) {
      it(`every kind fits ${width} px and is legible on ${colorScheme}`, async () => {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        await using _ = { [Symbol.asyncDispose]: () => context.close() };
        const page = await context.newPage();
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        for (const kind of kinds) {
          const long = { title: LONG, body: LONG, organization: LONG, cameraId: LONG };
          for (const input of [sample(kind, long), sample(kind)]) {
            await page.setContent(templates.render(input).html);
            expect(await page.evaluate('document.documentElement.scrollWidth'), kind).toBe(width);
          }
          expect(await violations(page), kind).toEqual([]);
        }
        expect(requests).toEqual([]);
      });
    }
  }

  it('has dark colours in the dark, and one column of 560 px on a wide screen', async () => {
    const look = async (colorScheme: 'light' | 'dark'): Promise<string> => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1200, height: 900 } });
      const page = await context.newPage();
      await page.setContent(templates.render(sample('motion')).html);
      const seen = await page.evaluate<string>(
        `[getComputedStyle(document.querySelector('.card')).backgroundColor,
          document.querySelector('.column').getBoundingClientRect().width].join(' ')`,
      );
      await context.close();
      return seen;
    };
    expect(await look('light')).toBe('rgb(255, 255, 255) 560');
    expect(await look('dark')).toBe('rgb(18, 22, 28) 560');
  });
});

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { eventually } from './wait.ts';

const SHOTS = new URL('../../test-results/dashboard/', import.meta.url).pathname;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  { width: 1440, height: 900, shot: true },
  { width: 390, height: 844, shot: true },
  { width: 320, height: 640, shot: false },
  { width: 3840, height: 2160, shot: false },
];

type Theme = 'dark' | 'light';
/** All that another theme can change is colour. */
const RULES: Readonly<Record<Theme, object>> = {
  dark: {},
  light: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
};

/** Runs in the page: what is wrong with it; false when something moved meanwhile, as half-way colours are no fault. */
async function judged(options: object): Promise<axe.AxeResults['violations'] | false> {
  const isStill = (): boolean =>
    document.getAnimations().every(({ effect }) => effect?.getComputedTiming().endTime === Infinity);
  let moved = !isStill();
  const note = (): void => {
    moved = true;
  };
  const kinds = ['transitionrun', 'animationstart'];
  for (const kind of kinds) document.addEventListener(kind, note, true);
  const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, options);
  for (const kind of kinds) document.removeEventListener(kind, note, true);
  return violations.length > 0 && (moved || !isStill()) ? false : violations;
}

/** The names of serious and critical rules the page breaks, with what breaks them. */
async function seriousViolations(page: Page, theme: Theme): Promise<string[]> {
  // Run in the page's own world: the content security policy forbids injected script tags.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  // Without preload axe does not wait for videos that never end.
  const options = { resultTypes: ['violations'], preload: false, ...RULES[theme] };
  const violations = await eventually('it stood still while it was judged', () =>
    page.evaluate(judged, options),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Colours fade for 150 ms after a change of theme; half-way colours would be judged wrongly. */
function settled(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    document.getAnimations().every(({ effect }) => effect?.getComputedTiming().endTime === Infinity),
  );
}

/**
 * Both themes: readable, without horizontal scroll, and a picture of it under test-results. The smallest and the largest
 * screen are looked at in one theme, because a layout has none.
 */
export async function inspectPage(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset['theme'] = chosen;
    }, theme);
    for (const { width, height, shot } of SIZES.filter((size) => size.shot || theme === 'dark')) {
      await page.setViewportSize({ width, height });
      await eventually(`${name} fits ${width} px`, async () => (await overflow(page)) <= 0);
      if (!shot) continue;
      await eventually(`${name} has settled`, () => settled(page));
      expect(await seriousViolations(page, theme), `${name} ${theme} ${width}`).toEqual([]);
      await page.screenshot({ path: `${SHOTS}${name}-${theme}-${width}.png` });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

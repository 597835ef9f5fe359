// Photographs every page of the dashboard, with a simulated shop behind it, into the folder `screenshots`.
// Usage: screenshots [--language de] [--only NAME] [--docs] [--out FOLDER] [--server CLI.JS]
//   --docs   renews the few pictures that the README, the docs and the welcome page show, and takes no others
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PAGES, type ScreenPage } from './screenshots/pages.ts';
import { type Look, Photographer, SIZES, THEMES } from './screenshots/photographer.ts';
import { Shop } from './screenshots/shop.ts';

const ROOT = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    language: { type: 'string', default: 'en' },
    only: { type: 'string' },
    docs: { type: 'boolean', default: false },
    out: { type: 'string', default: 'screenshots' },
    server: { type: 'string', default: join(ROOT, 'dist', 'server', 'cli.js') },
  },
});
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', de: 'de-DE' };

/** Pictures that are part of the repository. */
const KEPT: readonly { readonly page: string; readonly theme: Look['theme']; readonly file: string }[] = [
  { page: 'wall', theme: 'dark', file: 'docs/images/wall.png' },
  { page: 'wall', theme: 'dark', file: 'renderer/features/public/welcome/wall-dark.png' },
  { page: 'wall', theme: 'light', file: 'renderer/features/public/welcome/wall-light.png' },
];

async function takeKept(photographer: Photographer): Promise<void> {
  for (const { page, theme, file } of KEPT) {
    const pages = PAGES.filter(({ name }) => name === page);
    await photographer.take(
      pages,
      { size: 'desk', theme },
      { fileOf: () => join(ROOT, file), isWhole: false },
    );
    console.log(file);
  }
}

async function takeAll(photographer: Photographer, locale: string): Promise<void> {
  const pages = PAGES.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
  if (pages.length === 0) throw new Error(`No page is called ${values.only}.`);
  for (const size of ['desk', 'phone'] as const)
    for (const theme of THEMES) {
      const folder = resolve(values.out, locale.slice(0, 2));
      const fileOf = ({ name }: ScreenPage) => join(folder, `${name}-${theme}-${size}.png`);
      await photographer.take(pages, { size, theme }, { fileOf, isWhole: true });
      console.log(`${pages.length} pages, ${theme}, ${SIZES[size].width} px: ${relative('.', folder)}`);
    }
}

const locale = LOCALES[values.language];
if (locale === undefined) throw new Error(`The dashboard does not speak "${values.language}".`);
const shop = new Shop();
try {
  const owner = await shop.open(resolve(values.server));
  const places = await shop.furnish(owner);
  const photographer = await Photographer.hire({ url: shop.url, owner, places, locale });
  try {
    await (values.docs ? takeKept(photographer) : takeAll(photographer, locale));
  } finally {
    await photographer.dismiss();
  }
} finally {
  await shop.close();
}

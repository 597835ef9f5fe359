// Photographs every page of the dashboard, with a simulated shop behind it, into the folder `screenshots`.
// Usage: screenshots [--language de] [--only NAME] [--docs] [--out FOLDER] [--server CLI.JS]
//   --only   only pages whose name begins so; several names are separated by commas
//   --docs   renews the few pictures that the README, the docs and the welcome page show, and takes no others
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PAGES, type Places, type Scene, type ScreenPage } from './screenshots/pages.ts';
import { MIA, join as joinPlace, settleOwner } from './screenshots/people.ts';
import { type Look, Photographer, type Place, SIZES, THEMES } from './screenshots/photographer.ts';
import { Shop } from './screenshots/shop.ts';
import { Stage } from './screenshots/stage.ts';

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

const KEPT_PAGES = new Set(KEPT.map(({ page }) => page));

/** Says which pages are missing. */
function tell(failed: readonly string[]): void {
  for (const line of failed) console.error(line);
  if (failed.length > 0) process.exitCode = 1;
}

async function takeKept(photographer: Photographer): Promise<void> {
  for (const { page, theme, file } of KEPT) {
    const pages = PAGES.filter(({ name }) => name === page);
    tell(
      await photographer.take(
        pages,
        { size: 'desk', theme },
        { fileOf: () => join(ROOT, file), isWhole: false },
      ),
    );
    console.log(file);
  }
}

/** The pages that were asked for. Throws when a name fits none. */
function pagesWanted(): readonly ScreenPage[] {
  if (values.docs) return PAGES.filter(({ name }) => KEPT_PAGES.has(name));
  const starts = values.only?.split(',') ?? [''];
  for (const start of starts)
    if (!PAGES.some(({ name }) => name.startsWith(start))) throw new Error(`No page is called ${start}.`);
  return PAGES.filter(({ name }) => starts.some((start) => name.startsWith(start)));
}

/** Both themes at once: most of the time a page is waited for. */
async function takeAll(
  photographer: Photographer,
  pages: readonly ScreenPage[],
  locale: string,
): Promise<void> {
  const folder = resolve(values.out, locale.slice(0, 2));
  for (const size of ['desk', 'phone'] as const) {
    const takeLook = async (theme: Look['theme']) => {
      const fileOf = ({ name }: ScreenPage) => join(folder, `${name}-${theme}-${size}.png`);
      tell(await photographer.take(pages, { size, theme }, { fileOf, isWhole: true }));
      console.log(`${pages.length} pages, ${theme}, ${SIZES[size].width} px: ${relative('.', folder)}`);
    };
    await Promise.all(THEMES.map(takeLook));
  }
}

const NOWHERE: Places = {
  cameraId: '',
  nodeId: '',
  incidentId: 0,
  webhookId: '',
  runId: '',
  inviteToken: '',
};

/** The servers that some pages need, until they are closed. */
class Scenes {
  readonly #closing: (() => Promise<void>)[] = [];
  #places = NOWHERE;

  get places(): Places {
    return this.#places;
  }

  async open(scene: Scene): Promise<Place> {
    const stage = await Stage.open(resolve(values.server));
    this.#closing.unshift(() => stage.close());
    const { url } = stage;
    if (scene === 'new') return { url, people: {} };
    const owner = await settleOwner(stage);
    if (scene === 'empty') {
      const member = await joinPlace(stage, owner, { email: MIA, name: 'Mia Sommer', role: 'member' });
      return { url, people: { owner, member } };
    }
    const shop = new Shop(stage);
    this.#closing.unshift(() => shop.close());
    this.#places = await shop.furnish(owner);
    return { url, people: { owner } };
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
  }
}

const locale = LOCALES[values.language];
if (locale === undefined) throw new Error(`The dashboard does not speak "${values.language}".`);
const pages = pagesWanted();
const scenes = new Scenes();
try {
  const places: Partial<Record<Scene, Place>> = {};
  for (const scene of new Set(pages.map(({ scene = 'shop' }) => scene)))
    places[scene] = await scenes.open(scene);
  const photographer = await Photographer.hire({ scenes: places, places: scenes.places, locale });
  try {
    await (values.docs ? takeKept(photographer) : takeAll(photographer, pages, locale));
  } finally {
    await photographer.dismiss();
  }
} finally {
  await scenes.close();
}

// Draws every icon of the packages from build/icons/icon.svg, in Chromium. Its results are committed, because a
// build machine need not have a browser. Run: node scripts/packaging/make-icons.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { icnsFile, ICNS_SIZES, icoFile, type Picture } from './icons/containers.ts';
import { macIcon, TRAY_STATES, trayIcon, trayTemplate } from './icons/drawings.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'build', 'icons');
const LINUX_SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const APP_SIZE = 512;
/** Pixels of a tray icon on a plain screen; denser screens pick the file whose name ends in `@2x` and so on. */
const TRAY_SIZE = 16;
const TEMPLATE_SIZE = 18;
const DENSITIES = [1, 1.5, 2, 3];

/** Runs in the page, where there is a canvas: draws `source` with `pixels` to each side. */
const DRAW = `async ([source, pixels]) => {
  const image = new Image(pixels, pixels);
  image.src = 'data:image/svg+xml;base64,' + btoa(source);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = pixels;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, pixels, pixels);
  return { url: canvas.toDataURL(), bytes: [...context.getImageData(0, 0, pixels, pixels).data] };
}`;

/** Draws one SVG in one size. */
async function draw(page: Page, svg: string, size: number): Promise<Picture> {
  const drawn = await page.evaluate(`(${DRAW})(${JSON.stringify([svg, size])})`);
  const { url, bytes } = drawn as { url: string; bytes: number[] };
  return { size, png: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'), pixels: Buffer.from(bytes) };
}

function save(name: string, bytes: Buffer): void {
  const file = join(FOLDER, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

async function saveTray(page: Page, name: string, svg: string, base: number): Promise<void> {
  for (const density of DENSITIES) {
    const { png } = await draw(page, svg, base * density);
    save(`tray/${name}${density === 1 ? '' : `@${density}x`}.png`, png);
  }
}

async function drawAll(page: Page): Promise<void> {
  const mark = readFileSync(join(FOLDER, 'icon.svg'), 'utf8');
  const all = (svg: string, sizes: readonly number[]) =>
    Promise.all(sizes.map((size) => draw(page, svg, size)));
  save('icon.ico', icoFile(await all(mark, WINDOWS_SIZES)));
  save('icon.icns', icnsFile(await all(macIcon(mark), ICNS_SIZES)));
  save('icon.png', (await draw(page, mark, APP_SIZE)).png);
  for (const { size, png } of await all(mark, LINUX_SIZES)) save(`linux/${size}x${size}.png`, png);
  for (const state of TRAY_STATES) {
    await saveTray(page, `tray-${state}`, trayIcon(state, mark), TRAY_SIZE);
    await saveTray(page, `tray-${state}-Template`, trayTemplate(state), TEMPLATE_SIZE);
  }
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  await drawAll(await browser.newPage());
} finally {
  await browser.close();
}

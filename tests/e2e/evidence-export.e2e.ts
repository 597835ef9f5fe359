// verify.html as people use it: out of the ZIP, opened as a file in a real browser that can reach nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportBench, filesOf, HOSTILE, OTHER_PICTURE } from '../server/incidents/export/export-bench.ts';
import { zipped } from '../server/incidents/export/export-checker.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { temporaryFolder } from '../support/test-config.ts';

const FIRST = 'snapshots/1-aaaaaaaa-gate.jpg';

let browser: Browser;
let folder: ReturnType<typeof temporaryFolder>;
let zip: Buffer;
let fingerprint = '';
let pageUrl = '';
beforeAll(async () => {
  folder = temporaryFolder();
  await using bench = await ExportBench.start();
  zip = await bench.fullExport();
  fingerprint = bench.deps.signingKey.fingerprint;
  const page = join(folder.path, 'verify.html');
  writeFileSync(page, filesOf(zip).get('verify.html') ?? '');
  pageUrl = pathToFileURL(page).href;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  folder[Symbol.dispose]();
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** Everything the page asked for beside itself, and what it complained about. */
  readonly complaints: string[];
}

async function open(theme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const context = await browser.newContext({
    offline: true,
    colorScheme: theme,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== pageUrl) complaints.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(pageUrl);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Picks a ZIP and waits for the verdict. */
async function check(page: Page, bytes: Buffer): Promise<string> {
  const file = join(folder.path, 'incident-1.zip');
  writeFileSync(file, bytes);
  const opened = page.waitForEvent('filechooser');
  await page.getByText('Choose the ZIP').click();
  await (await opened).setFiles(file);
  await page.getByText('Checked incident-1.zip.').waitFor();
  return page.locator('#verdict-title').innerText();
}

/** `name: RESULT` of each row of the list of files. */
async function rows(page: Page): Promise<string[]> {
  return page
    .locator('#files tr')
    .evaluateAll((all) =>
      all.map(
        (row) => `${row.querySelector('td')?.textContent}: ${row.querySelector('strong')?.textContent}`,
      ),
    );
}

describe('verify.html in Chromium, opened as a file and offline', () => {
  it('finds an untouched export intact and shows the fingerprint to compare', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    expect(await check(page, zip)).toBe('No file was changed');
    expect(await rows(page)).toEqual(
      expect.arrayContaining([`${FIRST}: OK`, 'manifest.json: OK', 'verify.html: OK']),
    );
    expect((await rows(page)).filter((row) => !row.endsWith(': OK'))).toEqual([]);
    expect(await page.locator('#fingerprint').innerText()).toBe(fingerprint);
    expect(await page.locator('#facts').innerText()).toContain(HOSTILE.slice(0, 40));
    expect(complaints).toEqual([]);
  });

  it('says whether that is the key one expects', async () => {
    await using opened = await open();
    const { page } = opened;
    await check(page, zip);
    const expected = page.getByLabel('Fingerprint you expect');
    await expected.fill(` ${fingerprint.toUpperCase()} `);
    expect(await page.locator('#comparison').innerText()).toBe('This is the key you expect.');
    await expected.fill(`${fingerprint.slice(0, -1)}${fingerprint.endsWith('0') ? '1' : '0'}`);
    expect(await page.locator('#comparison').innerText()).toContain('NOT the key you expect');
    await expected.fill('');
    expect(await page.locator('#comparison').innerText()).toBe('');
  });

  it('names what was changed, taken away or added, and tells nothing of it as fact', async () => {
    await using opened = await open('dark');
    const { page, complaints } = opened;
    const files = filesOf(zip).set(FIRST, OTHER_PICTURE).set('extra.txt', Buffer.from('x'));
    files.delete('report.md');
    expect(await check(page, zipped(files))).toBe('This export was changed');
    expect((await rows(page)).filter((row) => !row.endsWith(': OK')).toSorted()).toEqual([
      'extra.txt: NOT LISTED',
      'report.md: MISSING',
      `${FIRST}: CHANGED`,
    ]);
    expect(await page.locator('#about').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('cannot read half a ZIP, and takes another one after it', async () => {
    await using opened = await open();
    const { page } = opened;
    expect(await check(page, zip.subarray(0, zip.length / 2))).toBe('This cannot be checked');
    expect(await page.locator('#verdict').innerText()).toContain('not a whole ZIP file');
    expect(await check(page, zip)).toBe('No file was changed');
  });

  it('takes a ZIP that is dropped on it', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], 'dropped.zip'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, zip.toString('base64'));
    await page.getByText('Checked dropped.zip.').waitFor();
    expect(await page.locator('#verdict-title').innerText()).toBe('No file was changed');
  });

  it('comes to the same result where the browser offers no cryptography', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.addInitScript(() => Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined }));
    await page.reload();
    expect(await page.evaluate(() => crypto.subtle)).toBeUndefined();
    expect(await check(page, zip)).toBe('No file was changed');
    expect(await page.locator('#fingerprint').innerText()).toBe(fingerprint);
    const changed = filesOf(zip).set('manifest.sig', Buffer.alloc(64, 1));
    expect(await check(page, zipped(changed))).toBe('This export was changed');
  });

  it.each(['light', 'dark'] as const)('fits every window and can be used by everybody, %s', async (theme) => {
    await using opened = await open(theme);
    const { page } = opened;
    const files = filesOf(zip).set(FIRST, OTHER_PICTURE).set('extra.txt', Buffer.from('x'));
    for (const [name, bytes] of [
      ['intact', zip],
      ['changed', zipped(files)],
    ] as const) {
      await check(page, bytes);
      await page.getByLabel('Fingerprint you expect').fill(name === 'intact' ? fingerprint : 'another');
      await inspectPage(page, `verify-${name}-${theme}`);
    }
  });

  it('is one small file that may ask nothing of any network', () => {
    const source = filesOf(zip).get('verify.html')?.toString() ?? '';
    expect(source.length).toBeLessThan(40_000);
    expect(source).toMatch(/default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
    expect(source).not.toMatch(/\b(src|href)=|https?:|^import /m);
  });
});

describe('report.html in Chromium', () => {
  it('shows the pictures, runs nothing, and asks for nothing', async () => {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const asked: string[] = [];
    const file = join(folder.path, 'report.html');
    writeFileSync(file, filesOf(zip).get('report.html') ?? '');
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) asked.push(request.url());
    });
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    const widths = await page
      .locator('img')
      .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(widths.length).toBe(2);
    expect(Math.min(...widths)).toBeGreaterThan(100);
    expect(asked).toEqual([]);
    await context.close();
  });
});

import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DesktopApi } from '../../electron/ipc/desktop-api.ts';
import { pageAt, seen, type Desktop } from '../support/desktop-host/driver/desktop.ts';
import { eventually } from '../support/wait.ts';
import { onEveryHost, type DesktopComputer } from './desktop-bench.ts';

declare global {
  var sentinelDesktop: DesktopApi | undefined;
}

/** What a call is answered, or why it is refused. */
function callInfo(page: Page): Promise<string> {
  return page.evaluate(async () => {
    try {
      const info = await globalThis.sentinelDesktop?.info();
      return info === undefined ? 'not there' : `version ${info.version}`;
    } catch (error) {
      return String(error);
    }
  });
}

onEveryHost('pages in windows of the shell', (switchOn) => {
  let computer: DesktopComputer;
  let desktop: Desktop;
  let page: Page;
  /** Another site on the same computer. */
  let stranger: Server;
  let strangerUrl: string;
  let visits = 0;

  beforeAll(async () => {
    computer = await switchOn();
    desktop = await computer.start();
    stranger = createServer((_request, response) => {
      visits += 1;
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>Stranger</title>Give me your files');
    });
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
    page = await pageAt(desktop, '/setup', 20_000);
    await page.getByLabel('Your name').waitFor();
  });

  afterAll(async () => {
    stranger?.close();
    await computer?.switchOff();
  });

  const clickLink = async (href: string, target = ''): Promise<void> => {
    await page.evaluate(
      ([to, where]) => {
        const link = Object.assign(document.createElement('a'), { href: to, target: where, id: 'bait' });
        document.querySelector('#bait')?.remove();
        link.textContent = 'Bait';
        link.style.cssText = 'position:fixed;top:0;left:0;z-index:99;background:#fff';
        document.body.append(link);
      },
      [href, target],
    );
    await page.locator('#bait').click({ noWaitAfter: true });
  };
  const openedLast = (url: string): Promise<unknown> =>
    seen(desktop, `${url} in the system's browser`, ({ openedUrls }) => openedUrls.at(-1) === url);

  it('have verbs and nothing else of the program', async () => {
    expect(await callInfo(page)).toMatch(/^version /);
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'electron', 'Buffer'].filter((name) => name in globalThis),
      ),
    ).toEqual([]);
    expect(
      await page.evaluate(() =>
        Object.values(globalThis.sentinelDesktop ?? {}).every((each) => typeof each === 'function'),
      ),
    ).toBe(true);
  });

  it('are refused calls with other arguments', async () => {
    const said = await page.evaluate(async () => {
      const verbs = globalThis.sentinelDesktop as unknown as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >;
      const tries = [
        verbs['setAutostart']?.('yes'),
        verbs['showWallOn']?.(1.5),
        verbs['openDataFolder']?.('/etc'),
        verbs['setKeepAwake']?.(),
      ];
      return (await Promise.allSettled(tries.map(async (each) => each))).map((each) =>
        String(each.status === 'rejected' ? each.reason : 'allowed'),
      );
    });
    expect(said).toHaveLength(4);
    for (const each of said) expect(each).toContain('Those are not the arguments of this call.');
    expect((await desktop.commands.state()).openedPaths).toEqual([]);
  });

  it('cannot leave: a link elsewhere opens in the system browser', async () => {
    const before = page.url();
    await clickLink('https://example.com/help');
    await openedLast('https://example.com/help');
    await clickLink(strangerUrl);
    await openedLast(strangerUrl);
    await page.evaluate(() => location.assign('https://example.org/'));
    await openedLast('https://example.org/');
    expect(page.url()).toBe(before);
    expect(visits).toBe(0);
  });

  it('cannot open windows elsewhere', async () => {
    await clickLink('https://example.com/blank', '_blank');
    await openedLast('https://example.com/blank');
    await page.evaluate((url) => void window.open(url, '_blank', 'popup'), strangerUrl);
    await openedLast(strangerUrl);
    const count = (await desktop.commands.state()).openedUrls.length;
    await page.evaluate(() => void window.open('file:///etc/passwd'));
    await page.evaluate(() => void window.open('data:text/html,hello'));
    await clickLink('https://example.com/last', '_blank');
    const state = await seen(
      desktop,
      'the last link',
      ({ openedUrls }) => openedUrls.at(-1)?.endsWith('/last') === true,
    );
    expect(state.openedUrls).toHaveLength(count + 1);
    expect(state.windows).toHaveLength(1);
  });

  it('may open our own pages in a window with the same few rights', async () => {
    await page.evaluate(() => void window.open('/welcome', '_blank', 'popup'));
    const own = await eventually('a window with verbs', async () => {
      const opened = (await desktop.pages()).filter((each) => each.url().endsWith('/welcome'));
      for (const each of opened) if ((await callInfo(each).catch(String)).startsWith('version')) return each;
      return undefined;
    });
    await own.getByRole('heading', { level: 1 }).first().waitFor();
    await computer.picture('own-popup');
    await own.close();
    await seen(desktop, 'one window', ({ windows }) => windows.length === 1);
  });

  it('a frame inside a page has no verbs, and what it sends all the same is refused', async () => {
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<p>Advert</p>';
      document.body.append(frame);
    });
    await page.frameLocator('iframe').getByText('Advert').waitFor();
    const frame = page.frames().find((each) => each.parentFrame() !== null);
    expect(await frame?.evaluate(() => typeof globalThis.sentinelDesktop)).toBe('undefined');
    if (desktop.host !== undefined)
      expect(await desktop.host.invokeFromInnerFrame('sentinel:open-data-folder', [])).toContain(
        'This page may not do that.',
      );
    expect((await desktop.commands.state()).openedPaths).toEqual([]);
  });

  it('a window that was lured to a stranger is refused every call', async () => {
    await desktop.commands.lureWindowTo(strangerUrl);
    const lured = await pageAt(desktop, strangerUrl);
    expect(await callInfo(lured)).toContain('This page may not do that.');
    const reset = await lured.evaluate(() =>
      globalThis.sentinelDesktop?.restartServer().then(
        () => 'allowed',
        (error: unknown) => String(error),
      ),
    );
    expect(reset).toContain('This page may not do that.');
    expect(desktop.diary()).not.toContain('server gone');
  });
});

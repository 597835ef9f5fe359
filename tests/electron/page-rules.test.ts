// What pages in the shell's windows may do: where they may go, what they may ask for, what they may call.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNELS, type DesktopApi } from '../../electron/ipc/desktop-api.ts';
import { isTrusted, setupIpc } from '../../electron/ipc/handlers.ts';
import {
  isGranted,
  judgeAddress,
  setupNavigationRules,
  setupPermissions,
} from '../../electron/window/navigation-rules.ts';
import { kioskWindowOptions, mainWindowOptions, placeWindow } from '../../electron/window/window-options.ts';
import { createLogger } from '../../server/log.ts';
import {
  app,
  BrowserWindow,
  desktop,
  PreventableEvent,
  resetDesktop,
  WebContents,
} from '../support/electron-double.ts';

const OWN = 'http://127.0.0.1:8000';
const saved = { x: 100, y: 50, width: 900, height: 700, maximized: false };

beforeEach(resetDesktop);
// Test files share the double.
afterEach(resetDesktop);

describe('addresses', () => {
  it.each([
    [`${OWN}/cameras/a`, 'own'],
    [`blob:${OWN}/7d1f`, 'own'],
    ['http://127.0.0.1:8001/', 'browser'],
    ['http://127.0.0.1.evil.example/', 'browser'],
    ['http://127.0.0.1:8000@evil.example/', 'browser'],
    ['https://example.com/help', 'browser'],
    ['blob:https://example.com/1', 'refuse'],
    ['file:///etc/passwd', 'refuse'],
    ['javascript:alert(1)', 'refuse'],
    ['data:text/html,x', 'refuse'],
    ['about:blank', 'refuse'],
    ['ms-settings:privacy', 'refuse'],
    ['', 'refuse'],
  ])('%s is judged %s', (address, verdict) => {
    expect(judgeAddress(address, OWN)).toBe(verdict);
  });

  it('without a running server nothing is ours', () => {
    expect(judgeAddress(OWN, undefined)).toBe('browser');
  });
});

describe('a page that wants to leave', () => {
  function page(ownOrigin: () => string | undefined = () => OWN): WebContents {
    setupNavigationRules({ ownOrigin, preload: '/p.cjs', log: createLogger('silent') });
    const contents = new WebContents();
    contents.address = `${OWN}/dashboard`;
    app.emit('web-contents-created', {}, contents);
    return contents;
  }

  it('stays, and other sites open in the browser', () => {
    const contents = page();
    const away = new PreventableEvent('https://example.com/');
    const home = new PreventableEvent(`${OWN}/motion`);
    const local = new PreventableEvent('file:///etc/passwd');
    contents.emit('will-navigate', away);
    contents.emit('will-navigate', home);
    contents.emit('will-redirect', local);
    expect([away, home, local].map((event) => event.defaultPrevented)).toEqual([true, false, true]);
    expect(desktop.openedUrls).toEqual(['https://example.com/']);
  });

  it('opens no window but our own, which has no more rights than the first', () => {
    const open = (url: string) => page().openHandler?.({ url } as never);
    expect(open('https://example.com/')).toEqual({ action: 'deny' });
    expect(open('file:///x')).toEqual({ action: 'deny' });
    expect(open(`${OWN}/incidents/1`)).toMatchObject({
      action: 'allow',
      overrideBrowserWindowOptions: { webPreferences: { sandbox: true, nodeIntegration: false } },
    });
    expect(desktop.openedUrls).toEqual(['https://example.com/']);
  });

  it('may load itself again while the server is away, and no browser opens for that', () => {
    const event = new PreventableEvent(`${OWN}/dashboard`);
    page(() => undefined).emit('will-navigate', event);
    expect(event.defaultPrevented).toBe(true);
    expect(desktop.openedUrls).toEqual([]);
  });

  it('cannot flood the browser', () => {
    const contents = page();
    for (let count = 0; count < 30; count += 1)
      contents.openHandler?.({ url: 'https://example.com/' } as never);
    expect(desktop.openedUrls).toHaveLength(10);
  });

  it('cannot flood the screen with windows of our own', () => {
    const contents = page();
    const verdicts = Array.from({ length: 14 }, () => {
      const verdict = contents.openHandler?.({ url: `${OWN}/x` } as never);
      return verdict?.action === 'allow' ? new BrowserWindow({}) : undefined;
    });
    expect(verdicts.filter((each) => each !== undefined)).toHaveLength(12);
  });

  it('harms nothing where the system has no program for a link', async () => {
    const failures: unknown[] = [];
    const note = (error: unknown): void => void failures.push(error);
    process.on('unhandledRejection', note);
    desktop.openUrlProblem = 'no application found';
    page().openHandler?.({ url: 'https://example.com/' } as never);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(failures).toEqual([]);
  });

  it.each([
    ['ms-settings:privacy', true],
    ['file:///etc/passwd', true],
    ['about:srcdoc', false],
    // The page's policy answers for those.
    ['https://challenges.example/', false],
    [`${OWN}/docs`, false],
  ])('a frame in it that goes to %s is stopped: %s', (url, stopped) => {
    const event = Object.assign(new PreventableEvent(url), { isMainFrame: false });
    page().emit('will-frame-navigate', event);
    expect(event.defaultPrevented).toBe(stopped);
  });

  it('cannot hold its window open', () => {
    const event = new PreventableEvent();
    page().emit('will-prevent-unload', event);
    expect(event.defaultPrevented).toBe(true);
  });

  it('is given no certificate of the person', () => {
    page();
    const event = new PreventableEvent();
    const chosen: unknown[] = [];
    app.emit('select-client-certificate', event, null, 'https://x.example', [{}], (...given: unknown[]) =>
      chosen.push(given),
    );
    expect([event.defaultPrevented, chosen]).toEqual([true, [[]]]);
  });

  it('attaches no webview', () => {
    const event = new PreventableEvent();
    page().emit('will-attach-webview', event);
    expect(event.defaultPrevented).toBe(true);
  });
});

describe('permissions', () => {
  it('are refused, but for the few the dashboard uses itself', () => {
    for (const name of ['media', 'geolocation', 'notifications', 'openExternal', 'usb', 'clipboard-read'])
      expect(isGranted(name, OWN, OWN)).toBe(false);
    expect(isGranted('fullscreen', `${OWN}/dashboard`, OWN)).toBe(true);
    expect(isGranted('fullscreen', 'https://example.com', OWN)).toBe(false);
    expect(isGranted('fullscreen', OWN, undefined)).toBe(false);
  });

  it('are judged so in the session, both when used and when looked up', () => {
    setupPermissions(() => OWN);
    const answers: boolean[] = [];
    const ask = (permission: 'media' | 'fullscreen') =>
      desktop.permissionRequest?.({} as never, permission, (granted) => answers.push(granted), {
        requestingUrl: `${OWN}/`,
      } as never);
    ask('media');
    ask('fullscreen');
    expect(answers).toEqual([false, true]);
    expect(desktop.permissionCheck?.(null, 'media', OWN, {} as never)).toBe(false);
    expect(desktop.permissionCheck?.(null, 'fullscreen', `${OWN}/`, {} as never)).toBe(true);
  });
});

describe('calls of a page', () => {
  const calls: unknown[] = [];
  const api = Object.fromEntries(
    CHANNELS.map(([verb]) => [verb, async (...args: unknown[]) => void calls.push([verb, ...args])]),
  ) as unknown as DesktopApi;
  const mainFrame = { parent: null, url: `${OWN}/dashboard` };

  beforeEach(() => {
    calls.length = 0;
    setupIpc(api, () => OWN);
  });

  const call = (channel: string, senderFrame: unknown, ...args: unknown[]) =>
    desktop.handlers.get(channel)?.({ senderFrame }, ...args);

  it('arrive, one channel for each verb', async () => {
    expect(desktop.handlers.size).toBe(CHANNELS.length);
    await call('sentinel:set-keep-awake', mainFrame, true);
    await call('sentinel:show-wall-on', mainFrame, null);
    expect(calls).toEqual([
      ['setKeepAwake', true],
      ['showWallOn', null],
    ]);
  });

  it.each([
    ['a frame inside the page', { parent: mainFrame, url: `${OWN}/` }],
    ['another site', { parent: null, url: 'https://example.com/' }],
    ['another port', { parent: null, url: 'http://127.0.0.1:9000/' }],
    ['a page without an origin', { parent: null, url: 'data:text/html,x' }],
    ['a frame that is gone', null],
  ])('from %s are refused', async (_who, frame) => {
    for (const [, channel] of CHANNELS)
      await expect(call(channel, frame)).rejects.toThrow('This page may not do that.');
    expect(calls).toEqual([]);
  });

  it('are refused while no server runs', () => {
    expect(isTrusted(mainFrame as never, undefined)).toBe(false);
  });

  it.each([
    ['sentinel:set-autostart', ['yes']],
    ['sentinel:set-autostart', []],
    ['sentinel:set-autostart', [true, true]],
    ['sentinel:show-wall-on', [1.5]],
    ['sentinel:show-wall-on', [{ id: 1 }]],
    ['sentinel:open-logs', ['/etc/passwd']],
  ])('to %s with %j are refused', async (channel, args) => {
    await expect(call(channel, mainFrame, ...args)).rejects.toThrow('not the arguments');
    expect(calls).toEqual([]);
  });
});

describe('windows', () => {
  const screens = [{ workArea: { x: 0, y: 25, width: 1920, height: 1000 } }];

  it('give their pages a sandbox and nothing of Node', () => {
    const files = { preload: '/p.cjs', icon: '/i.png' };
    const bounds = { x: 0, y: 0, width: 10, height: 10 };
    for (const options of [
      mainWindowOptions(saved, screens, files),
      kioskWindowOptions({ bounds }, '/p.cjs'),
    ]) {
      expect(options.webPreferences).toMatchObject({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        webSecurity: true,
        // Its dictionaries come from a stranger's server.
        spellcheck: false,
        preload: '/p.cjs',
      });
    }
  });

  it('are no larger than the largest display', () => {
    const wide = { ...saved, x: 0, y: 30, width: 5_000, height: 3_000 };
    expect(placeWindow(wide, screens)).toEqual({ x: 0, y: 30, width: 1920, height: 1000 });
    expect(placeWindow({ ...wide, x: 9_000 }, screens)).toEqual({ width: 1920, height: 1000 });
  });

  it('stand where they stood', () => {
    expect(placeWindow(saved, screens)).toEqual({ x: 100, y: 50, width: 900, height: 700 });
  });

  it.each([
    ['never moved', { ...saved, x: null }],
    ['on a display that is gone', { ...saved, x: 2500 }],
    ['with its title above the screen', { ...saved, y: -200 }],
    ['all but out of sight', { ...saved, x: 1900 }],
  ])('keep only their size when %s', (_why, bounds) => {
    expect(placeWindow(bounds, screens)).toEqual({ width: 900, height: 700 });
  });
});

// What the shell's windows do when pages break, displays come and go, and nothing is served yet.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile } from '../../electron/settings/settings-file.ts';
import { KioskWindow } from '../../electron/window/kiosk-window.ts';
import { MainWindow } from '../../electron/window/main-window.ts';
import { PageKeeper } from '../../electron/window/page-keeper.ts';
import { QrWindow } from '../../electron/window/qr-window.ts';
import { createLogger } from '../../server/log.ts';
import { BrowserWindow, desktop, resetDesktop, screen } from '../support/electron-double.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';

const OWN = 'http://127.0.0.1:8000';
const log = createLogger('silent');
let folder = temporaryFolder();
beforeEach(() => {
  resetDesktop();
  folder = temporaryFolder();
});
afterEach(() => {
  resetDesktop();
  folder[Symbol.dispose]();
});

const last = () => desktop.windows.at(-1);

describe('a page that breaks', () => {
  const keep = () => {
    const window = new BrowserWindow({});
    return { window, page: new PageKeeper(window as never, { log, secondWaitMs: 40 }) };
  };

  it('is loaded anew at once, and later each time it breaks again', async () => {
    const { window } = keep();
    const times: number[] = [];
    for (let count = 1; count <= 4; count += 1) {
      const began = performance.now();
      window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
      await eventually('loaded anew', () => window.webContents.reloads === count);
      times.push(performance.now() - began);
    }
    expect(times[2]).toBeGreaterThan(70);
    expect(times[3]).toBeGreaterThan(150);
  });

  it('is loaded anew when it was loaded again while the server was away, and stays when it arrived', async () => {
    const { window, page } = keep();
    await page.load(`${OWN}/`);
    window.webContents.emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', OWN, true);
    expect(page.failed).toBe(true);
    await eventually('loaded anew', () => window.webContents.reloads === 1);
    window.webContents.emit('did-navigate', {}, OWN, 200);
    expect(page.failed).toBe(false);
  });

  it.each([
    ['left for another', [-3, 'ERR_ABORTED', OWN, true]],
    ['a frame in it', [-102, 'ERR_CONNECTION_REFUSED', 'https://x.example', false]],
  ])('is not one that was merely %s', (_what, facts) => {
    const { window, page } = keep();
    window.webContents.emit('did-fail-load', {}, ...facts);
    expect(page.failed).toBe(false);
  });

  it('of a window that is gone is left alone', async () => {
    const { window } = keep();
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    window.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(window.webContents.reloads).toBe(0);
  });
});

describe('the dashboard window', () => {
  let url: string | undefined;
  let quitting = false;
  beforeEach(() => {
    url = OWN;
    quitting = false;
  });
  const make = () =>
    new MainWindow({
      settings: new SettingsFile(folder.path),
      log,
      url: () => url,
      quitting: () => quitting,
      files: { preload: '/p.cjs', icon: '/i.png' },
    });

  it('asked for before anything is served is shown, at its link, once something is', async () => {
    url = undefined;
    const window = make();
    await window.show('/cameras/a');
    expect(desktop.windows).toEqual([]);
    url = OWN;
    await window.serverRuns();
    expect(last()).toMatchObject({ visible: true, loaded: [`${OWN}/cameras/a`] });
    await window.serverRuns();
    expect(last()?.loaded).toHaveLength(1);
  });

  it('does not come back while the program ends', async () => {
    const window = make();
    quitting = true;
    await window.show();
    expect(desktop.windows).toEqual([]);
  });

  it('goes with the windows its pages opened', async () => {
    const window = make();
    await window.show();
    const popup = new BrowserWindow({});
    window.destroy();
    expect(popup.destroyed).toBe(true);
  });

  it('leaves full screen before it is hidden, or macOS keeps an empty screen', async () => {
    await make().show();
    last()?.setFullScreen(true);
    last()?.close();
    expect(last()).toMatchObject({ fullScreen: false, visible: false, destroyed: false });
  });
});

describe('the wall on a display', () => {
  let left = 0;
  let leaveProblem: Error | undefined;
  let url: string | undefined;
  const make = () => {
    left = 0;
    url = OWN;
    const kiosk = new KioskWindow({
      url: () => url,
      preload: '/p.cjs',
      log,
      onLeft: () => {
        left += 1;
        if (leaveProblem !== undefined) throw leaveProblem;
      },
    });
    kiosk.setup();
    return kiosk;
  };
  beforeEach(() => {
    leaveProblem = undefined;
  });

  it('follows the server to another port, and stays the window it was', () => {
    const kiosk = make();
    kiosk.show(2);
    kiosk.show(2);
    url = 'http://127.0.0.1:8001';
    kiosk.show(2);
    expect(desktop.windows).toHaveLength(1);
    expect(last()?.loaded).toEqual([`${OWN}/dashboard?kiosk=1`, 'http://127.0.0.1:8001/dashboard?kiosk=1']);
  });

  it('is loaded anew when its page breaks', async () => {
    make().show(2);
    last()?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await eventually('loaded anew', () => last()?.webContents.reloads === 1);
  });

  it('fits its display when that changes', () => {
    make().show(2);
    const bounds = { x: 1920, y: 0, width: 3840, height: 2160 };
    screen.emit('display-metrics-changed', {}, { id: 1, bounds: { ...bounds, x: 0 } }, ['bounds']);
    expect(last()?.bounds.width).toBe(1920);
    screen.emit('display-metrics-changed', {}, { id: 2, bounds }, ['bounds']);
    expect(last()?.bounds).toEqual(bounds);
  });

  it('closed by its window is no longer wanted', () => {
    const kiosk = make();
    kiosk.show(2);
    last()?.close();
    expect([left, kiosk.isOpen()]).toEqual([1, false]);
  });

  it('can be left also when the disk is full and that cannot be written down', () => {
    leaveProblem = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const kiosk = make();
    kiosk.show(2);
    last()?.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'Escape' });
    expect(kiosk.isOpen()).toBe(false);
  });
});

it('the code for phones is in one window, however often it is asked for, and in the language of the computer', async () => {
  desktop.locale = 'de';
  const qr = new QrWindow();
  await qr.show('http://192.168.1.20:8000', undefined);
  await qr.show('http://192.168.1.20:8000', undefined);
  expect(desktop.windows).toHaveLength(1);
  const page = Buffer.from((last()?.loaded[0] ?? '').split(',')[1] ?? '', 'base64').toString();
  expect(page).toContain('Handys');
  expect(last()?.options.webPreferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    javascript: false,
  });
  last()?.destroy();
  await qr.show('http://192.168.1.20:8000', undefined);
  expect(desktop.windows).toHaveLength(2);
  await qr.show(undefined, undefined);
  expect(desktop.dialogs[0]?.message).toContain('nicht erreichen');
});

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathOfLink, setupDeepLinks } from '../../electron/app/deep-links.ts';
import { readLaunch } from '../../electron/app/launch.ts';
import { WINDOWS_APP_ID } from '../../electron/app/product.ts';
import { setupSingleInstance } from '../../electron/app/single-instance.ts';
import { app, desktop, PreventableEvent, resetDesktop } from '../support/electron-double.ts';

beforeEach(resetDesktop);
afterEach(resetDesktop);

describe('the command line', () => {
  it('asks for nothing special by default', () => {
    expect(readLaunch([])).toEqual({ service: false, hidden: false, link: undefined });
  });

  it('knows the service, the hidden start and a link among other arguments', () => {
    const args = ['--no-sandbox', '--service', '--hidden'];
    expect(readLaunch(args)).toEqual({ service: true, hidden: true, link: undefined });
    const link = 'sentinel://camera/cam_1';
    expect(readLaunch(['--no-sandbox', link])).toEqual({ service: false, hidden: false, link });
  });

  it.each(['sentinel://camera/a', 'SENTINEL:camera/a'])(
    'takes nothing else from a start by the link %s, which a hostile page may have worded',
    (link) => {
      expect(readLaunch(['--service', '--hidden', link])).toEqual({ service: false, hidden: false, link });
    },
  );
});

describe('links of other programs', () => {
  it.each([
    ['sentinel://camera/cam_1a2b', '/cameras/cam_1a2b'],
    ['sentinel://camera/node-7.video0/', '/cameras/node-7.video0'],
    ['SENTINEL://camera/a', '/cameras/a'],
    // Never above the cameras.
    ['sentinel://camera/../admin', '/cameras/admin'],
  ])('%s opens %s', (link, path) => {
    expect(pathOfLink(link)).toBe(path);
  });

  it.each([
    'sentinel://camera/',
    'sentinel://camera/a/b',
    'sentinel://camera/a%2F..%2Fadmin',
    'sentinel://settings/members',
    'https://camera/a',
    'javascript:alert(1)',
    'nonsense',
    `sentinel://camera/${'a'.repeat(201)}`,
  ])('%s opens nothing', (link) => {
    expect(pathOfLink(link)).toBeUndefined();
  });

  it('reach us on macOS as events', () => {
    const opened: string[] = [];
    setupDeepLinks((path) => opened.push(path));
    const event = new PreventableEvent();
    app.emit('open-url', event, 'sentinel://camera/x');
    app.emit('open-url', new PreventableEvent(), 'sentinel://other/x');
    expect(opened).toEqual(['/cameras/x']);
    expect(event.defaultPrevented).toBe(true);
    expect(desktop.happened).toContain('links of sentinel are ours');
  });
});

it('Windows knows the program by the name its installer gave it, or it would show no notices', () => {
  const packaging = readFileSync(new URL('../../build/electron-builder.config.ts', import.meta.url), 'utf8');
  expect(packaging).toContain(`appId: '${WINDOWS_APP_ID}'`);
});

describe('one program a computer', () => {
  it('a second start ends at once', () => {
    desktop.isFirstInstance = false;
    expect(setupSingleInstance(() => undefined)).toBe(false);
  });

  it('the first is shown when a second is started, at the link that one was given', () => {
    const shown: (string | undefined)[] = [];
    expect(setupSingleInstance((path) => shown.push(path))).toBe(true);
    app.emit('second-instance', {}, ['/opt/x', '--hidden']);
    app.emit('second-instance', {}, ['/opt/x', 'sentinel://camera/c1']);
    app.emit('activate');
    expect(shown).toEqual([undefined, '/cameras/c1', undefined]);
  });

  it('outlives its last window', () => {
    setupSingleInstance(() => undefined);
    expect(app.listenerCount('window-all-closed')).toBe(1);
  });
});

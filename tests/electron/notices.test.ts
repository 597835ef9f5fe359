// What is told in the system's own way, and the page for phones.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUrgent, NativeNotices, pageOf } from '../../electron/notices/native-notices.ts';
import type { NotificationMessage } from '../../server/contract/dashboard-events.ts';
import { desktop, resetDesktop } from '../support/electron-double.ts';
import { eventually } from '../support/wait.ts';
import { qrPage } from '../../electron/window/qr-window.ts';

const notice: NotificationMessage = {
  type: 'notification',
  id: 1,
  kind: 'camera_offline',
  audience: 'all',
  title: 'Front door is offline',
  body: 'Since 12:00',
  severity: 'warning',
  link: '/cameras/cam_1',
  camera_id: 'cam_1',
  node_id: null,
  meta: null,
  created_at: '2026-03-01T12:00:00Z',
};

beforeEach(resetDesktop);
// Test files share the double.
afterEach(resetDesktop);

describe('what is told while the window is hidden', () => {
  let seen = false;
  let opened: string[] = [];
  const notices = () =>
    new NativeNotices({ isWindowSeen: () => seen, open: async (path) => void opened.push(path) });
  beforeEach(() => {
    seen = false;
    opened = [];
  });

  it('is a warning and everything worse', () => {
    const urgent = (['info', 'warning', 'error', 'critical'] as const).map((severity) =>
      isUrgent({ severity }),
    );
    expect(urgent).toEqual([false, true, true, true]);
  });

  it('opens at the moment it is about', () => {
    notices().tell(notice);
    expect(desktop.notifications[0]).toMatchObject({ title: 'Front door is offline', urgency: 'normal' });
    desktop.notifications[0]?.emit('click');
    expect(opened).toEqual(['/cameras/cam_1']);
  });

  it('is nothing while somebody looks at the window, or when it is no warning', () => {
    notices().tell({ ...notice, severity: 'info' });
    seen = true;
    notices().tell(notice);
    expect(desktop.notifications).toEqual([]);
  });

  it('is a few, and then one that counts the rest', async () => {
    const few = new NativeNotices({
      isWindowSeen: () => seen,
      open: async (path) => void opened.push(path),
      most: 2,
      withinMs: 20,
    });
    for (let id = 0; id < 7; id += 1) few.tell({ ...notice, id });
    expect(desktop.notifications).toHaveLength(2);
    await eventually('the rest', () => desktop.notifications.length === 3);
    expect(desktop.notifications[2]?.title).toBe('5 more notices');
    desktop.notifications[2]?.emit('click');
    expect(opened).toEqual(['/notifications']);
    few.tell(notice);
    expect(desktop.notifications).toHaveLength(4);
  });

  it('is in the language of the computer, where its words are known', () => {
    desktop.locale = 'de-AT';
    notices().tell({ ...notice, title: 'Hof went offline', body: 'x' });
    notices().tell({ ...notice, title: 'Something else', body: 'y' });
    expect(desktop.notifications.map(({ title }) => title)).toEqual(['Hof ist offline', 'Something else']);
  });

  it.each([
    [{ link: null, camera_id: 'a/b' }, '/cameras/a%2Fb'],
    [{ link: null, camera_id: null }, '/notifications'],
    [{ link: '//evil.example', camera_id: null }, '/notifications'],
    [{ link: 'https://evil.example', camera_id: null }, '/notifications'],
  ])('%j leads to %s', (facts, page) => {
    expect(pageOf(facts)).toBe(page);
  });
});

it('the QR code is a page of its own with the address on it, and can run nothing', async () => {
  const page = await qrPage('http://192.168.1.20:8000');
  expect(page).toContain('<b>http://192.168.1.20:8000</b>');
  expect(page).toContain('<svg');
  expect(page).not.toContain('<script');
  expect(page).toContain(`default-src 'none'`);
  expect(page).not.toContain('.local');
  const named = await qrPage('http://192.168.1.20:8000', 'http://shop.local:8000');
  expect(named).toContain('<b>http://shop.local:8000</b>');
  const picture = (text: string): string => /<svg.*<\/svg>/s.exec(text)?.[0] ?? '';
  expect([picture(named) !== '', picture(named)]).toEqual([true, picture(page)]);
});

// The shell speaks the languages of the dashboard, and no text is missing in one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noticeWords } from '../../electron/notices/notice-words.ts';
import { applicationMenu } from '../../electron/menu/application-menu.ts';
import type { ShellActions } from '../../electron/menu/facts.ts';
import { ENGLISH } from '../../electron/texts/english.ts';
import { GERMAN } from '../../electron/texts/german.ts';
import { texts } from '../../electron/texts/texts.ts';
import { updateProblemInGerman } from '../../electron/texts/update-problems.ts';
import { feedAddress } from '../../electron/updates/feed-address.ts';
import { updateProblem } from '../../electron/updates/update-problem.ts';
import { desktop, resetDesktop } from '../support/electron-double.ts';

beforeEach(resetDesktop);
// Test files share the double.
afterEach(resetDesktop);

/** Every text with its name; functions are called with something for each place in them. */
function said(table: object, name = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    const full = name === '' ? key : `${name}.${key}`;
    if (typeof value === 'string') return [[full, value]];
    if (typeof value !== 'function') return said(value as object, full);
    const call = value as (...args: unknown[]) => string;
    return [[full, call(...Array.from({ length: call.length }, (_, at) => `<${at}>`))]];
  });
}

/** The same in both languages. */
const SAME = new Set(['ok']);

describe('the texts', () => {
  const english = new Map(said(ENGLISH));
  const german = new Map(said(GERMAN));

  it('are there in both languages, none empty, and translated', () => {
    expect([...german.keys()]).toEqual([...english.keys()]);
    for (const [name, text] of german) {
      expect(text.trim(), name).not.toBe('');
      if (!SAME.has(name)) expect(text, name).not.toBe(english.get(name));
    }
  });

  it.each([
    ['9.9.9 did not work here, 0.1.0 was put back', '9.9.9 funktionierte hier nicht, 0.1.0 läuft wieder'],
    [
      '2.0.0 does not work; install 1.0.0 again from /a b/c.deb',
      '2.0.0 funktioniert nicht; installieren Sie wieder 1.0.0 aus /a b/c.deb',
    ],
    ['2.0.0 does not work; install 1.0.0 again', '2.0.0 funktioniert nicht; installieren Sie wieder 1.0.0'],
    ['EWHATEVER: odd', 'EWHATEVER: odd'],
  ])('say in German why an update failed: %s', (english, german) => {
    expect(updateProblemInGerman(english)).toBe(german);
  });

  it('say in German every reason for which an update is known to fail', () => {
    const codes =
      'CHECKSUM_MISMATCH INVALID_SIGNATURE HTTP_ERROR_404 ERR_UPDATE_UNSAFE_WAY INVALID_UPDATE_INFO ECONNREFUSED ENOSPC EACCES';
    const reasons = [
      ...codes.split(' ').map((code) => updateProblem(Object.assign(new Error('x'), { code }))),
      ...['nonsense', 'http://example.com/'].map((address) => {
        const refused = feedAddress(address, undefined);
        return refused.kind === 'refused' ? refused.message : '';
      }),
    ];
    for (const reason of reasons) {
      expect(reason).toMatch(/ /);
      expect(updateProblemInGerman(reason), reason).not.toBe(reason);
    }
  });

  it('say what is put into them in both languages', () => {
    const places = (text = '') => [...text.matchAll(/<\d>/g)].map(([place]) => place).sort();
    for (const [name, text] of english) expect(places(german.get(name)), name).toEqual(places(text));
  });

  it.each([
    ['de', 'Beenden'],
    ['de-CH', 'Beenden'],
    ['en-GB', 'Quit'],
    ['fr', 'Quit'],
    ['den', 'Quit'],
    ['', 'Quit'],
  ])('follow the language %j of the computer', (locale, quit) => {
    desktop.locale = locale;
    expect(texts().quit).toBe(quit);
  });

  it('are those of the menu bar too: nothing is left to the system, which says it in English', () => {
    desktop.locale = 'de-DE';
    const items = applicationMenu({} as ShellActions, 'darwin').flatMap((item) =>
      Array.isArray(item.submenu) ? [item, ...item.submenu] : [item],
    );
    const unnamed = items.filter(({ type, label }) => type !== 'separator' && label === undefined);
    expect(unnamed).toEqual([]);
  });
});

describe('notices', () => {
  const told = {
    kind: 'incident_created',
    title: 'Incident #4: Tor offen',
    body: '[HIGH] Seit 2 Uhr.',
    meta: null,
  };

  it.each([
    [told, { title: 'Vorfall 4: Tor offen', body: 'Seit 2 Uhr.' }],
    [
      { ...told, kind: 'backup_failed', title: 'The backup was not restored', body: 'x' },
      { title: 'Die Sicherung wurde nicht eingespielt', body: 'x' },
    ],
    [
      { ...told, kind: 'node_offline', title: "Node 'Keller' went offline" },
      { title: 'Node „Keller“ ist offline', body: 'Prüfen Sie Strom und Netzwerk.' },
    ],
    [
      { ...told, kind: 'constructor', title: 'x', body: 'y' },
      { title: 'x', body: 'y' },
    ],
  ])('%j is told in German', (notice, words) => {
    desktop.locale = 'de-DE';
    expect(noticeWords(notice)).toEqual(words);
  });

  it('stay as they are elsewhere', () => {
    expect(noticeWords(told)).toEqual({ title: told.title, body: told.body });
  });
});

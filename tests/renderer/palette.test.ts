import { describe, expect, it } from 'vitest';
import { barOf, placesFor } from '../../renderer/features/frame/navigation.ts';
import { clockOffset, clockWords } from '../../renderer/features/frame/clock/clock-offset.ts';
import type { PaletteItem, Step } from '../../renderer/features/palette/items/item.ts';
import { type PaletteFacts, shownGroups } from '../../renderer/features/palette/items/palette-items.ts';
import { matchScore, search } from '../../renderer/features/palette/palette-search.ts';
import { dashboardRoutes } from '../docs/dashboard-routes.ts';

const NOW = Date.parse('2026-05-03T12:00:00Z');

function camera(id: string, name: string, group: string | null = null) {
  return { camera_id: id, name, group, node_name: 'Shop PC', status: 'online' };
}

const FACTS: PaletteFacts = {
  isAdmin: true,
  local: true,
  theme: 'dark',
  now: NOW,
  cameras: [camera('n1-a', 'Café door', 'Front'), camera('n1-b', 'Stock room'), camera('n1-c', 'Till')],
  incidents: [
    { id: 7, title: 'Back door left open', status: 'open', created_at: '2026-05-02T10:00:00Z' },
    { id: 6, title: 'Broken window', status: 'resolved', created_at: '2026-05-01T10:00:00Z' },
  ],
  quietUntil: (id) => (id === 'n1-b' ? '14:30' : null),
};
const MEMBER: PaletteFacts = { ...FACTS, isAdmin: false };

function items(facts: PaletteFacts, step: Step | null = null, typed = ''): readonly PaletteItem[] {
  return shownGroups(facts, step, typed).flatMap((group) => group.items);
}
const labels = (...args: Parameters<typeof items>) => items(...args).map(({ label }) => label);
const goals = (list: readonly PaletteItem[]) =>
  list.flatMap(({ act }) => (act.kind === 'go' ? [act.to] : []));

/** Everything that any typing may find; each label begins with one of these letters. */
function everything(facts: PaletteFacts): readonly PaletteItem[] {
  const found = Array.from('abcdefghijklmnopqrstuvwxyz').flatMap((letter) => items(facts, null, letter));
  return [...new Map(found.map((item) => [item.id, item])).values()];
}

describe('palette search', () => {
  const found = (typed: string, ...all: string[]) =>
    search(
      all.map((label) => ({ label, words: [] })),
      typed,
    ).map(({ label }) => label);

  it('beginnings of words come before middles, middles before loose letters', () => {
    expect(found('do', 'Window', 'Back door', 'Drive outside')).toEqual([
      'Back door',
      'Window',
      'Drive outside',
    ]);
    expect(found('till', 'Stilled', 'Till', 'Behind the till')).toEqual([
      'Till',
      'Behind the till',
      'Stilled',
    ]);
  });

  it('every typed word must meet, in any order, without case and accents', () => {
    expect(found('DOOR cafe', 'Café door', 'Café', 'Door')).toEqual(['Café door']);
    expect(found('zebra door', 'Front door')).toEqual([]);
  });

  it('forgives left-out letters and takes initials', () => {
    expect(found('frnt dr', 'Front door', 'Stock room')).toEqual(['Front door']);
    expect(found('sr', 'Front door', 'Stock room')).toEqual(['Stock room']);
    expect(matchScore({ label: 'Front door', words: [] }, 'x')).toBe(0);
  });

  it('other words of an item count less than its label', () => {
    const list = [
      { label: 'Appearance', words: ['theme'] },
      { label: 'Theme park', words: [] },
    ];
    expect(search(list, 'theme').map(({ label }) => label)).toEqual(['Theme park', 'Appearance']);
  });
});

describe('palette items', () => {
  it('before typing: cameras, actions, pages and the newest incidents, nothing rare', () => {
    expect(shownGroups(FACTS, null, ' ').map(({ title }) => title)).toEqual([
      'Cameras',
      'Actions',
      'Pages',
      'Recent incidents',
    ]);
    expect(labels(FACTS)).toContain('Back door left open');
    expect(labels(FACTS)).not.toContain('Snapshot of Till');
  });

  it('typing finds cameras, settings, incidents, help and camera actions in one go', () => {
    expect(labels(FACTS, null, 'stock')).toEqual([
      'Stock room',
      'Snapshot of Stock room',
      'Snooze Stock room',
    ]);
    expect(goals(items(FACTS, null, 'webhook'))).toContain('/settings/webhooks');
    expect(goals(items(FACTS, null, 'broken'))).toEqual(['/incidents/6']);
    expect(goals(items(FACTS, null, 'backup'))).toContain('/docs/backup');
    expect(goals(items(FACTS, null, 'audit'))).toContain('/admin/audit');
    expect(labels(FACTS, null, 'theme')).toEqual(['Use light colours', 'Use the colours of this device']);
  });

  it('ids are one of a kind', () => {
    for (const facts of [FACTS, MEMBER]) {
      const ids = items(facts).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('members are offered no admin place and nothing they may not do', () => {
    const offered = everything(MEMBER);
    const paths = goals(offered);
    expect(paths.filter((path) => /^\/(admin|mcp|incidents|test-hls)/.test(path))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('/settings/'))).toEqual(['/settings/account']);
    expect(offered.some(({ act }) => act.kind === 'file-incident')).toBe(false);
    expect(offered.some(({ label }) => label.startsWith('Snooze'))).toBe(false);
    expect(labels(MEMBER, null, 'door')).toEqual(['Café door', 'Snapshot of Café door']);
  });

  it('sections of local accounts are left out where another service signs people in', () => {
    expect(goals(everything(FACTS))).toContain('/settings/members');
    expect(goals(everything({ ...FACTS, local: false }))).not.toContain('/settings/members');
  });

  it('every place it leads to has a page', () => {
    const routes = dashboardRoutes().map(
      (route) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}/?\\*?$`),
    );
    const missing = goals(everything(FACTS))
      .map((to) => to.replace(/\?.*/, ''))
      .filter((to) => !routes.some((route) => route.test(to)));
    expect(missing).toEqual([]);
  });

  it('every page of the admin area is offered to administrators', () => {
    const offered = goals(everything(FACTS));
    const pages = dashboardRoutes().filter((route) => /^\/(admin|test-hls)/.test(route));
    expect(pages.filter((route) => !offered.includes(route))).toEqual([]);
  });

  it('snooze asks which camera and then for how long, and offers the end of a running one', () => {
    const [, stock] = items(FACTS, { kind: 'snooze' });
    expect(labels(FACTS, { kind: 'snooze' })).toEqual(['Café door', 'Stock room', 'Till']);
    expect(stock?.hint).toBe('Quiet until 14:30');
    const act = stock?.act;
    const step = act?.kind === 'ask' ? act.step : null;
    expect(labels(FACTS, step)).toEqual([
      'End snooze',
      'For 15 minutes',
      'For 1 hour',
      'Until tomorrow 8:00 AM',
    ]);
    expect(labels(FACTS, { kind: 'snooze-span', camera: camera('n1-c', 'Till') })).not.toContain(
      'End snooze',
    );
    expect(labels(FACTS, { kind: 'snapshot' }, 'til')).toEqual(['Till']);
  });
});

describe('main navigation', () => {
  it('a phone shows at most five buttons, the rest behind the last', () => {
    const admin = barOf(placesFor(true));
    expect(admin.shown.length + 1).toBe(5);
    expect([...admin.shown, ...admin.more]).toEqual(placesFor(true));
    expect(barOf(placesFor(false))).toEqual({ shown: placesFor(false), more: [] });
    expect(placesFor(false).map(({ label }) => label)).toEqual([
      'Cameras',
      'Motion',
      'Sentinel AI',
      'Settings',
      'Help',
    ]);
  });
});

describe('clock of this device', () => {
  it('measures against the middle of the round trip', () => {
    expect(clockOffset('2026-05-03T12:00:00.000Z', NOW + 4000, 4000)).toBe(2000);
  });

  it.each([
    [0, null],
    [120_000, null],
    [-119_000, null],
    [Number.NaN, null],
    [600_000, '10 minutes ahead of'],
    [-180_000, '3 minutes behind'],
    [7_200_000, '2 hours ahead of'],
    [-90_000_000_000, '1,042 days behind'],
  ])('%d ms is said as %s', (offset, words) => {
    const said = clockWords(offset);
    if (words === null) expect(said).toBeNull();
    else expect(said).toContain(words);
  });
});

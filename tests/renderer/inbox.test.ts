import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { applyMessage } from '../../renderer/api/event-cache.ts';
import { bellQuery, unreadQuery } from '../../renderer/api/queries.ts';
import { KIND_GROUPS } from '../../renderer/features/inbox/kind-look.ts';
import {
  ageWords,
  badgeText,
  byDay,
  dayWords,
  linkOf,
} from '../../renderer/features/inbox/notification-words.ts';
import {
  filterQuery,
  isNarrow,
  readFilter,
  writeFilter,
} from '../../renderer/features/inbox/page/inbox-filter.ts';
import { itemsOf } from '../../renderer/features/inbox/page/inbox-query.ts';
import { quietUntil, snoozesOf, untilWords } from '../../renderer/features/inbox/snooze/quiet.ts';
import type { NotificationMessage } from '../../server/contract/dashboard-events.ts';
import type { ListedNotification, Snooze } from '../../server/contract/notifications/inbox.ts';
import { NOTIFICATION_KINDS } from '../../server/contract/notifications/kinds.ts';

const AT = '2026-05-30T12:00:00.000Z';
const NOW = Date.parse(AT);

function message(id: number, changes: Partial<NotificationMessage> = {}): NotificationMessage {
  return {
    type: 'notification',
    id,
    kind: 'motion',
    audience: 'all',
    title: `Motion ${id}`,
    body: 'Score 40 %',
    severity: 'info',
    link: '/dashboard?camera=a',
    camera_id: 'a',
    node_id: 'n',
    meta: null,
    created_at: AT,
    ...changes,
  };
}

function listed(id: number, changes: Partial<ListedNotification> = {}): ListedNotification {
  return { ...message(id), unread: false, quiet: false, ...changes };
}

function loaded(items: readonly ListedNotification[], unread = 0): QueryClient {
  const client = new QueryClient();
  client.setQueryData(bellQuery.queryKey, {
    total: items.length,
    limit: 50,
    offset: 0,
    last_viewed_at: AT,
    notifications: [...items],
  });
  client.setQueryData(unreadQuery.queryKey, { unread, capped: false, last_viewed_at: AT });
  return client;
}

const bell = (client: QueryClient) => client.getQueryData(bellQuery.queryKey)?.notifications ?? [];
const count = (client: QueryClient) => client.getQueryData(unreadQuery.queryKey);

describe('the bell', () => {
  it('notify-integrations 126: a live item goes on top as unread and bumps the badge', () => {
    const client = loaded([listed(1)]);
    applyMessage(client, message(2));
    expect(bell(client).map(({ id, unread }) => [id, unread])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(count(client)).toMatchObject({ unread: 1, capped: false });
  });

  it('notify-integrations 126: the list never exceeds 200 items', () => {
    const client = loaded([listed(1)]);
    for (let id = 2; id <= 260; id += 1) applyMessage(client, message(id));
    expect(bell(client)).toHaveLength(200);
    expect(bell(client)[0]?.id).toBe(260);
  });

  it('an item that is listed already is told once more without being counted', () => {
    const client = loaded([listed(1)], 1);
    applyMessage(client, message(1));
    expect(bell(client)).toHaveLength(1);
    expect(count(client)).toMatchObject({ unread: 1 });
  });

  it('an item before the first answers changes nothing: they will hold it', () => {
    const client = new QueryClient();
    applyMessage(client, message(1));
    expect(client.getQueryData(bellQuery.queryKey)).toBeUndefined();
    expect(count(client)).toBeUndefined();
  });

  it('notify-integrations 127: the badge counts to 99 and says 99+ beyond', () => {
    const client = loaded([], 98);
    applyMessage(client, message(1));
    expect(count(client)).toMatchObject({ unread: 99, capped: false });
    applyMessage(client, message(2));
    expect(count(client)).toMatchObject({ unread: 99, capped: true });
    expect(badgeText({ unread: 99, capped: false })).toBe('99');
    expect(badgeText({ unread: 99, capped: true })).toBe('99+');
  });

  it('notify-integrations 127: an item without a link leads nowhere, nor does one to another site', () => {
    expect(linkOf({ link: '/dashboard?camera=a' })).toBe('/dashboard?camera=a');
    for (const link of [null, '', 'https://evil.example', '//evil.example', String.raw`/\evil.example`])
      expect(linkOf({ link })).toBeNull();
  });
});

describe('the words of the inbox', () => {
  it.each([
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [86_399, '23 h'],
    [86_400, '1 d'],
    [604_799, '6 d'],
  ])('%d s ago is %s', (seconds, words) => {
    expect(ageWords(NOW - seconds * 1000, NOW)).toBe(words);
  });

  it('a clock that is ahead says just now, and a week ago is a date', () => {
    expect(ageWords(NOW + 5000, NOW)).toBe('just now');
    expect(ageWords(NOW - 604_800_000, NOW)).toMatch(/23/);
  });

  it('days are told by name and keep their order', () => {
    const day = 86_400_000;
    expect(dayWords(NOW - day, NOW)).toBe('Yesterday');
    const items = [0, 1000, day, 3 * day].map((ago, id) =>
      listed(id, { created_at: new Date(NOW - ago).toISOString() }),
    );
    const days = byDay(items, NOW);
    expect(days.map(({ items }) => items.length)).toEqual([2, 1, 1]);
    expect(days.slice(0, 2).map(({ title }) => title)).toEqual(['Today', 'Yesterday']);
  });

  it('every kind is in exactly one group', () => {
    const grouped = KIND_GROUPS.flatMap(({ kinds }) => kinds);
    expect([...grouped].sort()).toEqual([...NOTIFICATION_KINDS].sort());
  });
});

describe('the filter of the inbox page', () => {
  const read = (search: string) => readFilter(new URLSearchParams(search));

  it('survives the way through the address', () => {
    const filter = read('hours=24&group=nodes&camera=c%201&severity=error&unread=true');
    expect(filter).toEqual({ hours: 24, group: 'nodes', camera: 'c 1', severity: 'error', unread: true });
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter(read('')).toString()).toBe('');
  });

  it('takes nonsense for nothing', () => {
    expect(read('hours=5&group=x&severity=huge&unread=yes')).toEqual(read(''));
    expect(isNarrow(read('hours=24'))).toBe(false);
    expect(isNarrow(read('camera=a'))).toBe(true);
  });

  it('asks the server only for what was chosen', () => {
    expect(filterQuery(read(''))).toEqual({ hours: 168 });
    expect(filterQuery(read('hours=720&group=cameras&camera=a&severity=warning&unread=true'))).toEqual({
      hours: 720,
      kinds: 'camera_offline,camera_online',
      camera_id: 'a',
      severity: 'warning',
      unread: 'true',
    });
  });

  it('shows an item once that moved from one page to the next', () => {
    const pages = [{ notifications: [listed(3), listed(2)] }, { notifications: [listed(2), listed(1)] }];
    expect(itemsOf(pages).map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

describe('snoozes', () => {
  const snooze = (id: number, target: Snooze['target'], targetId: string, minutes: number): Snooze => ({
    id,
    target,
    target_id: targetId,
    until: new Date(NOW + minutes * 60_000).toISOString(),
    created_by: 'olga',
    created_at: AT,
  });
  const camera = { camera_id: '7', group_id: 3 };

  it('a camera is quiet by its own snooze or its group’s, until the last of them ends', () => {
    const all = [snooze(1, 'camera', '7', 15), snooze(2, 'group', '3', 60), snooze(3, 'camera', '3', 90)];
    expect(snoozesOf(all, camera, NOW).map(({ id }) => id)).toEqual([2, 1]);
    expect(quietUntil(all, camera, NOW)).toBe(NOW + 3_600_000);
    expect(quietUntil(all, { camera_id: '8', group_id: null }, NOW)).toBeNull();
  });

  it('ends by itself', () => {
    const all = [snooze(1, 'camera', '7', 15)];
    expect(quietUntil(all, camera, NOW + 15 * 60_000 - 1)).not.toBeNull();
    expect(quietUntil(all, camera, NOW + 15 * 60_000)).toBeNull();
  });

  it('says until when', () => {
    const noon = new Date(2026, 4, 30, 12, 0).getTime();
    expect(untilWords(new Date(2026, 4, 30, 14, 30).getTime(), noon)).toBe('2:30 PM');
    expect(untilWords(new Date(2026, 4, 31, 8, 0).getTime(), noon)).toBe('tomorrow 8:00 AM');
    expect(untilWords(new Date(2026, 5, 2, 8, 0).getTime(), noon)).toBe('Jun 2, 8:00 AM');
  });
});

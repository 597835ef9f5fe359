import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eq, drizzle } from '../../../server/db/drizzle.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import { notifications, userNotificationState } from '../../../server/db/schema/notifications.ts';
import { AppError } from '../../../server/http/app-error.ts';
import { countItems, countUnread, listItems } from '../../../server/notifications/inbox/inbox-repository.ts';
import { inboxPage, unreadCount } from '../../../server/notifications/inbox/inbox-service.ts';
import { ORG } from '../events/live-bench.ts';
import { InboxBench, notice } from './inbox-bench.ts';

const HOUR_MS = 3_600_000;

describe('the inbox', () => {
  let bench: InboxBench;
  beforeEach(async () => {
    bench = await InboxBench.start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  it('notify 1: an empty organization has no items', async () => {
    expect(await bench.owner.list()).toEqual({
      total: 0,
      limit: 50,
      offset: 0,
      last_viewed_at: bench.clock.now().toISOString(),
      notifications: [],
    });
  });

  it('notify 2: an item comes back with everything it was given', async () => {
    await bench.owner.count();
    const meta = { score: 42, nested: { deep: [1, null] } };
    const stored = await bench.notify(
      notice('Motion on Door', {
        kind: 'motion',
        link: '/dashboard?camera=c1',
        cameraId: 'c1',
        nodeId: 'n1',
        meta,
      }),
    );
    expect((await bench.owner.list('/')).notifications).toEqual([
      {
        id: stored?.id,
        kind: 'motion',
        audience: 'all',
        title: 'Motion on Door',
        body: 'Something happened.',
        severity: 'info',
        link: '/dashboard?camera=c1',
        camera_id: 'c1',
        node_id: 'n1',
        meta,
        created_at: stored?.createdAt.toISOString(),
        unread: true,
        quiet: false,
      },
    ]);
  });

  it('facts that are none are told as null', async () => {
    const texts = [null, '', '{', '[1]', '7', 'null'];
    for (const metaJson of texts) {
      const stored = await bench.notify(notice('x', { meta: {} }));
      expect(stored?.metaJson).toBeNull();
      const id = stored?.id ?? 0;
      await bench.live.write(async (tx) => {
        tx.update(notifications).set({ metaJson }).where(eq(notifications.id, id)).run();
      });
    }
    const { notifications: items } = await bench.owner.list();
    expect(items.map(({ meta }) => meta)).toEqual(texts.map(() => null));
  });

  it('notify 3, 4: a member sees and counts only what is for all, an admin both', async () => {
    await bench.owner.count();
    await bench.member.count();
    await bench.notify(notice('for all'));
    await bench.notify(notice('for admins', { admin: true }));
    expect(await bench.owner.titles()).toEqual(['for admins', 'for all']);
    expect(await bench.member.list()).toMatchObject({ total: 1, notifications: [{ title: 'for all' }] });
    expect([await bench.owner.unread(), await bench.member.unread()]).toEqual([2, 1]);
    expect(await bench.member.titles('?kinds=integration_key_created')).toEqual([]);
  });

  it('notify 5: items of other organizations never appear', async () => {
    await bench.owner.count();
    await bench.notify(notice('theirs', { orgId: 'org_2' }));
    expect(await bench.owner.list()).toMatchObject({ total: 0, notifications: [] });
    expect(await bench.owner.unread()).toBe(0);
  });

  it('notify 6: who looks for the first time has nothing unread; older items are listed as read', async () => {
    await bench.notify(notice('older'));
    expect(await bench.owner.unread()).toBe(0);
    expect((await bench.owner.list()).notifications).toMatchObject([{ title: 'older', unread: false }]);
    expect(bench.cursors()).toHaveLength(1);
  });

  it('notify 7, 8: later items are unread until they are viewed', async () => {
    await bench.owner.count();
    await bench.notify(notice('one'));
    await bench.notify(notice('two'));
    expect(await bench.owner.unread()).toBe(2);
    expect(await bench.member.unread()).toBe(0);
    const viewed = await bench.owner.client.post('/api/notifications/mark-viewed');
    const now = bench.clock.now().toISOString();
    expect([viewed.status, viewed.json()]).toEqual([200, { success: true, last_viewed_at: now }]);
    expect(await bench.owner.count()).toEqual({ unread: 0, capped: false, last_viewed_at: now });
    expect((await bench.owner.list()).notifications.map(({ unread }) => unread)).toEqual([false, false]);
    await bench.notify(notice('three'));
    expect(await bench.owner.unread()).toBe(1);
  });

  it('viewing tells the pages once, and only when something was unread', async () => {
    const told: string[] = [];
    const sink = { write: (json: string) => told.push(json) > 0, end: () => undefined };
    bench.live.hub.subscribe({ orgId: ORG, channel: 'dashboard', isAdmin: true, sink });
    await bench.owner.count();
    await bench.owner.client.post('/api/notifications/mark-viewed');
    expect(told).toEqual([]);
    await bench.notify(notice('one'));
    told.length = 0;
    await bench.owner.client.post('/api/notifications/mark-viewed');
    await bench.owner.client.post('/api/notifications/mark-viewed');
    expect(told).toEqual(['{"type":"changed","what":"notifications"}']);
  });

  it('notify 9, 10, D1: clearing empties list and count of everybody, keeps the rows, and later items appear', async () => {
    await bench.owner.count();
    await bench.member.count();
    await bench.notify(notice('before'));
    const cleared = await bench.owner.client.post('/api/notifications/clear-all');
    const now = bench.clock.now().toISOString();
    expect(cleared.json()).toEqual({ success: true, cleared_at: now, last_viewed_at: now });
    for (const reader of [bench.owner, bench.member]) {
      expect(await reader.list('?hours=720')).toMatchObject({ total: 0, notifications: [] });
      expect(await reader.unread()).toBe(0);
    }
    expect(bench.rows()).toHaveLength(1);
    await bench.notify(notice('after'));
    for (const reader of [bench.owner, bench.member]) {
      expect(await reader.titles()).toEqual(['after']);
      expect(await reader.unread()).toBe(1);
    }
    expect(bench.live.accounts.db.read.select().from(auditLog).all()).toMatchObject([
      { event: 'notifications_cleared', orgId: ORG },
    ]);
  });

  it('D1: clearing in one organization leaves the others alone', async () => {
    await bench.notify(notice('theirs', { orgId: 'org_2' }));
    await bench.owner.client.post('/api/notifications/clear-all');
    const { db, clock, log } = bench.live.accounts;
    const deps = { db, clock, log, publish: () => undefined };
    const reader = { orgId: 'org_2', userId: 'u', isAdmin: true };
    const page = await inboxPage(deps, reader, { limit: 50, offset: 0, hours: 168 });
    expect(page.notifications).toMatchObject([{ title: 'theirs' }]);
  });

  it("notify 11: a person's own cleared marker hides items from that person only", async () => {
    await bench.owner.count();
    await bench.member.count();
    await bench.notify(notice('one'));
    const [ownerCursor] = bench.cursors();
    await bench.live.write(async (tx) => {
      tx.update(userNotificationState)
        .set({ clearedAt: bench.clock.now() })
        .where(eq(userNotificationState.id, ownerCursor?.id ?? 0))
        .run();
    });
    expect(await bench.owner.titles()).toEqual([]);
    expect(await bench.owner.unread()).toBe(1);
    expect(await bench.member.titles()).toEqual(['one']);
    await bench.notify(notice('two'));
    expect(await bench.owner.titles()).toEqual(['two']);
  });

  it('notify 12, D1: a member may not clear', async () => {
    await bench.notify(notice('one'));
    expect((await bench.member.client.post('/api/notifications/clear-all')).status).toBe(403);
    expect(await bench.member.titles()).toEqual(['one']);
  });

  it('notify 13, D2: more than 99 unread items count as 99 and capped', async () => {
    await bench.owner.count();
    for (let made = 0; made < 99; made += 1) await bench.notify(notice(`item ${made}`));
    expect(await bench.owner.count()).toMatchObject({ unread: 99, capped: false });
    await bench.notify(notice('one too many'));
    expect(await bench.owner.count()).toMatchObject({ unread: 99, capped: true });
    expect((await bench.owner.list('?limit=200')).notifications).toHaveLength(100);
  });

  it.each([
    'limit=201',
    'limit=0',
    'offset=-1',
    'offset=1000001',
    'hours=721',
    'hours=0',
    'limit=x',
    'severity=loud',
    'unread=maybe',
  ])('notify 14: %s is refused', async (query) => {
    expect((await bench.owner.client.get(`/api/notifications?${query}`)).status).toBe(422);
  });

  it('notify 15: the hours bound the list, not the unread count', async () => {
    await bench.owner.count();
    await bench.notify(notice('old'));
    bench.clock.advance(2 * HOUR_MS);
    await bench.notify(notice('new'));
    expect(await bench.owner.list('?hours=1')).toMatchObject({ total: 1, notifications: [{ title: 'new' }] });
    expect(await bench.owner.titles('?hours=3')).toEqual(['new', 'old']);
    bench.clock.advance(600 * HOUR_MS);
    expect(await bench.owner.titles('?hours=500')).toEqual([]);
    expect(await bench.owner.unread()).toBe(2);
  });

  it('pages are newest first, also within the same moment', async () => {
    for (const title of ['a', 'b', 'c']) await bench.live.accounts.notifier.notify(notice(title));
    expect(await bench.owner.titles('?limit=2')).toEqual(['c', 'b']);
    expect(await bench.owner.list('?limit=2&offset=2')).toMatchObject({
      total: 3,
      offset: 2,
      notifications: [{ title: 'a' }],
    });
  });

  it('filters by kinds, camera, severity and what is unread', async () => {
    await bench.notify(notice('old door', { kind: 'motion', cameraId: 'door' }));
    await bench.owner.count();
    await bench.notify(notice('door', { kind: 'motion', cameraId: 'door' }));
    await bench.notify(
      notice('yard gone', { kind: 'camera_offline', cameraId: 'yard', severity: 'warning' }),
    );
    await bench.notify(notice('break-in', { severity: 'critical' }));
    expect(await bench.owner.titles('?kinds=motion,camera_offline')).toEqual([
      'yard gone',
      'door',
      'old door',
    ]);
    expect(await bench.owner.titles('?kinds=%20motion%20')).toEqual(['door', 'old door']);
    expect(await bench.owner.titles('?kinds=')).toHaveLength(4);
    expect(await bench.owner.titles('?camera_id=door')).toEqual(['door', 'old door']);
    expect(await bench.owner.titles('?severity=warning')).toEqual(['break-in', 'yard gone']);
    expect(await bench.owner.titles('?severity=critical')).toEqual(['break-in']);
    expect(await bench.owner.titles('?unread=true&kinds=motion')).toEqual(['door']);
    expect(await bench.owner.list('?unread=false')).toMatchObject({ total: 1 });
    expect(await bench.owner.titles("?camera_id=door' OR 1=1")).toEqual([]);
  });

  it('a disk without space keeps nobody from reading', async () => {
    await bench.notify(notice('one'));
    const { db, clock, log } = bench.live.accounts;
    const full = AppError.coded(507, 'storage_unavailable', 'The disk is full');
    const deps = {
      clock,
      log,
      publish: () => undefined,
      db: { ...db, read: db.read, write: () => Promise.reject(full) },
    };
    const reader = { orgId: ORG, userId: 'newcomer', isAdmin: true };
    expect(await inboxPage(deps, reader, { limit: 50, offset: 0, hours: 168 })).toMatchObject({ total: 1 });
    expect(await unreadCount(deps, reader)).toMatchObject({ unread: 0 });
  });

  it('reads no more of the table than organization and time ask for', async () => {
    const client = new BetterSqlite3(bench.live.accounts.file, { readonly: true });
    const plans: string[] = [];
    const logger = {
      logQuery: (query: string, values: unknown[]) => {
        const rows = client.prepare<unknown[], { detail: string }>(`explain query plan ${query}`).all(values);
        plans.push(...rows.map(({ detail }) => detail).filter((detail) => detail.startsWith('S')));
      },
    };
    const db = drizzle({ client, logger });
    const now = bench.clock.now();
    const base = { since: now, clearedAt: now, lastViewedAt: now };
    for (const isAdmin of [true, false]) {
      const reader = { orgId: ORG, userId: 'u', isAdmin };
      for (const some of [{}, { kinds: ['motion'], cameraId: 'a', severities: ['info'], unread: false }]) {
        await listItems(db, reader, { ...base, ...some }, { limit: 10, offset: 0 });
        await countItems(db, reader, { ...base, ...some });
      }
      await countUnread(db, reader, { lastViewedAt: now, max: 100 });
    }
    client.close();
    const onTable = plans.filter((detail) => detail.includes('notifications'));
    expect(onTable.length).toBeGreaterThanOrEqual(10);
    for (const plan of onTable) {
      expect(plan).toMatch(
        /^SEARCH notifications USING (COVERING )?INDEX notifications_org_time \(org_id=\? AND created_at>\?/,
      );
    }
  });
});

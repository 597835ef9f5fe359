import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Severity } from '../../../server/contract/notifications/kinds.ts';
import { sql } from '../../../server/db/drizzle.ts';
import { notifications } from '../../../server/db/schema/notifications.ts';
import { kindRule } from '../../../server/notifications/kind-rules.ts';
import { Notifier, type FollowUp, type Notice } from '../../../server/notifications/notifier.ts';
import { ORG, UpkeepBench } from '../background/upkeep-bench.ts';

const kinds = [
  'motion',
  'camera_online',
  'camera_offline',
  'node_offline',
  'mcp_key_created',
  'welcome',
  'member_added',
];

describe('the notifier', () => {
  let bench: UpkeepBench;
  let followUps: FollowUp[];
  let notifier: Notifier;
  beforeEach(async () => {
    bench = await UpkeepBench.start();
    followUps = [];
    const publish = (event: (typeof bench.published)[number]): void => void bench.published.push(event);
    notifier = new Notifier({ db: bench.db, clock: bench.clock, log: bench.log, publish, followUps });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const notice = (kind: string, changes: Partial<Notice> = {}): Notice => ({
    orgId: ORG,
    kind,
    title: `A ${kind}`,
    body: 'Words.',
    severity: 'info',
    ...changes,
  });

  it('notify 16: a long title is cut, an unknown severity is info and an unknown kind is for all', async () => {
    const severity = 'deafening' as Severity;
    const stored = await notifier.notify(notice('from the future', { title: 'x'.repeat(300), severity }));
    expect(stored).toMatchObject({
      title: 'x'.repeat(200),
      severity: 'info',
      audience: 'all',
      metaJson: null,
    });
    expect(bench.published).toMatchObject([{ audience: 'all', message: { severity: 'info' } }]);
  });

  it('notify 16: rows that hold an unknown audience or severity are told as all and info', async () => {
    followUps.push(async (tx) => void tx.update(notifications).set({ audience: 'x', severity: 'y' }).run());
    const stored = await notifier.notify(notice('motion'));
    notifier.announce(stored === undefined ? undefined : { ...stored, audience: 'x', severity: 'y' });
    expect(bench.published[1]).toMatchObject({
      audience: 'all',
      message: { audience: 'all', severity: 'info' },
    });
  });

  it('notify 23: without settings every kind is told', async () => {
    for (const kind of kinds) expect(await notifier.notify(notice(kind))).toMatchObject({ kind });
    expect(bench.published).toHaveLength(kinds.length);
  });

  it('notify 24: a muted kind leaves no row, no live event, no follow-up and an empty answer', async () => {
    let followed = 0;
    followUps.push(async () => void (followed += 1));
    await bench.set('motion_notifications', 'false');
    for (const kind of ['motion', 'motion_digest'])
      expect(await notifier.notify(notice(kind))).toBeUndefined();
    expect([bench.notices(), bench.published, followed]).toEqual([[], [], 0]);
    await bench.set('motion_notifications', 'true');
    expect(await notifier.notify(notice('motion'))).toBeDefined();
    expect(followed).toBe(1);
  });

  it('notify 25: the switch of cameras silences both directions, and nothing else', async () => {
    await bench.set('camera_transition_notifications', 'false');
    for (const kind of [...kinds, 'incident_created']) await notifier.notify(notice(kind));
    const told = bench.notices().map(({ kind }) => kind);
    expect(told).toEqual([
      'motion',
      'node_offline',
      'mcp_key_created',
      'welcome',
      'member_added',
      'incident_created',
    ]);
  });

  it('notify 26: an unknown kind comes into the inbox and has no mail switch', async () => {
    expect(await notifier.notify(notice('something new'))).toMatchObject({ audience: 'all' });
    for (const kind of ['something new', 'plan_limit_reached', 'integration_key_created', 'constructor'])
      expect(kindRule(kind).mailSwitch).toBeUndefined();
  });

  it('follow-up work that fails is undone alone: the item and the other work stay', async () => {
    followUps.push(
      async (tx) => {
        tx.insert(notifications)
          .values({ orgId: 'undone', kind: 'x', title: 'x', createdAt: new Date(0) })
          .run();
        throw new Error('no room');
      },
      async (tx) => void tx.update(notifications).set({ link: '/kept' }).run(),
    );
    expect(await notifier.notify(notice('motion'))).toBeDefined();
    expect(bench.notices()).toMatchObject([{ orgId: ORG, link: '/kept' }]);
    expect(bench.lines).toMatchObject([{ level: 40, err: { message: 'no room' } }]);
  });

  it('a row that cannot be written does not fail the work it tells of', async () => {
    await bench.db.write(async (tx) => {
      tx.run(
        sql`CREATE TRIGGER refuse BEFORE INSERT ON notifications BEGIN SELECT RAISE(ABORT, 'refused'); END`,
      );
    });
    const stored = await bench.db.write(async (tx) => {
      tx.run(sql`CREATE TABLE business (id integer)`);
      return notifier.record(tx, notice('motion'));
    });
    notifier.announce(stored);
    expect(stored).toBeUndefined();
    expect(bench.db.read.get(sql`SELECT count(*) AS n FROM business`)).toEqual({ n: 0 });
    expect([bench.published, bench.notices()]).toEqual([[], []]);
    expect(await notifier.notify(notice('motion'))).toBeUndefined();
  });

  it('the live event is told after the commit', async () => {
    let rows = -1;
    const publish = (): void => void (rows = bench.notices().length);
    await new Notifier({ db: bench.db, clock: bench.clock, log: bench.log, publish, followUps }).notify(
      notice('motion'),
    );
    expect(rows).toBe(1);
  });
});

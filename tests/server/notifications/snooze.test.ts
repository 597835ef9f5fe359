import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Snooze } from '../../../server/contract/notifications/inbox.ts';
import { eq } from '../../../server/db/drizzle.ts';
import { cameraGroups, cameras } from '../../../server/db/schema/cameras.ts';
import { auditLog, motionEvents } from '../../../server/db/schema/logs.ts';
import { snoozes } from '../../../server/db/schema/notifications.ts';
import { endExpiredSnoozes } from '../../../server/notifications/snooze/snooze-service.ts';
import { snoozeEnd } from '../../../server/notifications/snooze/snooze-end.ts';
import type { TestClient } from '../../support/test-client.ts';
import { ORG } from '../events/live-bench.ts';
import { InboxBench } from './inbox-bench.ts';

const PATH = '/api/notifications/snoozes';
const MINUTE_MS = 60_000;

describe('snoozing', () => {
  let bench: InboxBench;
  let node: TestClient;
  let told: string[];
  let followedUp: string[];
  beforeEach(async () => {
    followedUp = [];
    const followUp = async (_: unknown, { cameraId }: { readonly cameraId: string | null }): Promise<void> =>
      void followedUp.push(String(cameraId));
    bench = await InboxBench.start({ followUps: [followUp] });
    node = await bench.live.addNode(ORG, 'node_1', 'cam_1');
    await bench.live.write(async (tx) => {
      const createdAt = bench.clock.now();
      tx.insert(cameras).values({ cameraId: 'cam_2', orgId: ORG, nodeId: 1, name: 'Yard', createdAt }).run();
      tx.insert(cameraGroups).values({ orgId: ORG, name: 'Outside', createdAt }).run();
      tx.insert(cameraGroups).values({ orgId: 'org_2', name: 'Theirs', createdAt }).run();
      tx.update(cameras).set({ groupId: 1 }).where(eq(cameras.cameraId, 'cam_2')).run();
    });
    await bench.live.directory.load();
    await bench.owner.count();
    told = [];
    const sink = { write: (json: string) => told.push(json) > 0, end: () => undefined };
    bench.live.hub.subscribe({ orgId: ORG, channel: 'dashboard', isAdmin: true, sink });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const set = (target: string, id: string, length = '15m') =>
    bench.owner.client.post(PATH, { target, target_id: id, for: length });
  const listed = async () => (await bench.member.client.get(PATH)).json<{ snoozes: Snooze[] }>().snoozes;
  const motion = async (camera = 'cam_1'): Promise<void> => {
    bench.clock.advance(1);
    await node.post(`/api/cameras/${camera}/motion`, { score: 5 });
  };

  it('keeps motion of the camera out of badge, toast and follow-up work, yet in the inbox, the history and the live feed', async () => {
    const answer = await set('camera', 'cam_1');
    const until = new Date(bench.clock.now().getTime() + 15 * MINUTE_MS).toISOString();
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ target: 'camera', target_id: 'cam_1', until });
    expect(await listed()).toEqual([answer.json()]);
    expect(told).toEqual(['{"type":"changed","what":"snoozes"}']);
    told.length = 0;
    await motion();
    expect((await bench.owner.list()).notifications).toMatchObject([
      { kind: 'motion', unread: false, quiet: true },
    ]);
    expect(await bench.owner.unread()).toBe(0);
    expect(await bench.owner.titles('?unread=true')).toEqual([]);
    expect(await bench.owner.titles('?unread=false')).toHaveLength(1);
    expect(bench.live.accounts.db.read.select().from(motionEvents).all()).toHaveLength(1);
    expect(told.map((json) => (JSON.parse(json) as { type: string }).type)).toEqual(['motion', 'changed']);
    expect(told[1]).toBe('{"type":"changed","what":"notifications"}');
    expect(followedUp).toEqual([]);
    await motion('cam_2');
    expect([await bench.owner.unread(), followedUp]).toEqual([1, ['cam_2']]);
  });

  it('ends by itself at its minute, and the pages are told once', async () => {
    const { id } = (await set('camera', 'cam_1')).json<Snooze>();
    bench.clock.advance(15 * MINUTE_MS - 2);
    await motion();
    expect(await bench.owner.unread()).toBe(0);
    const { db, clock } = bench.live.accounts;
    const deps = { db, clock, publish: bench.live.hub.publish.bind(bench.live.hub) };
    told.length = 0;
    await endExpiredSnoozes(deps);
    expect([told, db.read.select().from(snoozes).all().length]).toEqual([[], 1]);
    await motion();
    expect(await bench.owner.unread()).toBe(1);
    expect(await listed()).toEqual([]);
    told.length = 0;
    await endExpiredSnoozes(deps);
    await endExpiredSnoozes(deps);
    expect(told).toEqual(['{"type":"changed","what":"snoozes"}']);
    expect(db.read.select().from(snoozes).all()).toEqual([]);
    expect((await bench.owner.client.ask('DELETE', `${PATH}/${id}`)).status).toBe(404);
  });

  it('a group keeps all its cameras quiet, whoever joins or leaves it', async () => {
    expect((await set('group', '01', '1h')).json()).toMatchObject({ target: 'group', target_id: '1' });
    await motion('cam_1');
    await motion('cam_2');
    expect((await bench.owner.list()).notifications.map(({ quiet }) => quiet)).toEqual([true, false]);
    await bench.live.write(async (tx) => void tx.update(cameras).set({ groupId: null }).run());
    await motion('cam_2');
    expect(await bench.owner.unread()).toBe(2);
    bench.clock.advance(60 * MINUTE_MS);
    expect(await listed()).toEqual([]);
  });

  it('quiets what is told of the camera, not what is told of its node or of incidents', async () => {
    await set('camera', 'cam_1');
    const about = { cameraId: 'cam_1', title: 'x', body: 'y', severity: 'warning', orgId: ORG } as const;
    for (const kind of [
      'camera_offline',
      'camera_online',
      'motion_digest',
      'incident_created',
      'node_offline',
    ])
      await bench.notify({ ...about, kind });
    const quiet = bench.rows().filter((row) => row.quiet);
    expect(quiet.map(({ kind }) => kind)).toEqual(['camera_offline', 'camera_online', 'motion_digest']);
    expect(await bench.owner.unread()).toBe(2);
  });

  it('a new snooze replaces the former of the same camera and can be ended early; both are audited', async () => {
    const first = (await set('camera', 'cam_1')).json<Snooze>();
    const second = (await set('camera', 'cam_1', '1h')).json<Snooze>();
    expect(second.id).toBe(first.id);
    expect(await listed()).toEqual([second]);
    const path = `${PATH}/${second.id}`;
    expect((await bench.member.client.ask('DELETE', path)).status).toBe(403);
    const ended = await bench.owner.client.ask('DELETE', path);
    expect([ended.status, ended.json()]).toEqual([200, { success: true }]);
    await motion();
    expect(await bench.owner.unread()).toBe(1);
    const audit = bench.live.accounts.db.read.select().from(auditLog).all();
    expect(audit.map(({ event }) => event)).toEqual(['snoozed', 'snoozed', 'snooze_ended']);
    expect(JSON.parse(audit[1]?.details ?? '')).toEqual({
      target: 'camera',
      target_id: 'cam_1',
      name: 'The cam_1',
      until: second.until,
    });
  });

  it('members may look, not snooze; unknown and foreign cameras and groups are 404', async () => {
    const wish = { target: 'camera', target_id: 'cam_1', for: '15m' };
    expect((await bench.member.client.post(PATH, wish)).status).toBe(403);
    await bench.live.addNode('org_2', 'node_2', 'cam_3');
    for (const [target, id] of [
      ['camera', 'none'],
      ['camera', 'cam_3'],
      ['group', '2'],
      ['group', '99'],
      ['group', 'cam_1'],
      ['group', '1e0'],
    ] as const)
      expect([id, (await set(target, id)).status]).toEqual([id, 404]);
    expect((await set('camera', 'cam_1', '2h')).status).toBe(422);
    expect(bench.live.accounts.db.read.select().from(snoozes).all()).toEqual([]);
  });

  it('another organization can neither see nor end it', async () => {
    const { id } = (await set('camera', 'cam_1')).json<Snooze>();
    await bench.live.write(async (tx) => void tx.update(snoozes).set({ orgId: 'org_2' }).run());
    expect(await listed()).toEqual([]);
    expect((await bench.owner.client.ask('DELETE', `${PATH}/${id}`)).status).toBe(404);
  });

  it('until tomorrow goes by the time zone of the organization', async () => {
    await bench.live.set(ORG, 'timezone', 'Europe/Berlin');
    expect((await set('camera', 'cam_1', 'tomorrow')).json()).toMatchObject({
      until: '2026-03-02T07:00:00.000Z',
    });
  });
});

describe('until tomorrow 08:00', () => {
  it.each([
    ['an ordinary evening', 'Europe/Berlin', '2026-01-15T21:00:00.000Z', '2026-01-16T07:00:00.000Z'],
    [
      'the night the clocks go forward',
      'Europe/Berlin',
      '2026-03-28T22:30:15.250Z',
      '2026-03-29T06:00:00.000Z',
    ],
    [
      'the morning after, before 08:00',
      'Europe/Berlin',
      '2026-03-29T05:59:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ],
    ['the night the clocks go back', 'Europe/Berlin', '2026-10-24T22:30:00.000Z', '2026-10-26T07:00:00.000Z'],
    [
      'the evening before they go back',
      'Europe/Berlin',
      '2026-10-24T20:00:00.000Z',
      '2026-10-25T07:00:00.000Z',
    ],
    ['New York in spring', 'America/New_York', '2026-03-08T04:59:59.000Z', '2026-03-08T12:00:00.000Z'],
    ['a zone half an hour off', 'Asia/Kolkata', '2026-06-30T18:29:00.000Z', '2026-07-01T02:30:00.000Z'],
    [
      'a clock that shifts by half an hour',
      'Australia/Lord_Howe',
      '2026-10-03T12:00:00.000Z',
      '2026-10-03T21:00:00.000Z',
    ],
    [
      'the far side of the date line',
      'Pacific/Kiritimati',
      '2026-12-31T09:59:00.000Z',
      '2026-12-31T18:00:00.000Z',
    ],
    ['the end of a year', 'America/Los_Angeles', '2027-01-01T07:59:00.000Z', '2027-01-01T16:00:00.000Z'],
    ['a leap day', 'UTC', '2028-02-28T23:59:59.999Z', '2028-02-29T08:00:00.000Z'],
    ['an unknown zone', 'Mars/Olympus', '2026-05-01T12:00:00.000Z', '2026-05-02T08:00:00.000Z'],
  ])('%s', (_, zone, now, end) => {
    expect(snoozeEnd('tomorrow', new Date(now), zone).toISOString()).toBe(end);
  });

  it('shows 08:00 of the next day on the wall clock at every hour around a change', () => {
    const changes = [
      ['Europe/Berlin', '2026-03-27'],
      ['Europe/Berlin', '2026-10-23'],
      ['Australia/Lord_Howe', '2026-04-03'],
      ['Africa/Casablanca', '2026-02-13'],
    ] as const;
    for (const [zone, day] of changes) {
      const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
      const wall = new Intl.DateTimeFormat('sv-SE', options);
      for (let hour = 0; hour < 72; hour += 1) {
        const now = new Date(Date.parse(`${day}T00:17:03Z`) + hour * 60 * MINUTE_MS);
        const today = wall.format(now).slice(0, 10);
        const next = new Date(Date.parse(`${today}T00:00:00Z`) + 24 * 60 * MINUTE_MS);
        const shown = wall.format(snoozeEnd('tomorrow', now, zone));
        expect(`${zone} ${shown}`).toBe(`${zone} ${next.toISOString().slice(0, 10)} 08:00:00`);
      }
    }
  });
});

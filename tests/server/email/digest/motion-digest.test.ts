import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snoozes } from '../../../../server/db/schema/notifications.ts';
import { sendMotionDigests } from '../../../../server/email/digest/motion-digest.ts';
import { MailBench, MINUTE_MS, ORG } from '../queue/mail-bench.ts';

const ANCHOR = 'motion_email_cooldown_start:cam_1';

describe('the summary of motion', () => {
  let bench: MailBench;
  beforeEach(async () => {
    bench = await MailBench.start();
    await bench.set('email_motion', 'true');
    await bench.addCamera('cam_1', 'Front Door');
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const digest = () => sendMotionDigests(bench);
  const digests = () => bench.inbox().filter(({ kind }) => kind === 'motion_digest');
  const digestMails = () => bench.outbox().filter(({ kind }) => kind === 'motion_digest');
  const mails = async () => {
    await bench.tick();
    return bench.outbox().length;
  };

  /** One mailed event, then more, a second apart. */
  async function burst(more: number, cameraId = 'cam_1', orgId = ORG): Promise<void> {
    await bench.motion(cameraId, orgId);
    for (let event = 0; event < more; event += 1) {
      bench.clock.advance(1000);
      await bench.motion(cameraId, orgId);
    }
  }

  it('notify 59: five more events make one item and one mail, and the window is gone', async () => {
    const start = bench.clock.now();
    await burst(5);
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect(digests()).toMatchObject([
      {
        title: '5 more motion events on Front Door',
        audience: 'all',
        severity: 'info',
        link: '/dashboard?camera=cam_1',
        cameraId: 'cam_1',
        metaJson: JSON.stringify({
          event_count: 5,
          window_start: start.toISOString(),
          window_end: new Date(start.getTime() + 15 * MINUTE_MS).toISOString(),
          cooldown_minutes: 15,
        }),
      },
    ]);
    expect(await mails()).toBe(2);
    expect(digestMails()).toHaveLength(1);
    expect(bench.windows()).toEqual([]);
    await digest();
    expect(digests()).toHaveLength(1);
  });

  it('notify 59: one event is told in the singular, live too', async () => {
    await burst(1);
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect(digests()).toMatchObject([{ title: '1 more motion event on Front Door' }]);
    expect(bench.events.at(-1)).toMatchObject({ message: { type: 'notification', kind: 'motion_digest' } });
  });

  it('notify 60: without further events only the window goes', async () => {
    await burst(0);
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect([digests(), bench.windows()]).toEqual([[], []]);
  });

  it('notify 61: an open window is left alone, until the very end', async () => {
    await burst(0);
    const before = await bench.anchor();
    bench.clock.advance(15 * MINUTE_MS - 1);
    await digest();
    expect([digests(), await bench.anchor()]).toEqual([[], before]);
    bench.clock.advance(1);
    await digest();
    expect(bench.windows()).toEqual([]);
  });

  it('notify 62: with the switch off at that time there is an item and no mail', async () => {
    await burst(2);
    await bench.tick();
    await bench.set('email_motion', 'false');
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    await bench.tick();
    expect([digests().length, digestMails(), bench.windows()]).toEqual([1, [], []]);
  });

  it('notify 63: with motion muted there is no item, and the window goes', async () => {
    await burst(2);
    await bench.set('motion_notifications', 'false');
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect([digests(), bench.windows()]).toEqual([[], []]);
  });

  it('notify 64: the window of a deleted camera goes; what happened is told under its id', async () => {
    await burst(0, 'cam_gone');
    await burst(1, 'cam_lost');
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect(digests()).toMatchObject([{ title: '1 more motion event on cam_lost' }]);
    expect(bench.windows()).toEqual([]);
  });

  it('notify 65: a shortened window counts for one that is open', async () => {
    await burst(2);
    bench.clock.advance(5 * MINUTE_MS);
    await digest();
    expect(digests()).toEqual([]);
    await bench.set('email_motion_cooldown_minutes', '2');
    await digest();
    expect(digests()).toMatchObject([{ title: '2 more motion events on Front Door' }]);
    expect(await bench.anchor()).toBeUndefined();
  });

  it('notify 66: organizations are independent', async () => {
    await bench.set('email_motion', 'true', 'org_2');
    await bench.set('email_motion_cooldown_minutes', '60', 'org_2');
    await burst(1, 'cam_1');
    await burst(3, 'cam_1', 'org_2');
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect(digests()).toMatchObject([{ orgId: ORG, title: '1 more motion event on Front Door' }]);
    expect(await bench.anchor('cam_1', 'org_2')).toBeDefined();
  });

  it.each(['', 'garbage', 'garbage 1'])('notify 67: the window %j is dropped', async (value) => {
    await bench.set(ANCHOR, value);
    await bench.set('motion_email_closed_window:17:cam_1', value);
    await digest();
    expect([digests(), bench.windows()]).toEqual([[], []]);
  });

  it('notify 68: an event at the very start is not counted, one at the very end is', async () => {
    await bench.motion();
    await bench.motion();
    bench.clock.advance(15 * MINUTE_MS);
    // Told without beginning the next window, as it is while mails about motion are off.
    await bench.set('email_motion', 'false');
    await bench.motion();
    await bench.set('email_motion', 'true');
    bench.clock.advance(1);
    await digest();
    expect(digests()).toMatchObject([{ title: '1 more motion event on Front Door' }]);
  });

  it('notify 69: a window that began anew while the summaries were made survives', async () => {
    await burst(3);
    bench.clock.advance(20 * MINUTE_MS);
    const restarted = bench.db.write.bind(bench.db);
    let isFirst = true;
    const db = {
      read: bench.db.read,
      writesFailing: false,
      close: () => bench.db.close(),
      // Between listing the windows and looking at this one, motion comes in.
      write: async <T>(work: Parameters<typeof restarted<T>>[0]) => {
        if (isFirst) {
          isFirst = false;
          await bench.motion();
        }
        return restarted(work);
      },
    };
    const { clock, log, notifier } = bench;
    await sendMotionDigests({ db, clock, log, notifier });
    expect(await bench.anchor()).toBe(bench.clock.now().toISOString());
    expect(digests()).toEqual([]);
    await digest();
    expect(digests(), 'the former window is not lost').toMatchObject([
      { title: '3 more motion events on Front Door' },
    ]);
    expect(await bench.anchor()).toBe(bench.clock.now().toISOString());
  });

  it('a window that fails is tried again and does not hold up the others', async () => {
    await bench.addCamera('cam_2', 'Yard');
    await burst(1, 'cam_1');
    await burst(1, 'cam_2');
    bench.clock.advance(20 * MINUTE_MS);
    let calls = 0;
    const notifier: typeof bench.notifier = Object.create(bench.notifier);
    notifier.announce = () => undefined;
    notifier.record = async (tx, notice) => {
      calls += 1;
      if (calls === 1) throw new Error('out of order');
      return bench.notifier.record(tx, notice);
    };
    const { db, clock, log } = bench;
    await sendMotionDigests({ db, clock, log, notifier });
    expect(digests()).toMatchObject([{ cameraId: 'cam_2' }]);
    expect(bench.windows()).toEqual([ANCHOR]);
    await digest();
    expect(digests()).toMatchObject([{ cameraId: 'cam_2' }, { cameraId: 'cam_1' }]);
  });

  it('motion that comes between the end of a window and its summary loses nothing of it', async () => {
    await burst(4);
    bench.clock.advance(15 * MINUTE_MS);
    await burst(2);
    await digest();
    expect(digests()).toMatchObject([{ title: '4 more motion events on Front Door' }]);
    expect(await mails(), 'two immediate ones and one summary').toBe(3);
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect(digests()).toMatchObject([{}, { title: '2 more motion events on Front Door' }]);
    expect(bench.windows()).toEqual([]);
  });

  it('rest-core 104: 100 events in ten minutes with restarts: all in the inbox, two mails, an exact count', async () => {
    for (let event = 0; event < 100; event += 1) {
      if (event % 30 === 29) await bench.tick();
      const notifier = bench.newNotifier();
      await notifier.notify({
        orgId: ORG,
        kind: 'motion',
        title: 'Motion on Front Door',
        body: '',
        severity: 'info',
        cameraId: 'cam_1',
      });
      if (event % 10 === 0) await digest();
      bench.clock.advance(6000);
    }
    expect(bench.inbox()).toHaveLength(100);
    expect(await mails()).toBe(1);
    for (let minute = 0; minute < 10; minute += 1) {
      await digest();
      bench.clock.advance(MINUTE_MS);
    }
    expect(digests()).toMatchObject([{ title: '99 more motion events on Front Door' }]);
    expect(await mails()).toBe(2);
    expect(bench.resend.deliveries.size).toBe(2);
  });

  it('a summary while its camera is snoozed is quiet; motion while it was snoozed is not counted', async () => {
    await burst(2);
    const createdAt = bench.clock.now();
    const until = new Date(createdAt.getTime() + 5 * MINUTE_MS);
    const snooze = { orgId: ORG, target: 'camera', targetId: 'cam_1', until, createdBy: 'u', createdAt };
    await bench.write((tx) => tx.insert(snoozes).values(snooze).run());
    bench.clock.advance(1000);
    await bench.motion();
    bench.clock.advance(20 * MINUTE_MS);
    await digest();
    expect(digests()).toMatchObject([{ title: '2 more motion events on Front Door', quiet: false }]);
  });
});

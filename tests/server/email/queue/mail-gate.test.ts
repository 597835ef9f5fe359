import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eq } from '../../../../server/db/drizzle.ts';
import { notifications, snoozes } from '../../../../server/db/schema/notifications.ts';
import { MailBench, MINUTE_MS, ORG } from './mail-bench.ts';

describe('which notifications are mailed', () => {
  let bench: MailBench;
  beforeEach(async () => {
    bench = await MailBench.start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  it('notify 83: one mail a recipient, with the id of its notification', async () => {
    bench.findRecipients = async () => ['ann@example.com', 'bob@example.com'];
    const stored = await bench.notify();
    expect(bench.outbox()).toEqual([]);
    await bench.tick();
    expect(bench.outbox()).toMatchObject([
      { recipientEmail: 'ann@example.com', notificationId: stored?.id, kind: 'camera_offline' },
      { recipientEmail: 'bob@example.com', notificationId: stored?.id, subject: 'Front Door went offline' },
    ]);
    expect(bench.intents()).toEqual([]);
  });

  it('notify 83: a failed look-up of recipients leaves the inbox item and loses no mail', async () => {
    bench.findRecipients = async () => {
      throw new Error('nobody\nthere');
    };
    await bench.notify();
    await bench.tick();
    expect(bench.inbox()).toHaveLength(1);
    expect(bench.outbox()).toEqual([]);
    const retryAt = new Date(bench.clock.now().getTime() + 30_000);
    const error = 'recipients_unknown: Error: nobody there';
    expect(bench.intents()).toMatchObject([{ attempts: 1, nextAttemptAt: retryAt, error }]);
    bench.findRecipients = async () => ['ann@example.com'];
    await bench.tick();
    expect(bench.outbox(), 'not before its time').toEqual([]);
    bench.clock.advance(30_000);
    await bench.tick();
    expect(bench.outbox()).toMatchObject([{ recipientEmail: 'ann@example.com', status: 'sent' }]);
  });

  it('a look-up is repeated ever more seldom, and given up after a week with a line in the delivery log', async () => {
    bench.findRecipients = async () => {
      throw new Error('down');
    };
    await bench.notify();
    const pauses: number[] = [];
    const tryAgain = async () => {
      await bench.tick();
      const pauseMs = (bench.intents()[0]?.nextAttemptAt.getTime() ?? 0) - bench.clock.now().getTime();
      pauses.push(pauseMs / 1000);
      bench.clock.advance(pauseMs);
    };
    for (let tries = 0; tries < 7; tries += 1) await tryAgain();
    expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900]);
    const createdAt = bench.intents()[0]?.createdAt.getTime() ?? 0;
    bench.clock.advance(createdAt + 7 * 24 * 60 * MINUTE_MS - bench.clock.now().getTime());
    await tryAgain();
    expect([bench.intents().length, bench.deliveryLog()]).toEqual([1, []]);
    await bench.tick();
    const error = 'recipients_unknown: Error: down';
    expect(bench.deliveryLog()).toMatchObject([{ status: 'failed', kind: 'camera_offline', error }]);
    expect([bench.intents(), bench.outbox()]).toEqual([[], []]);
  });

  it('one organization that cannot be looked up does not hold up another, and is asked once a tick', async () => {
    bench.findRecipients = async (orgId) => {
      if (orgId === ORG) throw new Error('down');
      return ['zoe@example.com'];
    };
    await bench.notify();
    await bench.notify();
    await bench.notify({ orgId: 'org_2' });
    await bench.tick();
    expect(bench.lookups).toEqual([`${ORG} all`, 'org_2 all']);
    expect(bench.outbox()).toMatchObject([{ orgId: 'org_2', status: 'sent' }]);
  });

  it('notify 84: recipients are looked up for the audience of the notification', async () => {
    await bench.notify({ kind: 'node_offline' });
    await bench.notify({ kind: 'camera_offline' });
    await bench.tick();
    expect(bench.lookups).toEqual([`${ORG} admin`, `${ORG} all`]);
  });

  it('nobody to mail leaves nothing behind', async () => {
    bench.findRecipients = async () => [];
    await bench.notify();
    expect(await bench.tick()).toEqual({ sent: 0, failed: 0, suppressed: 0, reclaimed: 0 });
    expect([bench.intents(), bench.outbox(), bench.deliveryLog()]).toEqual([[], [], []]);
  });

  it('notify 26: an unknown kind, and a kind for the inbox only, are never mailed', async () => {
    await bench.notify({ kind: 'something_new' });
    await bench.notify({ kind: 'plan_limit_reached' });
    expect(bench.inbox()).toHaveLength(2);
    expect(bench.intents()).toEqual([]);
  });

  it('the kill-switch off means no look-up and no rows', async () => {
    bench.mailOn = false;
    await bench.notify();
    await bench.tick();
    expect([bench.inbox().length, bench.intents(), bench.outbox(), bench.lookups]).toEqual([1, [], [], []]);
  });

  it('notify 34: a switch stops both kinds of its pair, at once and for what was not prepared yet', async () => {
    await bench.notify({ kind: 'camera_online' });
    await bench.set('email_camera_offline', 'false');
    await bench.notify({ kind: 'camera_offline' });
    await bench.notify({ kind: 'node_offline' });
    await bench.tick();
    expect(bench.outbox()).toMatchObject([{ kind: 'node_offline' }]);
    expect(bench.intents()).toEqual([]);
  });

  it('a notification deleted before its mail was prepared is not mailed', async () => {
    const stored = await bench.notify();
    await bench.write((tx) =>
      tx
        .delete(notifications)
        .where(eq(notifications.id, stored?.id ?? 0))
        .run(),
    );
    await bench.tick();
    expect([bench.intents(), bench.outbox(), bench.lookups]).toEqual([[], [], []]);
  });

  it('administrators are told when the deliveries changed', async () => {
    await bench.notify();
    bench.events.length = 0;
    await bench.tick();
    const message = { type: 'changed', what: 'deliveries' };
    expect(bench.events).toEqual([{ orgId: ORG, audience: 'admin', message }]);
    await bench.tick();
    expect(bench.events).toHaveLength(1);
  });

  describe('motion', () => {
    it('notify 50: by default motion is in the inbox, without mail and without a window', async () => {
      await bench.motion();
      expect([bench.inbox().length, bench.intents(), bench.windows()]).toEqual([1, [], []]);
    });

    it('notify 51: with the kill-switch off there is no window, even with the switch on', async () => {
      await bench.set('email_motion', 'true');
      bench.mailOn = false;
      await bench.motion();
      expect([bench.inbox().length, bench.intents(), bench.windows()]).toEqual([1, [], []]);
    });

    it('notify 24: muted motion leaves no row, no live event, no mail and no window', async () => {
      await bench.set('email_motion', 'true');
      await bench.set('motion_notifications', 'false');
      expect(await bench.motion()).toBeUndefined();
      expect([bench.inbox(), bench.events, bench.intents(), bench.windows()]).toEqual([[], [], [], []]);
    });

    describe('with its mails on', () => {
      beforeEach(() => bench.set('email_motion', 'true'));

      it('notify 52: the first event is mailed and begins the window', async () => {
        await bench.motion();
        await bench.tick();
        expect(bench.outbox()).toMatchObject([{ kind: 'motion', status: 'sent' }]);
        expect(await bench.anchor()).toBe(bench.clock.now().toISOString());
      });

      it('notify 53: a second event within the window is in the inbox and not mailed', async () => {
        await bench.motion();
        bench.clock.advance(15 * MINUTE_MS - 1);
        await bench.motion();
        expect([bench.inbox().length, bench.intents().length]).toEqual([2, 1]);
      });

      it('notify 54: after 16 minutes there is a new mail and a newer window', async () => {
        await bench.motion();
        bench.clock.advance(16 * MINUTE_MS);
        await bench.motion();
        expect(bench.intents()).toHaveLength(2);
        expect(await bench.anchor()).toBe(bench.clock.now().toISOString());
      });

      it('notify 55: two cameras are independent', async () => {
        await bench.motion('cam_1');
        await bench.motion('cam_2');
        expect(bench.intents()).toHaveLength(2);
      });

      it.each(['', 'yesterday', 'garbage 1', '2026-13-45T99:00:00'])(
        'notify 56: the window %j counts as expired',
        async (value) => {
          await bench.set('motion_email_cooldown_start:cam_1', value);
          await bench.motion();
          expect(bench.intents()).toHaveLength(1);
          expect(await bench.anchor()).toBe(bench.clock.now().toISOString());
          expect(bench.windows()).toEqual(['motion_email_cooldown_start:cam_1']);
        },
      );

      it.each([
        ['1', 1],
        ['0', 1],
        ['-5', 1],
        [' 30 ', 30],
        ['garbage', 15],
        ['1.5', 15],
        ['', 15],
      ])('notify 57: a window length of %j is %i minutes', async (value, minutes) => {
        await bench.set('email_motion_cooldown_minutes', value);
        await bench.motion();
        bench.clock.advance(minutes * MINUTE_MS - 1);
        await bench.motion();
        expect(bench.intents()).toHaveLength(1);
        bench.clock.advance(1);
        await bench.motion();
        expect(bench.intents()).toHaveLength(2);
      });

      it('notify 58: motion without a camera is mailed and begins no window', async () => {
        const notice = { orgId: ORG, title: 'Motion', body: '', severity: 'info' } as const;
        await bench.notifier.notify({ ...notice, kind: 'motion' });
        await bench.notifier.notify({ ...notice, kind: 'motion' });
        expect([bench.intents().length, bench.windows()]).toEqual([2, []]);
      });

      it('a window survives a restart', async () => {
        await bench.motion();
        await bench.newNotifier().notify({
          orgId: ORG,
          kind: 'motion',
          title: 'Motion',
          body: '',
          severity: 'info',
          cameraId: 'cam_1',
        });
        expect(bench.intents()).toHaveLength(1);
      });

      it('a window from the future, written before the clock was set back, is not waited for', async () => {
        await bench.set('motion_email_cooldown_start:cam_1', '2031-01-01T00:00:00.000Z');
        await bench.motion();
        expect(bench.intents()).toHaveLength(1);
      });

      it('motion of a snoozed camera is not mailed and begins no window', async () => {
        const now = bench.clock.now();
        const until = new Date(now.getTime() + MINUTE_MS);
        const snooze = { orgId: ORG, target: 'camera', targetId: 'cam_1', until };
        await bench.write((tx) =>
          tx
            .insert(snoozes)
            .values({ ...snooze, createdBy: 'u', createdAt: now })
            .run(),
        );
        await bench.motion();
        expect(bench.inbox()).toMatchObject([{ quiet: true }]);
        expect([bench.intents(), bench.windows()]).toEqual([[], []]);
      });
    });
  });
});

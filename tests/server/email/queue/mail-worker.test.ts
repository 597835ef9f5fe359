import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eq } from '../../../../server/db/drizzle.ts';
import { emailOutbox, emailSuppression } from '../../../../server/db/schema/notifications.ts';
import { MailTemplates } from '../../../../server/email/templates/mail-templates.ts';
import type { ResendReply } from '../../../support/resend-server.ts';
import { eventually } from '../../../support/wait.ts';
import { MailBench, MINUTE_MS, ORG } from './mail-bench.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;
const NOTHING = { sent: 0, failed: 0, suppressed: 0, reclaimed: 0 };

describe('the mail worker', () => {
  let bench: MailBench;
  beforeEach(async () => {
    bench = await MailBench.start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const ago = (ms: number) => new Date(bench.clock.now().getTime() - ms);
  const keys = () => bench.resend.calls.map(({ key }) => key);

  /** Answers calls with these replies in turn, then accepts. */
  function answer(...replies: ResendReply[]): void {
    bench.resend.plan = () => replies.shift() ?? 'accept';
  }

  it('notify 70: three that wait are sent, with their attempt and message id', async () => {
    await bench.enqueue({}, {}, {});
    expect(await bench.tick()).toEqual({ ...NOTHING, sent: 3 });
    const sent = { status: 'sent', attempts: 1, error: null, sentAt: bench.clock.now() };
    const ids = ['re_1', 're_2', 're_3'];
    expect(bench.outbox()).toMatchObject(ids.map((resendMessageId) => ({ ...sent, resendMessageId })));
    expect(bench.deliveryLog()).toMatchObject(
      ids.map((resendMessageId) => ({ status: 'sent', resendMessageId })),
    );
  });

  it('notify 71: the oldest goes first, a batch at a time', async () => {
    const [young, old, older] = await bench.enqueue(
      { createdAt: ago(1000) },
      { createdAt: ago(2000) },
      { createdAt: ago(3000) },
    );
    await bench.newWorker({ batchSize: 2 }).tick();
    expect(keys()).toEqual([`outbox-${older}`, `outbox-${old}`]);
    await bench.newWorker({ batchSize: 2 }).tick();
    expect(keys().at(-1)).toBe(`outbox-${young}`);
  });

  it('notify 72: the idempotency key is the same at every attempt, and the mail too', async () => {
    answer(500, 'accept then drop', 'accept');
    await bench.notify();
    await bench.notify();
    for (let tick = 0; tick < 5; tick += 1) {
      await bench.tick();
      bench.clock.advance(2 * MINUTE_MS);
    }
    expect(keys().toSorted()).toEqual(['outbox-1', 'outbox-1', 'outbox-2', 'outbox-2']);
    expect([...bench.resend.deliveries.keys()].toSorted()).toEqual(['outbox-1', 'outbox-2']);
    expect(bench.resend.conflicts).toEqual([]);
    expect(bench.outbox()).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
  });

  it('notify 81: the key is an HTTP header, no header of the mail; the unsubscribe link is that of the text', async () => {
    await bench.notify();
    await bench.tick();
    const [call] = bench.resend.calls;
    const link = call?.mail.text.trim().split('\n').at(-1);
    expect(link).toContain('unsubscribe?t=');
    expect(call?.mail.headers).toMatchObject({ 'List-Unsubscribe': `<${link}>` });
    expect(JSON.stringify(call?.mail)).not.toContain('outbox-');
  });

  it('the unsubscribe link of a mail made by the templates is found too', async () => {
    const templates = new MailTemplates({ mode: 'local', log: bench.log });
    const unsubscribeUrl = 'http://127.0.0.1:8000/api/notifications/email/unsubscribe?t=aa.bb_-.cc';
    const { text } = templates.render({
      kind: 'camera_offline',
      title: 'Front Door went offline',
      body: 'http://evil.example/api/notifications/email/unsubscribe?t=no',
      severity: 'warning',
      cameraId: 'cam_1',
      nodeId: null,
      link: null,
      meta: {},
      dashboardUrl: 'http://127.0.0.1:8000',
      unsubscribeUrl,
      createdAt: bench.clock.now(),
      timeZone: 'UTC',
      organization: 'Shop',
    });
    await bench.enqueue({ bodyText: text });
    await bench.tick();
    expect(bench.resend.calls[0]?.mail.headers?.['List-Unsubscribe']).toBe(`<${unsubscribeUrl}>`);
  });

  it.each(['owner@example.com', 'Owner@EXAMPLE.com'])(
    'notify 73: the suppressed address %s is not called',
    async (to) => {
      const suppression = { address: 'owner@example.com', reason: 'bounce', source: 'resend_webhook' };
      await bench.write((tx) =>
        tx
          .insert(emailSuppression)
          .values({ ...suppression, createdAt: bench.clock.now() })
          .run(),
      );
      await bench.enqueue({ recipientEmail: to });
      expect(await bench.tick()).toEqual({ ...NOTHING, suppressed: 1 });
      expect(bench.resend.calls).toEqual([]);
      const outcome = { status: 'suppressed', error: 'address_suppressed: reason=bounce' };
      expect(bench.outbox()).toMatchObject([outcome]);
      expect(bench.deliveryLog()).toMatchObject([{ ...outcome, recipientEmail: to }]);
    },
  );

  it('notify 74: refused, then taken: two attempts, no error, only the success is counted and logged', async () => {
    answer(500);
    await bench.enqueue({});
    expect(await bench.tick()).toEqual(NOTHING);
    expect(bench.outbox()).toMatchObject([{ status: 'pending', attempts: 1, error: expect.any(String) }]);
    expect(bench.deliveryLog()).toEqual([]);
    bench.clock.advance(30_000);
    expect(await bench.tick()).toEqual({ ...NOTHING, sent: 1 });
    expect(bench.outbox()).toMatchObject([{ status: 'sent', attempts: 2, error: null }]);
    expect(bench.deliveryLog()).toMatchObject([{ status: 'sent' }]);
  });

  it('notify 75: refused three times it is given up, counted and logged once; then nothing is left to do', async () => {
    answer(500, 500, 500);
    await bench.enqueue({});
    const summaries = [await bench.tick()];
    for (const pauseMs of [30_000, 120_000, 600_000]) {
      bench.clock.advance(pauseMs);
      summaries.push(await bench.tick());
    }
    expect(summaries).toEqual([NOTHING, NOTHING, { ...NOTHING, failed: 1 }, NOTHING]);
    expect(bench.outbox()).toMatchObject([{ status: 'failed', attempts: 3 }]);
    expect(bench.deliveryLog()).toMatchObject([{ status: 'failed', error: expect.any(String) }]);
    expect(keys()).toHaveLength(3);
  });

  it('a refused mail waits 30 seconds, then two minutes, while others are sent', async () => {
    answer(500);
    await bench.enqueue({}, {});
    await bench.tick();
    expect(keys()).toEqual(['outbox-1', 'outbox-2']);
    bench.clock.advance(29_999);
    await bench.tick();
    expect(keys()).toHaveLength(2);
    bench.clock.advance(1);
    answer(500);
    await bench.tick();
    expect(bench.outbox()[0]?.nextAttemptAt).toEqual(new Date(bench.clock.now().getTime() + 120_000));
  });

  it('notify 76: left behind for two minutes it is taken back and sent in the same tick; for five seconds it stays', async () => {
    await bench.enqueue(
      { status: 'sending', lastAttemptAt: ago(120_000) },
      { status: 'sending', lastAttemptAt: ago(5000) },
      { status: 'sending', lastAttemptAt: ago(-120_000) },
    );
    expect(await bench.tick()).toEqual({ ...NOTHING, sent: 2, reclaimed: 2 });
    expect(bench.outbox().map(({ status }) => status)).toEqual(['sent', 'sending', 'sent']);
    expect(bench.outbox()[1]).toMatchObject({ attempts: 0 });
  });

  it('notify 77: with nothing to do the summary is zero and the time of the tick is noted', async () => {
    const worker = bench.newWorker();
    expect(worker.lastTickMs).toBeUndefined();
    expect(await worker.tick()).toEqual(NOTHING);
    expect(worker.lastTickMs).toBe(bench.clock.monotonicMs());
  });

  it('notify 78: switched off at the time of sending it is done with, without a call', async () => {
    await bench.enqueue({});
    bench.mailOn = false;
    expect(await bench.tick()).toEqual({ ...NOTHING, sent: 1 });
    expect(bench.resend.calls).toEqual([]);
    const outcome = { status: 'sent', resendMessageId: null, error: 'skipped: mail was switched off' };
    expect(bench.outbox()).toMatchObject([outcome]);
    expect(bench.deliveryLog()).toMatchObject([outcome]);
  });

  it.each([429, 503, 'drop', 'accept then drop'] as const)(
    'where nobody takes it now (%s) the attempt does not count',
    async (reply) => {
      answer(reply);
      await bench.enqueue({});
      expect(await bench.tick()).toEqual(NOTHING);
      expect(bench.outbox()).toMatchObject([{ status: 'pending', attempts: 0, error: expect.any(String) }]);
      bench.clock.advance(30_000);
      expect(await bench.tick()).toEqual({ ...NOTHING, sent: 1 });
      expect(bench.resend.deliveries.size).toBe(1);
    },
  );

  it('where nobody takes it the pauses grow to ten minutes, and after three days it is given up', async () => {
    bench.resend.plan = () => 503;
    await bench.enqueue({});
    const pauses: number[] = [];
    const tryAgain = async () => {
      await bench.tick();
      const pauseMs = (bench.outbox()[0]?.nextAttemptAt?.getTime() ?? 0) - bench.clock.now().getTime();
      pauses.push(pauseMs / 1000);
      bench.clock.advance(pauseMs);
    };
    for (let tries = 0; tries < 8; tries += 1) await tryAgain();
    expect(pauses).toEqual([30, 30, 60, 120, 240, 480, 600, 600]);
    const createdAt = bench.outbox()[0]?.createdAt.getTime() ?? 0;
    bench.clock.advance(createdAt + 3 * DAY_MS - bench.clock.now().getTime());
    await tryAgain();
    expect(bench.outbox()).toMatchObject([{ status: 'pending' }]);
    await bench.tick();
    expect(bench.outbox()).toMatchObject([{ status: 'failed', attempts: 0 }]);
    expect(bench.deliveryLog()).toMatchObject([{ status: 'failed' }]);
  });

  it('an organization whose provider is away is tried once a tick and holds up nobody', async () => {
    bench.resend.plan = ({ mail }) => (mail.subject === 'Away' ? 503 : 'accept');
    await bench.enqueue({ subject: 'Away' }, { subject: 'Away' }, { orgId: 'org_2' });
    expect(await bench.tick()).toEqual({ ...NOTHING, sent: 1 });
    expect(keys()).toEqual(['outbox-1', 'outbox-3']);
    expect(bench.outbox()).toMatchObject([
      { status: 'pending' },
      { lastAttemptAt: null },
      { status: 'sent' },
    ]);
  });

  it('an error nobody expected is an attempt that failed', async () => {
    await bench.enqueue({});
    const transports = { isOn: async () => true, of: () => Promise.reject(new TypeError('no\nway')) };
    await bench.newWorker({ transports }).tick();
    expect(bench.outbox()).toMatchObject([{ attempts: 1, error: 'worker_exception: TypeError: no way' }]);
    bench.clock.advance(MINUTE_MS);
    expect(await bench.tick()).toEqual({ ...NOTHING, sent: 1 });
  });

  it('a mail erased while it was being sent leaves no line in the delivery log', async () => {
    const [id = 0] = await bench.enqueue({});
    bench.resend.plan = async (): Promise<ResendReply> => {
      await bench.write((tx) => tx.delete(emailOutbox).where(eq(emailOutbox.id, id)).run());
      return 'accept';
    };
    expect(await bench.tick()).toEqual(NOTHING);
    expect(bench.deliveryLog()).toEqual([]);
  });

  it('a stopping server lets the mail under way finish and begins no other', async () => {
    await bench.enqueue({}, {});
    const stop = new AbortController();
    bench.resend.plan = () => {
      stop.abort();
      return 'accept';
    };
    expect(await bench.newWorker().tick(stop.signal)).toEqual({ ...NOTHING, sent: 1 });
    expect(bench.outbox()).toMatchObject([{ status: 'sent' }, { status: 'pending' }]);
  });

  it('a stopping server does not wait longer than its grace for a provider that says nothing', async () => {
    await bench.enqueue({});
    bench.resend.plan = () => 'hang';
    const stop = new AbortController();
    const ticking = bench.newWorker({ stopGraceMs: 50 }).tick(stop.signal);
    await eventually('the call', () => bench.resend.calls.length === 1);
    stop.abort();
    expect(await ticking).toEqual(NOTHING);
    expect(bench.outbox()).toMatchObject([{ orgId: ORG, status: 'pending', attempts: 0 }]);
  });
});

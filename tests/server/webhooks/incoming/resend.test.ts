import { describe, expect, it } from 'vitest';
import { asc } from '../../../../server/db/drizzle.ts';
import { emailLog, emailOutbox, emailSuppression } from '../../../../server/db/schema/notifications.ts';
import { openWebhookBench, ORG, type WebhookBench } from './webhook-bench.ts';

async function accepted(bench: WebhookBench, message: unknown, id?: string): Promise<void> {
  const answer = await bench.send('resend', message, id === undefined ? {} : { id });
  expect([answer.status, answer.json()]).toEqual([200, { received: true }]);
}

function suppressions(bench: WebhookBench): [string, string, string][] {
  return bench.db.read
    .select()
    .from(emailSuppression)
    .orderBy(asc(emailSuppression.id))
    .all()
    .map(({ address, reason, source }) => [address, reason, source]);
}

/** A mail that left, with its row in the delivery log. */
async function sentMail(bench: WebhookBench, messageId: string, status = 'sent'): Promise<void> {
  const now = bench.clock.now();
  const mail = { orgId: ORG, recipientEmail: 'mia@example.com', kind: 'motion', resendMessageId: messageId };
  await bench.db.write(async (tx) => {
    tx.insert(emailOutbox)
      .values({ ...mail, subject: 's', status, createdAt: now })
      .run();
    tx.insert(emailLog)
      .values({ ...mail, status, timestamp: now })
      .run();
  });
}

function mails(bench: WebhookBench): [string, string | null][] {
  return bench.db.read
    .select()
    .from(emailOutbox)
    .all()
    .map(({ status, error }) => [status, error]);
}

describe('messages of Resend', () => {
  it('notify 107: a bounce suppresses each address in lower case, from an array or a single text', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, {
      type: 'email.bounced',
      data: { to: ['Mia@Example.com', ' tom@example.com ', 'nobody', 7, null] },
    });
    await accepted(bench, { type: 'email.bounced', data: { to: 'ADA@example.com' } });
    await accepted(bench, { type: 'email.bounced', data: {} });
    expect(suppressions(bench)).toEqual(
      ['mia', 'tom', 'ada'].map((name) => [`${name}@example.com`, 'bounce', 'resend_webhook']),
    );
  });

  it('notify 107: complaint and unsubscribe are reasons of their own; the first reason stays', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, { type: 'email.complained', data: { to: 'mia@example.com' } });
    await accepted(bench, { type: 'email.bounced', data: { to: 'MIA@example.com' } });
    await accepted(bench, { type: 'email.unsubscribed', data: { to: 'tom@example.com' } });
    expect(suppressions(bench).map(([address, reason]) => [address, reason])).toEqual([
      ['mia@example.com', 'complaint'],
      ['tom@example.com', 'unsubscribe'],
    ]);
  });

  it('notify 107: a sent mail becomes suppressed with the error of the webhook, in the delivery log too', async () => {
    await using bench = await openWebhookBench();
    await sentMail(bench, 're_1');
    await sentMail(bench, 're_2');
    await accepted(bench, { type: 'email.bounced', data: { to: 'mia@example.com', email_id: 're_1' } });
    await accepted(bench, { type: 'email.complained', data: { to: 'mia@example.com', email_id: 're_2' } });
    const errors = [
      'webhook_event:email.bounced:reason=bounce',
      'webhook_event:email.complained:reason=complaint',
    ];
    expect(mails(bench)).toEqual(errors.map((error) => ['suppressed', error]));
    const logged = bench.db.read.select().from(emailLog).all();
    expect(logged.map(({ status, error }) => [status, error])).toEqual(
      errors.map((error) => ['suppressed', error]),
    );
    const told = { orgId: ORG, audience: 'admin', message: { type: 'changed', what: 'deliveries' } };
    expect(bench.published).toEqual([told, told]);
  });

  it('notify 107: mails in other states, foreign message ids and delivered mails stay as they are', async () => {
    await using bench = await openWebhookBench();
    for (const status of ['pending', 'sending', 'failed']) await sentMail(bench, `re_${status}`, status);
    await sentMail(bench, 're_sent');
    for (const id of ['re_pending', 're_sending', 're_failed', 're_unknown', '', 7]) {
      await accepted(bench, { type: 'email.bounced', data: { to: 'x@example.com', email_id: id } });
    }
    await accepted(bench, { type: 'email.delivered', data: { to: 'y@example.com', email_id: 're_sent' } });
    await accepted(bench, { type: 'email.unsubscribed', data: { to: 'z@example.com', email_id: 're_sent' } });
    expect(mails(bench).map(([status]) => status)).toEqual(['pending', 'sending', 'failed', 'sent']);
    expect(suppressions(bench).map(([address]) => address)).toEqual(['x@example.com', 'z@example.com']);
    expect(bench.published).toEqual([]);
  });

  it('notify 107: replayed, it stays one suppression row; the id is recorded with its type', async () => {
    await using bench = await openWebhookBench();
    const bounce = { type: 'email.bounced', data: { to: ['mia@example.com'] } };
    await accepted(bench, bounce, 'msg_1');
    expect((await bench.send('resend', bounce, { id: 'msg_1' })).json()).toEqual({
      status: 'duplicate',
      svix_id: 'msg_1',
    });
    await accepted(bench, bounce, 'msg_2');
    await accepted(bench, { type: 'domain.updated', data: {} }, 'msg_3');
    expect(suppressions(bench)).toHaveLength(1);
    expect(bench.ledger()).toEqual({
      msg_1: 'email.bounced',
      msg_2: 'email.bounced',
      msg_3: 'domain.updated',
    });
  });
});

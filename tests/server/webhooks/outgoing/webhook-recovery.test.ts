import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookDeliveries } from '../../../../server/db/schema/delivery.ts';
import { cleanUpWebhookDeliveries } from '../../../../server/webhooks/outgoing/delivery-cleanup.ts';
import { eventually } from '../../../support/wait.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { ORG, WebhookBench } from './webhook-bench.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const PATH = '/api/settings/webhooks';

describe('webhook messages that were cut off, failed or grew old', () => {
  let bench: WebhookBench;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    [bench, receiver] = await Promise.all([WebhookBench.start(), startWebhookReceiver()]);
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('a stop puts the message under way back, without counting the attempt', async () => {
    await bench.add(receiver.url);
    receiver.answering = () => undefined;
    await bench.notify({ title: 'first' });
    await bench.notify({ title: 'second' });
    await bench.begin();
    await eventually('it is under way', () => receiver.received.length === 1);
    await bench.restart();
    expect(bench.rows()[0]).toMatchObject({ status: 'pending', attempts: 0 });
    receiver.answering = 204;
    bench.clock.advance(1);
    await bench.turn();
    expect(bench.rows()).toMatchObject([
      { status: 'delivered', attempts: 1 },
      { status: 'delivered', attempts: 1 },
    ]);
    expect(receiver.received.map(({ json }) => json.data['title'])).toEqual(['first', 'first', 'second']);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
  });

  it('after a crash the message is sent again a minute later, under its id; the late outcome changes nothing', async () => {
    const { webhook } = await bench.add(receiver.url);
    const held: (() => void)[] = [];
    receiver.answering = (_message, response) => void held.push(() => response.writeHead(500).end());
    await bench.notify();
    await bench.begin();
    await eventually('it is under way', () => receiver.received.length === 1);
    const former = bench.worker;
    bench.forgetWorker();
    receiver.answering = 204;
    bench.clock.advance(59 * SECOND_MS);
    await bench.turn();
    expect(receiver.received).toHaveLength(1);
    bench.clock.advance(2 * SECOND_MS);
    await bench.turn();
    expect(receiver.received.map(({ id }) => id)).toEqual([
      receiver.received[0]?.id,
      receiver.received[0]?.id,
    ]);
    expect(bench.rows()).toMatchObject([{ status: 'delivered', attempts: 1, responseStatus: 204 }]);
    for (const answer of held) answer();
    await former.idle();
    expect(bench.rows()).toMatchObject([{ status: 'delivered', attempts: 1, responseStatus: 204 }]);
    expect(await bench.view(webhook.id)).toMatchObject({ last_failed_at: null, last_error: null });
  });

  it('a message still under way is not taken back by its own worker, however the clock jumps', async () => {
    await bench.add(receiver.url);
    const held: (() => void)[] = [];
    receiver.answering = (_message, response) => void held.push(() => response.writeHead(204).end());
    await bench.notify();
    await bench.begin();
    await eventually('it is under way', () => held.length === 1);
    bench.clock.advance(DAY_MS);
    await bench.begin();
    for (const answer of held) answer();
    await bench.turn();
    expect(receiver.received).toHaveLength(1);
    expect(bench.rows()).toMatchObject([{ status: 'delivered' }]);
  });

  it('a webhook removed while its message is under way leaves nothing behind', async () => {
    const { webhook } = await bench.add(receiver.url);
    const held: (() => void)[] = [];
    receiver.answering = (_message, response) => void held.push(() => response.writeHead(500).end());
    await bench.notify();
    await bench.begin();
    await eventually('it is under way', () => held.length === 1);
    await bench.client().ask('DELETE', `${PATH}/${webhook.id}`);
    for (const answer of held) answer();
    await bench.turn();
    expect(bench.rows()).toEqual([]);
    expect(bench.logLines.filter((line) => line.includes('error'))).toEqual([]);
  });

  it('sends a failed message once more, under its former id, through the whole plan', async () => {
    const { webhook } = await bench.add(receiver.url);
    receiver.answering = 500;
    await bench.client().post(`${PATH}/${webhook.id}/test`);
    const [failed] = await bench.deliveries(webhook.id);
    bench.clock.advance(10 * SECOND_MS);
    const again = (): Promise<{ status: number; text: string }> =>
      bench.client().post(`${PATH}/${webhook.id}/deliveries/${failed?.id}/resend`);
    expect((await again()).status).toBe(200);
    await bench.turn();
    expect(await bench.deliveries(webhook.id)).toMatchObject([{ status: 'pending', attempts: 1 }]);
    expect(await again()).toMatchObject({
      status: 409,
      text: expect.stringContaining('Only a message that failed'),
    });
    receiver.answering = 204;
    bench.clock.advance(5 * SECOND_MS);
    await bench.turn();
    expect(await bench.deliveries(webhook.id)).toMatchObject([
      { status: 'delivered', attempts: 2, error: null },
    ]);
    expect(receiver.received.map(({ id }) => id)).toEqual(
      Array.from({ length: 3 }, () => failed?.message_id),
    );
    expect((await again()).status).toBe(409);
  });

  it('refuses to send once more what does not exist, is of another webhook, or whose webhook is off', async () => {
    const one = await bench.add(receiver.url);
    const other = await bench.add(receiver.url);
    receiver.answering = 500;
    await bench.client().post(`${PATH}/${one.webhook.id}/test`);
    const [failed] = await bench.deliveries(one.webhook.id);
    const again = async (webhookId: string, id: number | undefined): Promise<number> =>
      (await bench.client().post(`${PATH}/${webhookId}/deliveries/${id}/resend`)).status;
    expect(await again(one.webhook.id, 999)).toBe(404);
    expect(await again(other.webhook.id, failed?.id)).toBe(404);
    await bench.client().ask('PATCH', `${PATH}/${one.webhook.id}`, { body: { enabled: false } });
    expect(await again(one.webhook.id, failed?.id)).toBe(409);
    expect(bench.rows()).toMatchObject([{ status: 'failed' }]);
  });

  it('lists messages newest first, by pages', async () => {
    const { webhook } = await bench.add(receiver.url);
    for (let number = 0; number < 5; number += 1) await bench.notify();
    const answer = await bench.client().get(`${PATH}/${webhook.id}/deliveries?limit=2&offset=1`);
    const { total, deliveries } = answer.json<{ total: number; deliveries: { id: number }[] }>();
    expect([total, deliveries.map(({ id }) => id)]).toEqual([5, [4, 3]]);
  });

  it('messages older than 30 days are deleted, in steps, whatever their state', async () => {
    const now = bench.clock.now().getTime();
    const row = (index: number, ageDays: number) => {
      const at = new Date(now - ageDays * DAY_MS);
      const status = ['pending', 'delivered', 'failed'][index % 3] ?? '';
      const names = { orgId: ORG, endpointId: 'wh_1', messageId: `msg_${index}`, kind: 'motion' };
      return { ...names, payload: '{}', status, nextAttemptAt: at, createdAt: at };
    };
    const rows = Array.from({ length: 620 }, (_, index) => row(index, index < 600 ? 30.1 : 29.9));
    await bench.db.write(async (tx) => void tx.insert(webhookDeliveries).values(rows).run());
    expect(await cleanUpWebhookDeliveries(bench.deps)).toBe(600);
    expect(bench.rows().map(({ messageId }) => messageId)).toEqual(
      rows.slice(600).map(({ messageId }) => messageId),
    );
    expect(await cleanUpWebhookDeliveries(bench.deps)).toBe(0);
  });
});

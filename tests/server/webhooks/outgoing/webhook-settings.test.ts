import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routeTable } from '../../../../server/contract/route-table.ts';
import type { Webhook } from '../../../../server/contract/notifications/webhooks.ts';
import { auditLog } from '../../../../server/db/schema/logs.ts';
import { webhookEndpoints } from '../../../../server/db/schema/delivery.ts';
import {
  isSignedWith,
  startWebhookReceiver,
  verifyMessage,
  type WebhookReceiver,
} from '../../../support/webhook-receiver.ts';
import { addressOf, labelOf } from '../../http/declared-routes.ts';
import { INSTALLATION, ORG, WebhookBench } from './webhook-bench.ts';

const PATH = '/api/settings/webhooks';
const outgoing = routeTable.filter(({ path }) => path.startsWith(PATH));

describe('webhook settings', () => {
  let bench: WebhookBench;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    [bench, receiver] = await Promise.all([WebhookBench.start(), startWebhookReceiver()]);
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('answers the secret once and stores it sealed', async () => {
    const { webhook, secret } = await bench.add(receiver.url);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const listed = await bench.client().get(PATH);
    expect(listed.json()).toEqual({ webhooks: [webhook], max: 5 });
    expect(webhook).toMatchObject({ name: 'Home automation', url: receiver.url, kinds: null, enabled: true });
    const [stored] = bench.db.read.select().from(webhookEndpoints).all();
    expect(stored?.secretSealed).toMatch(/^v1\./);
    const traces = JSON.stringify([
      stored,
      listed.text,
      bench.db.read.select().from(auditLog).all(),
      bench.logLines,
    ]);
    expect(traces).not.toContain(secret.slice('whsec_'.length));
  });

  it('changes only what is named', async () => {
    const { webhook } = await bench.add(receiver.url, { kinds: ['motion'] });
    const change = async (body: unknown): Promise<Webhook> =>
      (await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body })).json<Webhook>();
    expect(await change({})).toEqual(webhook);
    expect(await change({ name: 'Door bell' })).toEqual({ ...webhook, name: 'Door bell' });
    expect(await change({ kinds: ['motion', 'welcome', 'motion'] })).toMatchObject({
      kinds: ['motion', 'welcome'],
    });
    expect(await change({ kinds: null, enabled: false })).toMatchObject({ kinds: null, enabled: false });
    expect(await bench.view(webhook.id)).toMatchObject({ name: 'Door bell', kinds: null, enabled: false });
  });

  it('refuses the sixth webhook, and takes it once another is gone', async () => {
    const made = [];
    for (let number = 0; number < 5; number += 1) made.push(await bench.add(receiver.url));
    const sixth = await bench.client().post(PATH, { name: 'Six', url: receiver.url });
    expect([sixth.status, sixth.json()]).toEqual([
      409,
      {
        detail: {
          error: 'too_many_webhooks',
          message: 'An organization has at most 5 webhooks. Remove one first.',
        },
      },
    ]);
    await bench.add(receiver.url, {}, 'org_2');
    await bench.client().ask('DELETE', `${PATH}/${made[0]?.webhook.id}`);
    await bench.add(receiver.url);
  });

  it.each([
    [{ url: 'ftp://192.168.1.5/' }, 'url'],
    [{ url: 'not an address' }, 'url'],
    [{ kinds: [] }, 'kinds'],
    [{ kinds: ['earthquake'] }, 'kinds'],
    [{ name: '   ' }, 'name'],
  ])('refuses %j', async (changes, field) => {
    const body = { name: 'Bad', url: receiver.url, ...changes };
    const answer = await bench.client().post(PATH, body);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(field);
  });

  it.each(outgoing.map((endpoint) => [labelOf(endpoint), endpoint] as const))(
    'is closed to members and strangers: %s',
    async (_label, endpoint) => {
      const { webhook } = await bench.add(receiver.url);
      const path = addressOf(endpoint, { webhook_id: webhook.id, delivery_id: '1' });
      const ask = async (who: string) =>
        (await bench.client(who).ask(endpoint.method, path, { body: {} })).status;
      expect([await ask(`${ORG}/member`), await ask('nobody')]).toEqual([403, 401]);
      expect(await bench.view(webhook.id)).toEqual(webhook);
      expect(receiver.received).toEqual([]);
    },
  );

  it("answers 404 for another organization's webhook and leaves it alone", async () => {
    const { webhook, secret } = await bench.add(receiver.url);
    receiver.answering = 410;
    await bench.client().post(`${PATH}/${webhook.id}/test`);
    await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body: { enabled: true } });
    const [delivery] = await bench.deliveries(webhook.id);
    const before = await bench.view(webhook.id);
    const stranger = bench.client('org_2/admin');
    const values = { webhook_id: webhook.id, delivery_id: String(delivery?.id) };
    const named = outgoing.filter(({ path }) => path.includes('{webhook_id}'));
    expect(named).toHaveLength(6);
    for (const endpoint of named) {
      const answer = await stranger.ask(endpoint.method, addressOf(endpoint, values), {
        body: { name: 'Mine' },
      });
      expect([labelOf(endpoint), answer.status]).toEqual([labelOf(endpoint), 404]);
    }
    expect((await stranger.get(PATH)).json()).toEqual({ webhooks: [], max: 5 });
    expect(await bench.view(webhook.id)).toEqual(before);
    // Its secret is still the same.
    await bench.client().post(`${PATH}/${webhook.id}/test`);
    expect(receiver.received.map((message) => isSignedWith(message, secret))).toEqual([true, true]);
  });

  it('writes who did what, without secret and address, and tells administrators', async () => {
    const { webhook, secret } = await bench.add(`${receiver.url}?key=receivers-own-key`);
    const one = `${PATH}/${webhook.id}`;
    await bench.client().ask('PATCH', one, { body: { url: receiver.url, kinds: ['welcome'] } });
    const rotated = (await bench.client().post(`${one}/rotate-secret`)).json<{ secret: string }>();
    await bench.client().ask('DELETE', one);
    const rows = bench.db.read.select().from(auditLog).all();
    const about = { webhook_id: webhook.id, name: 'Home automation' };
    expect(
      rows.map(({ event, username, details }) => [event, username, JSON.parse(details ?? 'null')]),
    ).toEqual([
      ['webhook_created', 'admin@example.com', about],
      ['webhook_updated', 'admin@example.com', { ...about, changed: ['url', 'kinds'] }],
      ['webhook_secret_rotated', 'admin@example.com', about],
      ['webhook_removed', 'admin@example.com', about],
    ]);
    for (const text of ['receivers-own-key', secret, rotated.secret])
      expect(JSON.stringify(rows)).not.toContain(text);
    expect(bench.published.length).toBeGreaterThan(2);
    for (const event of bench.published) {
      expect(event).toEqual({
        orgId: ORG,
        audience: 'admin',
        message: { type: 'changed', what: 'deliveries' },
      });
    }
  });

  it('signs with the new secret only once it was replaced', async () => {
    const { webhook, secret } = await bench.add(receiver.url);
    const answer = await bench.client().post(`${PATH}/${webhook.id}/rotate-secret`);
    const renewed = answer.json<{ secret: string }>().secret;
    expect(renewed).not.toBe(secret);
    await bench.client().post(`${PATH}/${webhook.id}/test`);
    const [message] = receiver.received;
    if (message === undefined) throw new Error('nothing arrived');
    expect(() => verifyMessage(message, secret)).toThrow('No matching signature');
    expect(verifyMessage(message, renewed)).toMatchObject({ type: 'test' });
  });

  it('sends a signed test message at once, also while switched off, and says what came of it', async () => {
    const { webhook, secret } = await bench.add(receiver.url, { enabled: false });
    const test = async () => (await bench.client().post(`${PATH}/${webhook.id}/test`)).json();
    expect(await test()).toEqual({ delivered: true, message: 'The receiver took it and answered 204.' });
    const [message] = receiver.received;
    if (message === undefined) throw new Error('nothing arrived');
    expect(verifyMessage(message, secret)).toEqual({
      type: 'test',
      id: message.id,
      timestamp: bench.clock.now().toISOString(),
      data: { title: 'Test message' },
      installation: INSTALLATION,
    });
    receiver.answering = 500;
    expect(await test()).toEqual({ delivered: false, message: 'The receiver answered 500.' });
    await receiver[Symbol.asyncDispose]();
    expect(await test()).toEqual({
      delivered: false,
      message: 'Nothing takes connections at this address and port.',
    });
    const log = await bench.deliveries(webhook.id);
    expect(log.map(({ kind, status, attempts }) => [kind, status, attempts])).toEqual([
      ['test', 'failed', 1],
      ['test', 'failed', 1],
      ['test', 'delivered', 1],
    ]);
    expect(await bench.view(webhook.id)).toMatchObject({
      last_delivered_at: bench.clock.now().toISOString(),
      last_error: 'Nothing takes connections at this address and port.',
    });
  });

  it('removes a webhook with everything that waits for it, however much', async () => {
    const gone = await bench.add(receiver.url);
    const kept = await bench.add(receiver.url);
    for (let number = 0; number < 260; number += 1) await bench.notify();
    expect(bench.rows()).toHaveLength(520);
    const answer = await bench.client().ask('DELETE', `${PATH}/${gone.webhook.id}`);
    expect(answer.json()).toEqual({ success: true });
    expect(new Set(bench.rows().map(({ endpointId }) => endpointId))).toEqual(new Set([kept.webhook.id]));
    expect(bench.rows()).toHaveLength(260);
    expect((await bench.client().get(`${PATH}/${gone.webhook.id}/deliveries`)).status).toBe(404);
  });
});

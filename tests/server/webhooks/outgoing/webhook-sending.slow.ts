import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../../support/self-signed-certificate.ts';
import { eventually } from '../../../support/wait.ts';
import {
  isSignedWith,
  startWebhookReceiver,
  verifyMessage,
  type WebhookReceiver,
} from '../../../support/webhook-receiver.ts';
import { snoozes } from '../../../../server/db/schema/notifications.ts';
import { loadInstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import { WebhookWorker } from '../../../../server/webhooks/outgoing/sending/webhook-worker.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { INSTALLATION, ORG, WebhookBench } from './webhook-bench.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const PATH = '/api/settings/webhooks';

describe('sending webhook messages', () => {
  let bench: WebhookBench;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    [bench, receiver] = await Promise.all([WebhookBench.start(), startWebhookReceiver()]);
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  const titles = () => receiver.received.map(({ json }) => json.data['title']);
  const statuses = () => bench.rows().map(({ status }) => status);

  it('tells a receiver of a notification, signed so that svix verifies it', async () => {
    const { webhook, secret } = await bench.add(receiver.url);
    await bench.notify({
      link: '/dashboard?camera=door',
      cameraId: 'door',
      nodeId: 'n1',
      meta: { score: 41 },
    });
    await bench.turn();
    const [message] = receiver.received;
    if (message === undefined) throw new Error('nothing arrived');
    const at = bench.clock.now().toISOString();
    expect(verifyMessage(message, secret)).toEqual({
      type: 'notification',
      id: message.id,
      timestamp: at,
      data: {
        id: 1,
        kind: 'motion',
        audience: 'all',
        title: 'Motion on Door',
        body: '41 %',
        severity: 'info',
        link: '/dashboard?camera=door',
        camera_id: 'door',
        node_id: 'n1',
        meta: { score: 41 },
        created_at: at,
      },
      installation: INSTALLATION,
    });
    expect(message.headers).toMatchObject({
      'content-type': 'application/json',
      host: `127.0.0.1:${receiver.port}`,
    });
    expect(message.id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(await bench.deliveries(webhook.id)).toMatchObject([
      {
        message_id: message.id,
        kind: 'motion',
        status: 'delivered',
        attempts: 1,
        response_status: 204,
        error: null,
      },
    ]);
    expect(await bench.view(webhook.id)).toMatchObject({ last_delivered_at: at, last_failed_at: null });
    expect(bench.published.at(-1)?.message).toEqual({ type: 'changed', what: 'deliveries' });
  });

  it('signs the very bytes that leave, whatever names hold', async () => {
    const { secret } = await bench.add(receiver.url);
    const names = ['Zoë 👩‍👧 Müller', '"<b>\\\n\u0000\u2028', '𝕏'.repeat(300), 'half \ud83d', 'بيت ١'];
    for (const name of names) await bench.notify({ kind: 'member_added', title: name, meta: { name } });
    await bench.turn();
    expect(receiver.received).toHaveLength(names.length);
    for (const message of receiver.received) expect(() => verifyMessage(message, secret)).not.toThrow();
    expect(receiver.received.map(({ json }) => (json.data['meta'] as { name: string }).name)).toEqual(names);
    expect(receiver.received[0]?.json.data['title']).toBe('Zoë 👩‍👧 Müller');
  });

  it('sends each kind only where it is wanted, and nothing of snoozed cameras or other organizations', async () => {
    await bench.add(receiver.url, { name: 'all' });
    await bench.add(`${receiver.url}/doors`, { kinds: ['welcome', 'camera_offline'] });
    await bench.add(`${receiver.url}/off`, { enabled: false });
    await bench.add(`${receiver.url}/stranger`, {}, 'org_2');
    const now = bench.clock.now();
    const until = new Date(now.getTime() + HOUR_MS);
    const snooze = {
      orgId: ORG,
      target: 'camera',
      targetId: 'quiet',
      until,
      createdBy: 'olga',
      createdAt: now,
    };
    await bench.db.write(async (tx) => void tx.insert(snoozes).values(snooze).run());
    await bench.notify({ kind: 'motion', title: 'a' });
    await bench.notify({ kind: 'welcome', title: 'b' });
    await bench.notify({ kind: 'motion', title: 'c', cameraId: 'quiet' });
    await bench.notify({ kind: 'kind_of_tomorrow', title: 'd' });
    await bench.turn();
    const arrived = receiver.received.map(({ path, json }) => `${path} ${String(json.data['title'])}`);
    expect(arrived.toSorted()).toEqual(['/hook a', '/hook b', '/hook d', '/hook/doors b']);
  });

  it('keeps the order of notifications', async () => {
    await bench.add(receiver.url);
    const expected = Array.from({ length: 70 }, (_, number) => `Motion ${number}`);
    for (const [number, title] of expected.entries()) {
      await bench.notify({ title });
      bench.clock.advance(number % 3);
    }
    // More than one turn's worth.
    await bench.turn();
    expect(titles()).toEqual(expected.slice(0, 50));
    await bench.turn();
    expect(titles()).toEqual(expected);
    await bench.turn();
    expect(receiver.received).toHaveLength(70);
  });

  it('retries after 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 12 h and 24 h under one id, then gives up', async () => {
    const { webhook, secret } = await bench.add(receiver.url);
    receiver.answering = 500;
    await bench.notify();
    const pauses = [5, 30, 120, 600, 3600, 21_600, 43_200, 86_400].map((seconds) => seconds * SECOND_MS);
    await bench.turn();
    for (const [index, pause] of pauses.entries()) {
      const [row] = await bench.deliveries(webhook.id);
      const next = new Date(bench.clock.now().getTime() + pause).toISOString();
      const error = 'The receiver answered 500.';
      expect(row).toMatchObject({ status: 'pending', attempts: index + 1, next_attempt_at: next, error });
      bench.clock.advance(pause - 1);
      await bench.turn();
      expect(receiver.received).toHaveLength(index + 1);
      bench.clock.advance(1);
      await bench.turn();
      expect(receiver.received).toHaveLength(index + 2);
    }
    expect(await bench.deliveries(webhook.id)).toMatchObject([
      { status: 'failed', attempts: 9, response_status: 500, next_attempt_at: null, delivered_at: null },
    ]);
    bench.clock.advance(72 * HOUR_MS);
    await bench.turn();
    expect(receiver.received).toHaveLength(9);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received.every((message) => isSignedWith(message, secret))).toBe(true);
    // Each attempt is signed anew, so that receivers may refuse old ones.
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(9);
  });

  it('delivers at a later attempt and forgets the trouble', async () => {
    const { webhook } = await bench.add(receiver.url);
    receiver.answering = 503;
    await bench.notify();
    await bench.turn();
    expect(await bench.view(webhook.id)).toMatchObject({ last_error: 'The receiver answered 503.' });
    receiver.answering = 201;
    bench.clock.advance(5 * SECOND_MS);
    await bench.turn();
    expect(await bench.deliveries(webhook.id)).toMatchObject([
      { status: 'delivered', attempts: 2, error: null },
    ]);
    expect(await bench.view(webhook.id)).toMatchObject({ last_error: null });
  });

  it('leaves a failing endpoint alone for 5 seconds, however many messages wait', async () => {
    await bench.add(receiver.url);
    receiver.answering = 500;
    for (let number = 0; number < 10; number += 1) await bench.notify();
    for (let turn = 0; turn < 5; turn += 1) await bench.turn();
    expect(receiver.received).toHaveLength(1);
    bench.clock.advance(5 * SECOND_MS);
    await bench.turn();
    await bench.turn();
    expect(receiver.received).toHaveLength(2);
    receiver.answering = 204;
    bench.clock.advance(30 * SECOND_MS);
    await bench.turn();
    expect(statuses()).toEqual(Array.from({ length: 10 }, () => 'delivered'));
  });

  it('tries a message older than three days only once more', async () => {
    const { webhook } = await bench.add(receiver.url, { enabled: true });
    await bench.notify();
    await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body: { enabled: false } });
    bench.clock.advance(73 * HOUR_MS);
    await bench.turn();
    expect(receiver.received).toHaveLength(0);
    await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body: { enabled: true } });
    receiver.answering = 500;
    await bench.turn();
    expect(await bench.deliveries(webhook.id)).toMatchObject([{ status: 'failed', attempts: 1 }]);
  });

  it('switches an endpoint off that answers 410, and sends what waits when it is switched on again', async () => {
    const { webhook } = await bench.add(receiver.url);
    receiver.answering = 410;
    await bench.notify({ title: 'first' });
    await bench.notify({ title: 'second' });
    await bench.turn();
    expect(await bench.view(webhook.id)).toMatchObject({
      enabled: false,
      last_error: 'The receiver answered 410: it is gone for good. The webhook was switched off.',
    });
    expect(statuses()).toEqual(['failed', 'pending']);
    await bench.notify({ title: 'while off' });
    bench.clock.advance(60 * SECOND_MS);
    await bench.turn();
    expect(titles()).toEqual(['first']);
    receiver.answering = 204;
    await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body: { enabled: true } });
    await bench.turn();
    expect(titles()).toEqual(['first', 'second']);
  });

  it('gives a receiver that says nothing its time, and no more', async () => {
    await using impatient = await WebhookBench.start({ timeoutMs: 300 });
    const { webhook } = await impatient.add(receiver.url);
    receiver.answering = () => undefined;
    await impatient.notify();
    await impatient.turn();
    const error = expect.stringContaining('did not answer within');
    expect(await impatient.deliveries(webhook.id)).toMatchObject([
      { status: 'pending', attempts: 1, response_status: null, error },
    ]);
  });

  it('takes the status although its body never ends', async () => {
    await using impatient = await WebhookBench.start({ timeoutMs: 1000 });
    await impatient.add(receiver.url);
    receiver.answering = (_message, response) => void response.writeHead(200).write('so far');
    await impatient.notify();
    await impatient.turn();
    expect(impatient.rows()).toMatchObject([{ status: 'delivered', responseStatus: 200 }]);
  });

  it('reads no more than the beginning of an endless answer', async () => {
    await bench.add(receiver.url);
    let written = 0;
    receiver.answering = (_message, response) => {
      response.writeHead(200);
      const pour = (): void => {
        if (response.destroyed) return;
        written += 1024;
        response.write(Buffer.alloc(1024), () => setImmediate(pour));
      };
      pour();
    };
    await bench.notify();
    const begun = performance.now();
    await bench.turn();
    // By its length, long before its ten seconds are up.
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(written).toBeGreaterThan(4096);
    expect(statuses()).toEqual(['delivered']);
  });

  it('follows no redirect', async () => {
    await using elsewhere = await startWebhookReceiver();
    const { webhook } = await bench.add(receiver.url);
    for (const status of [301, 302, 307, 308]) {
      receiver.answering = (_message, response) =>
        void response.writeHead(status, { location: elsewhere.url }).end();
      await bench.notify();
      await bench.turn();
      bench.clock.advance(5 * SECOND_MS);
      const error = `The receiver answered ${status}, which leads to another address. Enter the final address.`;
      expect(await bench.view(webhook.id)).toMatchObject({ last_error: error });
    }
    expect(elsewhere.received).toEqual([]);
  });

  it('says what is wrong with the connection', async () => {
    await using secure = await startWebhookReceiver({ tls: selfSignedCertificate() });
    const { webhook } = await bench.add(receiver.url);
    const test = async (url: string): Promise<string> => {
      await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body: { url } });
      return (await bench.client().post(`${PATH}/${webhook.id}/test`)).json<{ message: string }>().message;
    };
    expect(await test(secure.url)).toBe('The certificate of the receiver is not trusted by this machine.');
    expect(await test('http://127.0.0.1:9/')).toBe('Nothing takes connections at this address and port.');
    receiver.answering = (_message, response) => void response.socket?.destroy();
    expect(await test(receiver.url)).toBe('The receiver closed the connection without an answer.');
    expect(await test(receiver.url.replace('http:', 'https:'))).toMatch(/^The message could not be sent/);
    expect(secure.received).toEqual([]);
  });

  it('says so when the secret can no longer be read, and goes on with a new one', async () => {
    const { webhook } = await bench.add(receiver.url);
    await bench.notify();
    using other = temporaryFolder();
    const stranger = new WebhookWorker({ ...bench.deps, secret: loadInstallationSecret(other.path) });
    await stranger.tick(new AbortController().signal);
    await stranger.idle();
    const error = 'The signing secret cannot be read any more. Give the webhook a new one.';
    expect(await bench.deliveries(webhook.id)).toMatchObject([{ status: 'pending', attempts: 1, error }]);
    expect(receiver.received).toEqual([]);
    bench.clock.advance(5 * SECOND_MS);
    await bench.turn();
    expect(statuses()).toEqual(['delivered']);
  });

  it('a receiver that hangs holds up nobody else', async () => {
    await using hanging = await startWebhookReceiver();
    hanging.answering = () => undefined;
    const dead = await bench.add(hanging.url);
    await bench.add(receiver.url);
    for (let number = 0; number < 3; number += 1) await bench.notify({ title: `m${number}` });
    await bench.begin();
    await eventually('the hanging one is under way', () => hanging.received.length === 1);
    await eventually('the other one has all', () => receiver.received.length === 3);
    await bench.notify({ title: 'm3' });
    await eventually('later ones too, while it still hangs', async () => {
      await bench.begin();
      return receiver.received.length === 4;
    });
    expect(titles()).toEqual(['m0', 'm1', 'm2', 'm3']);
    expect(hanging.received).toHaveLength(1);
    const row = bench.rows().find(({ endpointId }) => endpointId === dead.webhook.id);
    expect(row?.status).toBe('sending');
  });
});

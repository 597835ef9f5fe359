import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newWebhookSecret, signatureHeaders } from '../../../support/svix-signing.ts';
import { openWebhookBench, ORG, type WebhookBench } from './webhook-bench.ts';

const CLERK = '/api/webhooks/clerk';
const RESEND = '/api/webhooks/resend';
const MIB = 1_048_576;

const upgrade = {
  type: 'subscription.updated',
  data: { payer: { organization_id: ORG }, items: [{ status: 'active', plan: { slug: 'pro' } }] },
};
const bounce = { type: 'email.bounced', data: { to: ['a@example.com'] } };

function nothingWritten(bench: WebhookBench): void {
  expect(bench.ledger()).toEqual({});
  expect(bench.setting('org_plan')).toBeUndefined();
  expect(bench.clerk.calls).toEqual([]);
}

describe('signed messages', () => {
  let bench: WebhookBench;
  beforeAll(async () => {
    bench = await openWebhookBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it('notify 103: a wrong, missing, old or foreign signature is 400 with a detail, and nothing is written', async () => {
    const body = JSON.stringify(upgrade);
    for (const provider of ['clerk', 'resend'] as const) {
      const right = signatureHeaders(bench.secrets[provider], body, { id: 'msg_right' });
      const wrong: readonly Readonly<Record<string, string>>[] = [
        {},
        signatureHeaders(newWebhookSecret(), body),
        { ...right, 'svix-signature': '' },
        { ...right, 'svix-signature': 'v1' },
        { ...right, 'svix-signature': 'v1,AAAA v2,BBBB' },
        { ...right, 'svix-signature': right['svix-signature']?.replace('v1,', 'v2,') ?? '' },
        { ...right, 'svix-timestamp': '' },
        { ...right, 'svix-timestamp': 'yesterday' },
        { ...right, 'svix-id': '' },
        { ...right, 'svix-id': 'msg_other' },
        signatureHeaders(bench.secrets[provider], body, { id: 'x'.repeat(256) }),
      ];
      for (const headers of wrong) {
        const answer = await bench.client.post(`/api/webhooks/${provider}`, body, { headers });
        expect([answer.status, typeof answer.json()['detail']]).toEqual([400, 'string']);
      }
    }
    nothingWritten(bench);
  });

  it('notify 103: a signature older or newer than five minutes is 400; one within them counts', async () => {
    expect((await bench.send('clerk', upgrade, { ageSeconds: 310 })).status).toBe(400);
    expect((await bench.send('resend', bounce, { ageSeconds: 310 })).status).toBe(400);
    expect((await bench.send('clerk', upgrade, { ageSeconds: -310 })).status).toBe(400);
    nothingWritten(bench);
    const late = await bench.send('clerk', { type: 'late.message' }, { ageSeconds: 280, id: 'msg_late' });
    expect(late.json()).toEqual({ received: true });
    expect(bench.ledger()['msg_late']).toBe('late.message');
  });

  it('notify 103: a changed body is 400', async () => {
    const body = JSON.stringify(upgrade);
    const headers = signatureHeaders(bench.secrets.clerk, body);
    const changed = body.replace('"pro"', '"pro_plus"');
    expect((await bench.client.post(CLERK, changed, { headers })).status).toBe(400);
    expect(bench.setting('org_plan')).toBeUndefined();
    expect((await bench.client.post(CLERK, body, { headers })).status).toBe(200);
    expect(bench.setting('org_plan')).toBe('pro');
  });

  it('a right signature beside one by another secret counts, as while a secret is being replaced', async () => {
    const body = JSON.stringify(upgrade);
    const right = signatureHeaders(bench.secrets.clerk, body, { id: 'msg_two' });
    const foreign = signatureHeaders(newWebhookSecret(), body, { id: 'msg_two' });
    const both = `${foreign['svix-signature']} ${right['svix-signature']}`;
    const answer = await bench.client.post(CLERK, body, { headers: { ...right, 'svix-signature': both } });
    expect(answer.json()).toEqual({ received: true });
  });

  it('unknown types are 200 and recorded with their type', async () => {
    expect((await bench.send('clerk', { type: 'moon.rose', data: {} }, { id: 'msg_moon' })).json()).toEqual({
      received: true,
    });
    expect((await bench.send('resend', { type: 'email.opened' }, { id: 'msg_open' })).json()).toEqual({
      received: true,
    });
    expect(bench.ledger()).toMatchObject({ msg_moon: 'moon.rose', msg_open: 'email.opened' });
  });

  it('a body of exactly 1 MiB is taken; one byte more is 413, declared or not', async () => {
    const empty = JSON.stringify({ type: 'big.message', filler: '' });
    const full = JSON.stringify({ type: 'big.message', filler: 'x'.repeat(MIB - empty.length) });
    expect(full.length).toBe(MIB);
    expect((await bench.send('clerk', full, { id: 'msg_big' })).json()).toEqual({ received: true });
    for (const provider of ['clerk', 'resend'] as const) {
      const tooLarge = await bench.send(provider, `${full} `, { id: 'msg_bigger' });
      expect([tooLarge.status, typeof tooLarge.json()['detail']]).toEqual([413, 'string']);
    }
    const chunked = await fetch(bench.client.baseUrl + CLERK, {
      method: 'POST',
      duplex: 'half',
      body: new Blob([`${full} `]).stream(),
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(Object.keys(bench.ledger())).toContain('msg_big');
    expect(Object.keys(bench.ledger())).not.toContain('msg_bigger');
  });

  it('signed but no JSON is 400 and not recorded', async () => {
    for (const body of ['', 'not json', '{"type":', '\u0000']) {
      expect((await bench.send('clerk', body, { id: 'msg_text' })).status).toBe(400);
    }
    expect(bench.ledger()['msg_text']).toBeUndefined();
  });

  it('a secret that cannot be used refuses messages instead of failing', async () => {
    await using broken = await openWebhookBench({ webhooks: { clerkSecret: 'whsec_!!' } });
    expect((await broken.send('clerk', upgrade)).status).toBe(400);
  });
});

describe('a message that comes twice', () => {
  it('notify 102: the same id is answered as a duplicate, does nothing again, and stands once in the ledger', async () => {
    await using bench = await openWebhookBench();
    const again = { id: 'msg_same' };
    expect((await bench.send('clerk', upgrade, again)).json()).toEqual({ received: true });
    await bench.run(`UPDATE settings SET value = 'changed since' WHERE key = 'org_plan'`);
    const calls = bench.clerk.calls.length;
    const second = await bench.send('clerk', upgrade, again);
    expect([second.status, second.json()]).toEqual([200, { status: 'duplicate', svix_id: 'msg_same' }]);
    expect(bench.setting('org_plan')).toBe('changed since');
    expect(bench.clerk.calls).toHaveLength(calls);
    expect(bench.ledger()).toEqual({ msg_same: 'subscription.updated' });
  });

  it('notify 102: the same under webhook-* headers, also across both names; camera flags and ledger are kept', async () => {
    await using bench = await openWebhookBench();
    await bench.addCameras(7);
    const over = { type: 'subscriptionItem.ended', data: { payer: { organization_id: ORG } } };
    const named = { id: 'msg_named', family: 'webhook' } as const;
    expect((await bench.send('clerk', over, named)).json()).toEqual({ received: true });
    expect(bench.suspended()).toEqual(['camera_6', 'camera_7']);
    const duplicate = { status: 'duplicate', svix_id: 'msg_named' };
    expect((await bench.send('clerk', over, named)).json()).toEqual(duplicate);
    expect((await bench.send('clerk', over, { id: 'msg_named' })).json()).toEqual(duplicate);
    expect(bench.ledger()).toEqual({ msg_named: 'subscriptionItem.ended' });
  });

  it('notify 102: two at the same time take effect once', async () => {
    await using bench = await openWebhookBench();
    // Each waits for Clerk before it writes, so all have passed the first look into the ledger by then.
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => bench.send('clerk', upgrade, { id: 'msg_race' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter((answer) => answer.json()['received'] === true)).toHaveLength(1);
    expect(bench.clerk.calls.length).toBeGreaterThan(1);
    expect(bench.published).toHaveLength(1);
    expect(bench.ledger()).toEqual({ msg_race: 'subscription.updated' });
  });

  it('one ledger serves both providers', async () => {
    await using bench = await openWebhookBench();
    await bench.send('clerk', upgrade, { id: 'msg_shared' });
    expect((await bench.send('resend', bounce, { id: 'msg_shared' })).json()).toEqual({
      status: 'duplicate',
      svix_id: 'msg_shared',
    });
  });

  it('a handler that fails is 500, keeps nothing and does not record the id, so that the provider tries again', async () => {
    await using bench = await openWebhookBench();
    await bench.run(
      `CREATE TRIGGER broken BEFORE INSERT ON settings WHEN NEW.key = 'payment_past_due' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    );
    expect((await bench.send('clerk', upgrade, { id: 'msg_again' })).status).toBe(500);
    expect(bench.ledger()).toEqual({});
    expect(bench.setting('org_plan')).toBeUndefined();
    await bench.run('DROP TRIGGER broken');
    expect((await bench.send('clerk', upgrade, { id: 'msg_again' })).json()).toEqual({ received: true });
    expect(bench.setting('org_plan')).toBe('pro');
  });
});

describe('unsigned messages', () => {
  const unset = { clerkSecret: undefined, resendSecret: undefined };

  it('are 400 without a secret, in Clerk mode and in local mode, also when signed', async () => {
    for (const mode of ['clerk', 'local'] as const) {
      await using bench = await openWebhookBench({ mode, webhooks: unset });
      for (const path of [CLERK, RESEND]) {
        expect((await bench.client.post(path, upgrade)).status).toBe(400);
      }
      expect((await bench.send('clerk', upgrade)).status).toBe(400);
      nothingWritten(bench);
    }
  });

  it('are taken for Clerk when allowed, in Clerk mode and from this machine; Resend must always sign', async () => {
    await using bench = await openWebhookBench({ webhooks: { ...unset, allowUnsigned: true } });
    expect((await bench.client.post(CLERK, upgrade)).json()).toEqual({ received: true });
    expect(bench.setting('org_plan')).toBe('pro');
    expect((await bench.client.post(RESEND, bounce)).status).toBe(400);
    const headers = { 'svix-id': 'msg_plain' };
    expect((await bench.client.post(CLERK, upgrade, { headers })).json()).toEqual({ received: true });
    expect((await bench.client.post(CLERK, upgrade, { headers })).json()).toMatchObject({
      status: 'duplicate',
    });
    expect((await bench.client.post(CLERK, 'no json')).status).toBe(400);
  });

  it('are 400 when passed on by a proxy, sent by a web page, or when a secret is set', async () => {
    await using bench = await openWebhookBench({ webhooks: { ...unset, allowUnsigned: true } });
    const others = [
      { 'x-forwarded-for': '203.0.113.9' },
      { via: '1.1 proxy' },
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of others) {
      expect((await bench.client.post(CLERK, upgrade, { headers })).status).toBe(400);
    }
    nothingWritten(bench);
    await using behind = await openWebhookBench({
      webhooks: { ...unset, allowUnsigned: true },
      trustedProxies: ['127.0.0.1'],
    });
    expect((await behind.client.post(CLERK, upgrade)).status).toBe(400);
    await using strict = await openWebhookBench({ webhooks: { allowUnsigned: true } });
    expect((await strict.client.post(CLERK, upgrade)).status).toBe(400);
    expect((await strict.send('clerk', upgrade)).status).toBe(200);
  });

  it('are 400 in local mode even when allowed; there, signed messages of Clerk are too, and those of Resend count', async () => {
    await using bench = await openWebhookBench({
      mode: 'local',
      webhooks: { clerkSecret: undefined, allowUnsigned: true },
    });
    expect((await bench.client.post(CLERK, upgrade)).status).toBe(400);
    await using signed = await openWebhookBench({ mode: 'local' });
    expect((await signed.send('clerk', upgrade)).status).toBe(400);
    nothingWritten(signed);
    expect((await signed.send('resend', bounce)).json()).toEqual({ received: true });
  });
});

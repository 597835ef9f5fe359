import { describe, expect, it } from 'vitest';
import { Dice } from '../../../hostile/dice.ts';
import { openWebhookBench, ORG, type Provider } from './webhook-bench.ts';

const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\uD800',
  '🦉'.repeat(300),
  'x'.repeat(100_000),
  "'; DROP TABLE settings; --",
  '../../users',
  '__proto__',
  '<script>alert(1)</script>',
];
const OTHERS = [null, true, false, 0, -1, 1e308, [], {}, [[]], [null], { id: {} }];
const NAMES = ['id', 'slug', 'status', 'organization_id', '__proto__', 'constructor', 'toString', 'length'];

const SEEDS: Readonly<Record<Provider, readonly { type: string; data: unknown }[]>> = {
  clerk: [
    ...['subscription.created', 'subscription.active'].map((type) => ({
      type,
      data: { payer: { organization_id: ORG }, items: [{ status: 'active', plan: { slug: 'pro' } }] },
    })),
    ...['subscription.pastDue', 'subscriptionItem.ended', 'paymentAttempt.updated'].map((type) => ({
      type,
      data: {
        payer: { organization_id: ORG },
        pastDueAt: '2026-01-01T00:00:00Z',
        status: 'paid',
        plan: { slug: 'a' },
      },
    })),
    ...['created', 'updated', 'deleted'].map((kind) => ({
      type: `organizationMembership.${kind}`,
      data: {
        organization: { id: ORG },
        public_user_data: { user_id: 'user_1', identifier: 'mia@example.com' },
        role: 'org:admin',
      },
    })),
    { type: 'organization.created', data: { id: ORG, name: 'Red', created_by: 'user_1' } },
    { type: 'organization.deleted', data: { id: ORG } },
  ],
  resend: ['email.bounced', 'email.complained', 'email.unsubscribed', 'email.delivered'].map((type) => ({
    type,
    data: { to: ['mia@example.com'], email_id: 're_1' },
  })),
};

/** The value with some of its parts replaced, added or renamed. */
function spoiled(value: unknown, dice: Dice): unknown {
  if (dice.chance(0.15)) return dice.pick<unknown>([...TEXTS, ...OTHERS]);
  if (Array.isArray(value)) return value.map((part) => spoiled(part, dice));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, part]) => [dice.chance(0.05) ? dice.pick(NAMES) : name, spoiled(part, dice)] as const,
  );
  return Object.fromEntries(entries);
}

/** The text with one character replaced, so that it may be no JSON any more. */
function torn(text: string, dice: Dice): string {
  const at = dice.below(text.length);
  return text.slice(0, at) + dice.pick(['', '"', '}', '\\', '\u0007', 'é']) + text.slice(at + 1);
}

/** As many as the rate limits of one minute let through. */
const ROUNDS: Readonly<Record<Provider, number>> = { clerk: 120, resend: 250 };

describe('signed messages of any form', () => {
  it.each(['clerk', 'resend'] as const)('%s: are handled or refused, never a failure', async (provider) => {
    await using bench = await openWebhookBench();
    const dice = new Dice(`incoming ${provider}`);
    const seen = new Set<number>();
    for (let round = 0; round < ROUNDS[provider]; round++) {
      const seed = dice.pick(SEEDS[provider]);
      const text = JSON.stringify({ type: seed.type, data: spoiled(seed.data, dice) });
      const body = dice.chance(0.2) ? torn(text, dice) : text;
      const { status } = await bench.send(provider, body);
      expect([status, body]).toEqual([status === 400 ? 400 : 200, body]);
      seen.add(status);
    }
    for (const body of ['null', '[]', '7', '"text"', '{"type":7}', '{"type":{"type":"a"}}']) {
      if (provider === 'resend') expect((await bench.send(provider, body)).status).toBe(200);
    }
    expect(seen).toEqual(new Set([200, 400]));
    expect(bench.logLines.filter((line) => / ERROR /.test(line))).toEqual([]);
  });
});

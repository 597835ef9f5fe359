import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../../server/log.ts';
import { PlanService } from '../../../../server/plans/plan-service.ts';
import { eventually } from '../../../support/wait.ts';
import { openWebhookBench, ORG, type WebhookBench } from './webhook-bench.ts';

const DAY_MS = 86_400_000;

function item(slug: string, status = 'active'): Record<string, unknown> {
  return { status, plan: { slug } };
}

function subscription(type: string, ...items: readonly unknown[]): Record<string, unknown> {
  return { type: `subscription.${type}`, data: { payer: { organization_id: ORG }, items } };
}

function billing(type: string, data: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type, data: { payer: { organization_id: ORG }, ...data } };
}

async function accepted(bench: WebhookBench, message: unknown): Promise<void> {
  const answer = await bench.send('clerk', message);
  expect([answer.status, answer.json()]).toEqual([200, { received: true }]);
}

describe('subscriptions', () => {
  it('notify 99: the plan is set on created, updated and active, and flipped on an upgrade', async () => {
    await using bench = await openWebhookBench();
    for (const [type, slug, seats] of [
      ['created', 'pro', 10],
      ['updated', 'pro_plus', 20],
      ['active', 'pro', 10],
      ['updated', 'free_org', 2],
    ] as const) {
      await accepted(bench, subscription(type, item(slug)));
      expect(bench.setting('org_plan')).toBe(slug);
      expect(bench.clerk.memberLimits.get(ORG)).toBe(seats);
    }
  });

  it('notify 99: the first active item with a slug decides; paused items alone mean the free plan', async () => {
    await using bench = await openWebhookBench();
    const mixed = [
      item('pro_plus', 'ended'),
      { status: 'active', plan: null },
      item('pro'),
      item('pro_plus'),
    ];
    await accepted(bench, subscription('updated', ...mixed));
    expect(bench.setting('org_plan')).toBe('pro');
    await accepted(bench, subscription('updated', item('pro', 'paused')));
    expect(bench.setting('org_plan')).toBe('free_org');
    await accepted(bench, billing('subscription.updated', { items: 'none' }));
    expect(bench.setting('org_plan')).toBe('free_org');
  });

  it('notify 99: an unknown slug is stored verbatim with the member limit of the free plan', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, subscription('updated', item('Gold-2026')));
    expect(bench.setting('org_plan')).toBe('Gold-2026');
    expect(bench.clerk.memberLimits.get(ORG)).toBe(2);
  });

  it('the camera limit follows at once, for the rows and for the video path; no row is deleted', async () => {
    await using bench = await openWebhookBench();
    await bench.addCameras(27);
    await accepted(bench, subscription('created', item('free_org')));
    expect(bench.suspended()).toHaveLength(22);
    expect(bench.directory.get('camera_6')?.disabledByPlan).toBe(true);
    await accepted(bench, subscription('updated', item('pro')));
    expect(bench.suspended()).toEqual(['camera_26', 'camera_27']);
    expect(bench.directory.get('camera_6')?.disabledByPlan).toBe(false);
    expect(bench.published).toContainEqual({
      orgId: ORG,
      audience: 'all',
      message: { type: 'changed', what: 'cameras' },
    });
  });

  it('Clerk refusing the member limit changes nothing else', async () => {
    await using bench = await openWebhookBench();
    bench.clerk.failing = true;
    await accepted(bench, subscription('created', item('pro')));
    expect(bench.setting('org_plan')).toBe('pro');
    expect(bench.logLines.join('')).toContain('how many members');
  });

  it('the plan in memory is the new one at once, and an older answer of billing does not replace it', async () => {
    await using bench = await openWebhookBench();
    const { clerk, plans } = bench;
    clerk.subscriptions.set(ORG, { object: 'commerce_subscription', id: 's', subscription_items: [] });
    expect(await plans.effective(ORG)).toBe('free_org');
    await accepted(bench, subscription('created', item('pro_plus')));
    await eventually('the new plan counts', () => plans.effectiveNow(ORG) === 'pro_plus');
    await accepted(bench, subscription('updated', item('pro')));
    await accepted(bench, billing('subscriptionItem.ended', { plan: { slug: 'pro' } }));
    const asked = clerk.calls.filter((call) => call.endsWith('/billing/subscription')).length;
    expect(await plans.nominal(ORG)).toBe('free_org');
    expect(clerk.calls.filter((call) => call.endsWith('/billing/subscription'))).toHaveLength(asked + 1);
    expect(bench.setting('org_plan')).toBe('free_org');
  });

  it('billing that answers late keeps its hands off a plan stored meanwhile', async () => {
    await using bench = await openWebhookBench();
    let release = (_slug: string): void => undefined;
    const answer = new Promise<string>((resolve) => (release = resolve));
    const { db, clock } = bench;
    const log = createLogger('silent');
    const plans = new PlanService({ db, clock, log, localPlan: undefined, fetchBillingPlan: () => answer });
    const asking = plans.nominal(ORG);
    await accepted(bench, subscription('created', item('pro_plus')));
    release('free_org');
    await asking;
    expect(bench.setting('org_plan')).toBe('pro_plus');
  });
});

describe('the end of a subscription', () => {
  it.each(['canceled', 'ended'])(
    'notify 100: %s means the free plan, nothing overdue and the free member limit; cameras stay as rows',
    async (type) => {
      await using bench = await openWebhookBench();
      await bench.addCameras(7);
      await accepted(bench, subscription('created', item('pro')));
      await accepted(bench, billing('subscription.pastDue'));
      await accepted(bench, billing(`subscriptionItem.${type}`));
      expect(bench.setting('org_plan')).toBe('free_org');
      expect(bench.setting('payment_past_due')).toBe('false');
      expect(bench.clerk.memberLimits.get(ORG)).toBe(2);
      expect(bench.suspended()).toEqual(['camera_6', 'camera_7']);
    },
  );

  it('the end of a plan that was left for another one changes nothing', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, subscription('updated', item('pro_plus')));
    await accepted(bench, billing('subscriptionItem.ended', { plan: { slug: 'free_org' } }));
    expect(bench.setting('org_plan')).toBe('pro_plus');
    expect(bench.clerk.memberLimits.get(ORG)).toBe(20);
    await accepted(bench, billing('subscriptionItem.ended', { plan: { slug: 'pro_plus' } }));
    expect(bench.setting('org_plan')).toBe('free_org');
  });

  it('a trial about to end is only logged', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, billing('subscriptionItem.freeTrialEnding'));
    expect(bench.setting('org_plan')).toBeUndefined();
    expect(bench.logLines.join('')).toContain('free trial');
  });
});

describe('overdue payments', () => {
  it.each(['subscription.pastDue', 'subscriptionItem.pastDue'])(
    'notify 101: %s sets the flag, keeps the plan and suspends nothing',
    async (type) => {
      await using bench = await openWebhookBench();
      await bench.addCameras(7);
      await accepted(bench, subscription('created', item('pro')));
      await accepted(bench, billing(type));
      expect(bench.setting('payment_past_due')).toBe('true');
      expect(bench.setting('payment_past_due_at')).toBe(bench.clock.now().toISOString());
      expect(bench.setting('org_plan')).toBe('pro');
      expect(bench.suspended()).toEqual([]);
      expect(await bench.plans.isPastDue(ORG)).toBe(true);
    },
  );

  it('notify 101: the moment that is given counts, as text or as milliseconds; what is no time means now', async () => {
    await using bench = await openWebhookBench();
    const given: readonly [unknown, string][] = [
      [{ pastDueAt: '2026-02-20T10:00:00+02:00' }, '2026-02-20T10:00:00+02:00'],
      [{ past_due_at: Date.UTC(2026, 1, 21) }, '2026-02-21T00:00:00.000Z'],
    ];
    for (const [data, stored] of given) {
      await accepted(bench, billing('subscription.pastDue', data as Record<string, unknown>));
      expect(bench.setting('payment_past_due_at')).toBe(stored);
    }
    await accepted(bench, billing('paymentAttempt.updated', { status: 'paid' }));
    for (const broken of ['soon', 1e300, {}, '']) {
      await accepted(bench, billing('subscription.pastDue', { pastDueAt: broken }));
      expect(bench.setting('payment_past_due_at')).toBe(bench.clock.now().toISOString());
    }
  });

  it('being told again does not prolong the grace period', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, subscription('created', item('pro')));
    await accepted(bench, billing('subscription.pastDue'));
    const since = bench.setting('payment_past_due_at');
    bench.clock.advance(8 * DAY_MS);
    await accepted(bench, billing('subscriptionItem.pastDue'));
    expect(bench.setting('payment_past_due_at')).toBe(since);
    expect(await bench.plans.effective(ORG)).toBe('free_org');
  });

  it('notify 101: a payment settles it and gives the cameras back; a failed one keeps the flag', async () => {
    await using bench = await openWebhookBench();
    await bench.addCameras(7);
    await accepted(bench, subscription('created', item('pro')));
    await accepted(bench, billing('subscription.pastDue', { pastDueAt: '2026-01-01T00:00:00Z' }));
    await bench.run(`UPDATE cameras SET disabled_by_plan = 1 WHERE camera_id > 'camera_5'`);
    await accepted(bench, billing('paymentAttempt.updated', { status: 'failed' }));
    expect(bench.setting('payment_past_due')).toBe('true');
    expect(bench.suspended()).toHaveLength(2);
    await accepted(bench, billing('paymentAttempt.updated', { status: 'paid' }));
    expect(bench.setting('payment_past_due')).toBe('false');
    expect(bench.setting('payment_past_due_at')).toBe('');
    expect(bench.suspended()).toEqual([]);
    await accepted(bench, billing('subscription.pastDue'));
    await accepted(bench, billing('paymentAttempt.updated', { status: 'pending' }));
    expect(bench.setting('payment_past_due')).toBe('true');
  });

  it('a subscription to a paid plan settles what was overdue; a free one does not', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, billing('subscription.pastDue'));
    await accepted(bench, subscription('updated', item('free_org')));
    expect(bench.setting('payment_past_due')).toBe('true');
    await accepted(bench, subscription('updated', item('pro')));
    expect(bench.setting('payment_past_due')).toBe('false');
    expect(bench.setting('payment_past_due_at')).toBe('');
  });
});

describe('messages without an organization', () => {
  it('notify 104: are 200, recorded, and write nothing else', async () => {
    await using bench = await openWebhookBench();
    const types = [
      'subscription.created',
      'subscription.pastDue',
      'subscriptionItem.pastDue',
      'subscriptionItem.canceled',
      'subscriptionItem.ended',
      'subscriptionItem.freeTrialEnding',
      'paymentAttempt.updated',
      'organizationMembership.created',
      'organizationMembership.updated',
      'organizationMembership.deleted',
      'organization.created',
      'organization.deleted',
    ];
    for (const type of types) {
      for (const data of [{}, null, { payer: { user_id: 'u' }, organization: {}, id: '' }]) {
        await accepted(bench, { type, data, status: 'paid' });
      }
    }
    expect(Object.keys(bench.ledger())).toHaveLength(types.length * 3);
    const count = (table: string): unknown => bench.db.read.get(`SELECT count(*) AS n FROM ${table}`);
    for (const table of ['settings', 'notifications', 'audit_log']) expect(count(table)).toEqual({ n: 0 });
    expect(bench.clerk.calls).toEqual([]);
  });
});

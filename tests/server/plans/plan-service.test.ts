import { describe, expect, it } from 'vitest';
import { readSetting } from '../../../server/db/settings-repository.ts';
import { BillingLookup } from '../../../server/plans/billing-lookup.ts';
import { eventually } from '../../support/wait.ts';
import { ORG, PlanBench } from './plan-bench.ts';

const DAY_MS = 86_400_000;

describe('nominal plan', () => {
  it('a stored paid plan needs no network', async () => {
    await using bench = await PlanBench.start();
    await bench.set('org_plan', 'pro');
    expect(await bench.plans().nominal(ORG)).toBe('pro');
    expect(bench.asked).toBe(0);
  });

  it('rest 86: billing is asked at most once a minute per organisation, and its answer stored', async () => {
    await using bench = await PlanBench.start();
    const plans = bench.plans();
    expect(await plans.nominal(ORG)).toBe('free_org');
    bench.billing = 'pro_plus';
    bench.clock.advance(59_999);
    expect(await plans.nominal(ORG)).toBe('free_org');
    expect(bench.asked).toBe(1);
    await plans.nominal('org_2');
    expect(bench.asked).toBe(2);
    bench.clock.advance(1);
    expect(await plans.nominal(ORG)).toBe('pro_plus');
    expect(await readSetting(bench.db.read, ORG, 'org_plan')).toBe('pro_plus');
    expect(bench.asked).toBe(3);
  });

  it('a lookup that fails keeps the last known plan, else free', async () => {
    await using bench = await PlanBench.start();
    const lookup = new BillingLookup(bench);
    bench.billing = new Error('offline');
    expect((await lookup.plan(ORG)).plan).toBe('free_org');
    bench.billing = 'pro';
    bench.clock.advance(60_000);
    expect((await lookup.plan(ORG)).plan).toBe('pro');
    bench.billing = new Error('offline');
    bench.clock.advance(60_000);
    expect((await lookup.plan(ORG)).plan).toBe('pro');
  });

  it('a lookup that fails for an organisation never seen before records nothing, and keeps its logs', async () => {
    await using bench = await PlanBench.start();
    bench.billing = new Error('offline');
    const plans = bench.plans();
    expect(await plans.nominal(ORG)).toBe('free_org');
    expect(await readSetting(bench.db.read, ORG, 'org_plan')).toBeUndefined();
    expect(await plans.retentionDays(ORG, 90)).toBe(90);
    bench.billing = undefined;
    bench.clock.advance(60_000);
    expect(await plans.retentionDays(ORG, 90)).toBe(30);
  });

  it.each([
    ['self_hosted', 365],
    ['free_org', 30],
    ['enterprise', 90],
  ])('logs of a local installation on %s are kept %i days', async (slug, days) => {
    await using bench = await PlanBench.start();
    expect(await bench.plans(slug).retentionDays(ORG, 90)).toBe(days);
  });

  it('a provider that never answers counts as failed', async () => {
    await using bench = await PlanBench.start();
    const { clock, log } = bench;
    const silent = () => new Promise<undefined>(() => undefined);
    const lookup = new BillingLookup({ clock, log, fetchBillingPlan: silent, answerWithinMs: 10 });
    expect((await lookup.plan(ORG)).plan).toBe('free_org');
  });

  it('rest 86: pruning drops stale entries, keeps fresh ones and runs at most every ten minutes', async () => {
    await using bench = await PlanBench.start();
    const lookup = new BillingLookup(bench);
    bench.billing = 'pro';
    await lookup.plan('stale');
    bench.clock.advance(599_000);
    await lookup.plan('fresh');
    bench.clock.advance(1000);
    await lookup.plan('new');
    bench.billing = new Error('offline');
    expect((await lookup.plan('stale')).plan).toBe('free_org');
    bench.clock.advance(120_000);
    expect((await lookup.plan('fresh')).plan).toBe('pro');
  });

  it('two callers at once share one lookup', async () => {
    await using bench = await PlanBench.start();
    bench.billing = 'pro';
    const plans = bench.plans();
    expect(await Promise.all([plans.nominal(ORG), plans.nominal(ORG)])).toEqual(['pro', 'pro']);
    expect(bench.asked).toBe(1);
  });

  it('a local installation has its configured plan and asks nobody', async () => {
    await using bench = await PlanBench.start();
    const plans = bench.plans('self_hosted');
    await bench.set('org_plan', 'pro');
    await bench.set('payment_past_due', 'true');
    await bench.set('payment_past_due_at', '2020-01-01T00:00:00');
    expect(await plans.nominal(ORG)).toBe('self_hosted');
    expect(await plans.recorded(ORG)).toBe('self_hosted');
    expect(await plans.effective(ORG)).toBe('self_hosted');
    expect(plans.effectiveNow(ORG)).toBe('self_hosted');
    expect(await plans.isPastDue(ORG)).toBe(false);
    expect(bench.asked).toBe(0);
  });

  it('rest 47: the recorded plan is the stored one, without a lookup', async () => {
    await using bench = await PlanBench.start();
    expect(await bench.plans().recorded(ORG)).toBe('free_org');
    await bench.set('org_plan', 'pro_plus');
    expect(await bench.plans().recorded(ORG)).toBe('pro_plus');
    expect(bench.asked).toBe(0);
  });
});

describe('effective plan', () => {
  it.each([
    ['after a day', DAY_MS, 'pro'],
    ['after exactly seven days', 7 * DAY_MS, 'pro'],
    ['after seven days and a moment', 7 * DAY_MS + 1, 'free_org'],
    ['after eight days', 8 * DAY_MS, 'free_org'],
  ])('rest 84: %s past due', async (_when, age, plan) => {
    await using bench = await PlanBench.start();
    const since = new Date(bench.clock.now().getTime() - age).toISOString();
    await bench.set('org_plan', 'pro');
    await bench.set('payment_past_due', 'true');
    for (const form of [since, since.replace('Z', ''), since.replace('Z', '+00:00')]) {
      await bench.set('payment_past_due_at', form);
      expect(await bench.plans().effective(ORG)).toBe(plan);
    }
    await bench.set('payment_past_due', 'false');
    expect(await bench.plans().effective(ORG)).toBe('pro');
  });

  it('rest 84: without a readable time the plan is kept', async () => {
    await using bench = await PlanBench.start();
    await bench.set('org_plan', 'pro');
    await bench.set('payment_past_due', 'true');
    expect(await bench.plans().effective(ORG)).toBe('pro');
    await bench.set('payment_past_due_at', 'some time ago');
    expect(await bench.plans().effective(ORG)).toBe('pro');
    expect(await bench.plans().payment(ORG)).toEqual({ pastDue: true, grace: undefined });
  });

  it('rest 35: the plan in memory follows the stored one within 30 seconds', async () => {
    await using bench = await PlanBench.start();
    await bench.set('org_plan', 'pro');
    const plans = bench.plans();
    await plans.effective(ORG);
    await bench.set('payment_past_due', 'true');
    await bench.set('payment_past_due_at', '2020-01-01T00:00:00');
    expect(plans.effectiveNow(ORG)).toBe('pro');
    bench.clock.advance(30_000);
    await eventually('memory follows', () => plans.effectiveNow(ORG) === 'free_org');
  });
});

import { expect, it } from 'vitest';
import { planLimits, planName, wireSlug } from '../../../server/plans/plan-limits.ts';

it.each([
  ['Free_Org', 'free'],
  ['  PRO ', 'pro'],
  ['pro_plus', 'pro_plus'],
  ['enterprise', 'enterprise'],
  ['', 'free'],
  [null, 'free'],
  [undefined, 'free'],
])('rest 85: %o is %o on the wire', (slug, wire) => {
  expect(wireSlug(slug)).toBe(wire);
});

it('an unknown plan has the free limits and name', () => {
  expect(planLimits('enterprise')).toBe(planLimits('free_org'));
  expect(planName('enterprise')).toBe('Free');
});

it('a self-hosted installation has the large limits and no cap on viewing', () => {
  expect(planName('self_hosted')).toBe('Self-hosted');
  expect(planLimits('self_hosted')).toMatchObject({
    maxCameras: 200,
    maxNodes: 999,
    maxSeats: 100,
    maxViewerHoursPerMonth: null,
    maxSseSubscribers: 100,
    logRetentionDays: 365,
    mcp: { perMinute: 120, perDay: 30_000 },
    sentinelRunsPerMonth: 500,
  });
});

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

it.each([
  ['free_org', 'Free', 5, 2, 2, 30, 10, 30, null, 0, []],
  ['pro', 'Pro', 25, 10, 10, 300, 30, 90, { perMinute: 30, perDay: 5000 }, 100, ['admin']],
  ['pro_plus', 'Pro Plus', 200, 999, 20, 1500, 100, 365, { perMinute: 120, perDay: 30_000 }, 500, ['admin']],
])(
  'the limits of %s',
  (slug, name, cameras, nodes, seats, hours, subscribers, days, mcp, sentinelRuns, features) => {
    expect(planName(slug)).toBe(name);
    expect(planLimits(slug)).toEqual({
      maxCameras: cameras,
      maxNodes: nodes,
      maxSeats: seats,
      maxViewerHoursPerMonth: hours,
      maxSseSubscribers: subscribers,
      logRetentionDays: days,
      mcp,
      sentinelRunsPerMonth: sentinelRuns,
      features,
    });
  },
);

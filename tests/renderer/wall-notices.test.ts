import { describe, expect, it } from 'vitest';
import { orderWithin } from '../../renderer/features/wall/arrangement.ts';
import { summarize } from '../../renderer/features/wall/notices/camera-summary.ts';
import { cameraLimitWords, pastDueWords } from '../../renderer/features/wall/notices/plan-words.ts';
import { planLimits, SELF_HOSTED_PLAN } from '../../server/plans/plan-limits.ts';
import type { PlanInfo } from '../../server/contract/fleet/nodes.ts';

const NOW = Date.parse('2026-05-03T12:00:00Z');
const NONE: ReadonlySet<string> = new Set();

function plan(slug: string, cameras: number, changes: Partial<PlanInfo> = {}): PlanInfo {
  const limits = planLimits(slug);
  return {
    plan: slug,
    plan_name: 'Pro',
    features: [],
    limits: {
      max_cameras: limits.maxCameras,
      max_nodes: limits.maxNodes,
      max_seats: limits.maxSeats,
      max_viewer_hours_per_month: limits.maxViewerHoursPerMonth,
      max_sse_subscribers: limits.maxSseSubscribers,
      log_retention_days: limits.logRetentionDays,
    },
    usage: { nodes: 1, cameras, viewer_hours_used: 0, viewer_hours_limit: null },
    payment_past_due: false,
    grace_days_remaining: null,
    grace_expires_at: null,
    grace_window_days: 7,
    ...changes,
  };
}

describe('the banner about room for cameras', () => {
  it('rest 14: is silent below 80 %, a notice from there, a warning at the limit', () => {
    expect(cameraLimitWords(plan('pro', 19))).toBeNull();
    expect(cameraLimitWords(plan('pro', 20))).toEqual({
      tone: 'info',
      text: '20 of the 25 cameras of the Pro plan are in use.',
    });
    expect(cameraLimitWords(plan('pro', 25))).toEqual({
      tone: 'warn',
      text: 'All 25 cameras of the Pro plan are in use. Another one would stay suspended.',
    });
  });

  it('above the limit it says how many are suspended', () => {
    expect(cameraLimitWords(plan('pro', 26))?.text).toBe(
      '26 cameras are connected, and the Pro plan covers 25. The newest one is suspended, without a live picture.',
    );
    expect(cameraLimitWords(plan('pro', 28))?.text).toContain('The newest 3 are suspended');
  });

  it('a self-hosted server speaks of no plan, and only when it is nearly full', () => {
    expect(cameraLimitWords(plan(SELF_HOSTED_PLAN, 179))).toBeNull();
    for (const used of [180, 199, 200, 201]) {
      expect(cameraLimitWords(plan(SELF_HOSTED_PLAN, used))?.text).toMatch(/server/);
      expect(cameraLimitWords(plan(SELF_HOSTED_PLAN, used))?.text).not.toMatch(/plan\b/);
    }
  });
});

describe('the banner about an overdue payment', () => {
  const due = (days: number | null, end: string | null = null) =>
    pastDueWords(
      plan('pro', 1, { payment_past_due: true, grace_days_remaining: days, grace_expires_at: end }),
      NOW,
    );

  it('rest 14: counts down, says that time is over, or names the window', () => {
    expect(pastDueWords(plan('pro', 1), NOW)).toBeNull();
    expect(due(6)).toMatchObject({ tone: 'warn', text: expect.stringContaining('for 6 days') });
    expect(due(1)?.text).toContain('for 1 day.');
    expect(due(0)).toMatchObject({ tone: 'bad', text: expect.stringContaining('is over') });
    expect(due(0, '2026-05-03T11:59:00Z')?.text).toContain('is over');
    expect(due(null)?.text).toContain('7 days');
  });

  it('does not say it is over while some hours are left', () => {
    expect(due(0, '2026-05-03T20:00:00Z')).toMatchObject({
      tone: 'bad',
      text: expect.stringContaining('within a day'),
    });
  });
});

describe('the line about all cameras', () => {
  const camera = (id: string, status: string, disabled = false) => ({
    camera_id: id,
    status,
    disabled_by_plan: disabled,
  });

  it('notify 8.2: suspended, offline, failed and error are not active', () => {
    const cameras = [
      camera('a', 'streaming'),
      camera('b', 'offline'),
      camera('c', 'failed'),
      camera('d', 'error'),
      camera('e', 'streaming', true),
      camera('f', 'starting'),
      camera('g', 'restarting'),
    ];
    expect(summarize(cameras, { live: NONE, unseen: NONE })).toEqual({
      total: 7,
      active: 3,
      troubled: ['b', 'c', 'd', 'e'],
    });
  });

  it('a frozen picture needs somebody although the camera reports well, and a live one outweighs an old report', () => {
    const cameras = [camera('a', 'streaming'), camera('b', 'offline'), camera('c', 'streaming', true)];
    const seen = { live: new Set(['b', 'c']), unseen: new Set(['a']) };
    expect(summarize(cameras, seen).troubled).toEqual(['a', 'c']);
  });
});

describe('arranging a part of the wall', () => {
  it('the cameras that are not shown keep their places', () => {
    expect(orderWithin(['a', 'b', 'c', 'd', 'e'], ['e', 'b'])).toEqual(['a', 'e', 'c', 'd', 'b']);
    expect(orderWithin(['a', 'b'], ['b', 'a'])).toEqual(['b', 'a']);
    expect(orderWithin(['a'], ['x'])).toEqual(['a']);
  });
});

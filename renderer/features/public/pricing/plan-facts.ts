import { plural, t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';

/** What a plan allows, as it is shown to people. A test compares these with what the server enforces. */
export interface PlanFacts {
  readonly slug: string;
  readonly name: string;
  readonly cameras: number;
  readonly nodes: number;
  readonly people: number;
  /** Hours of live video a calendar month; `null` is without limit. */
  readonly viewerHours: number | null;
  /** Days the records are kept. */
  readonly recordDays: number;
  /** Calls of one AI-agent key; `null` where agents are not included. */
  readonly agentCalls: { readonly perMinute: number; readonly perDay: number } | null;
  /** Investigations by Sentinel AI a month. */
  readonly sentinelRuns: number;
}

/** Days after a failed payment in which nothing changes. */
export const GRACE_DAYS = 7;

export const SELF_HOSTED: PlanFacts = {
  slug: 'self_hosted',
  name: t`Self-hosted`,
  cameras: 200,
  nodes: 999,
  people: 100,
  viewerHours: null,
  recordDays: 365,
  agentCalls: { perMinute: 120, perDay: 30_000 },
  sentinelRuns: 500,
};

export const BILLED_PLANS: readonly PlanFacts[] = [
  {
    slug: 'free_org',
    name: t({ message: 'Free', context: 'plan' }),
    cameras: 5,
    nodes: 2,
    people: 2,
    viewerHours: 30,
    recordDays: 30,
    agentCalls: null,
    sentinelRuns: 0,
  },
  {
    slug: 'pro',
    name: t`Pro`,
    cameras: 25,
    nodes: 10,
    people: 10,
    viewerHours: 300,
    recordDays: 90,
    agentCalls: { perMinute: 30, perDay: 5000 },
    sentinelRuns: 100,
  },
  {
    slug: 'pro_plus',
    name: t`Pro Plus`,
    cameras: 200,
    nodes: 999,
    people: 20,
    viewerHours: 1500,
    recordDays: 365,
    agentCalls: { perMinute: 120, perDay: 30_000 },
    sentinelRuns: 500,
  },
];

/** The plan line by line: what, and how much of it. */
export function planLines(plan: PlanFacts): readonly (readonly [what: string, amount: string])[] {
  const { agentCalls } = plan;
  return [
    [t`Cameras`, formats.count(plan.cameras)],
    [t`Camera computers`, formats.count(plan.nodes)],
    [t`People`, formats.count(plan.people)],
    [
      t`Live viewing`,
      plan.viewerHours === null
        ? t`without limit`
        : plural(plan.viewerHours, { one: '# hour a month', other: '# hours a month' }),
    ],
    [t`Records are kept`, plural(plan.recordDays, { one: '# day', other: '# days' })],
    [
      t`AI agents`,
      agentCalls === null
        ? t`not included`
        : t`${formats.count(agentCalls.perMinute)} calls a minute, ${formats.count(agentCalls.perDay)} a day for each key`,
    ],
    [
      t`Sentinel AI`,
      plan.sentinelRuns === 0
        ? t`not included`
        : plural(plan.sentinelRuns, { one: '# run a month', other: '# runs a month' }),
    ],
  ];
}

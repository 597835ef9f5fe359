import { t } from '@lingui/core/macro';
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
  name: 'Self-hosted',
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
    name: 'Free',
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
    name: 'Pro',
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

const count = (value: number): string => value.toLocaleString();

/** The plan line by line: what, and how much of it. */
export function planLines(plan: PlanFacts): readonly (readonly [what: string, amount: string])[] {
  const { agentCalls } = plan;
  return [
    ['Cameras', count(plan.cameras)],
    [t`Camera computers`, count(plan.nodes)],
    ['People', count(plan.people)],
    [
      t`Live viewing`,
      plan.viewerHours === null ? 'without limit' : t`${count(plan.viewerHours)} hours a month`,
    ],
    [t`Records are kept`, `${count(plan.recordDays)} days`],
    [
      t`AI agents`,
      agentCalls === null
        ? 'not included'
        : t`${count(agentCalls.perMinute)} calls a minute, ${count(agentCalls.perDay)} a day for each key`,
    ],
    [t`Sentinel AI`, plan.sentinelRuns === 0 ? 'not included' : t`${count(plan.sentinelRuns)} runs a month`],
  ];
}

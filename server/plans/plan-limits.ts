/** What a plan allows. `null` for viewer hours means no cap. */
export interface PlanLimits {
  readonly maxCameras: number;
  readonly maxNodes: number;
  readonly maxSeats: number;
  readonly maxViewerHoursPerMonth: number | null;
  /** Live event subscribers per channel. */
  readonly maxSseSubscribers: number;
  readonly logRetentionDays: number;
  /** Calls of one AI-agent key, or null when the plan has no AI access. */
  readonly mcp: { readonly perMinute: number; readonly perDay: number } | null;
  readonly sentinelRunsPerMonth: number;
  /** Names of the switches the dashboard shows paid pages by. */
  readonly features: readonly string[];
}

interface Plan {
  readonly name: string;
  readonly limits: PlanLimits;
}

export const FREE_PLAN = 'free_org';
/** Plan of an installation on the owner's own machine; never past due, never priced. */
export const SELF_HOSTED_PLAN = 'self_hosted';

const FREE: Plan = {
  name: 'Free',
  limits: {
    maxCameras: 5,
    maxNodes: 2,
    maxSeats: 2,
    maxViewerHoursPerMonth: 30,
    maxSseSubscribers: 10,
    logRetentionDays: 30,
    mcp: null,
    sentinelRunsPerMonth: 0,
    features: [],
  },
};

const PRO: Plan = {
  name: 'Pro',
  limits: {
    maxCameras: 25,
    maxNodes: 10,
    maxSeats: 10,
    maxViewerHoursPerMonth: 300,
    maxSseSubscribers: 30,
    logRetentionDays: 90,
    mcp: { perMinute: 30, perDay: 5000 },
    sentinelRunsPerMonth: 100,
    features: ['admin'],
  },
};

const PRO_PLUS: Plan = {
  name: 'Pro Plus',
  limits: {
    maxCameras: 200,
    maxNodes: 999,
    maxSeats: 20,
    maxViewerHoursPerMonth: 1500,
    maxSseSubscribers: 100,
    logRetentionDays: 365,
    mcp: { perMinute: 120, perDay: 30_000 },
    sentinelRunsPerMonth: 500,
    features: ['admin'],
  },
};

const SELF_HOSTED: Plan = {
  name: 'Self-hosted',
  limits: { ...PRO_PLUS.limits, maxSeats: 100, maxViewerHoursPerMonth: null },
};

const PLANS: ReadonlyMap<string, Plan> = new Map([
  [FREE_PLAN, FREE],
  ['pro', PRO],
  ['pro_plus', PRO_PLUS],
  [SELF_HOSTED_PLAN, SELF_HOSTED],
]);

/** Limits of a plan slug; an unknown slug has the free plan's. */
export function planLimits(slug: string): PlanLimits {
  return (PLANS.get(slug) ?? FREE).limits;
}

/** Days logs are kept by a plan, or undefined when the slug is unknown. */
export function retentionDaysOf(slug: string): number | undefined {
  return PLANS.get(slug)?.limits.logRetentionDays;
}

/** Name shown to people; an unknown slug reads `Free`, whose limits it has. */
export function planName(slug: string): string {
  return (PLANS.get(slug) ?? FREE).name;
}

/** Slug as nodes and the dashboard see it: trimmed, lower-case, without `_org`; unknown ones pass through. */
export function wireSlug(slug: string | null | undefined): string {
  const text = (slug ?? '').trim().toLowerCase().replace(/_org$/, '');
  return text === '' ? 'free' : text;
}

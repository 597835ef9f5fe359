import { t } from '@lingui/core/macro';
import { utcFormats } from '../../../hooks/format.ts';
import type { RunStats } from '../sentinel-queries.ts';

/** When counting starts again; months are those of UTC. */
export function renewalWords(now: number): string {
  const at = new Date(now);
  const next = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  return t`Counting starts again on ${utcFormats.day(next)} (UTC).`;
}

export interface Allowance {
  readonly used: number;
  readonly cap: number;
  /** 0 to 1. */
  readonly share: number;
  readonly state: 'fine' | 'low' | 'spent';
}

/** A fifth of the month's runs left is low. */
const LOW = 0.8;

/** How much of the month's runs is used. */
export function allowanceOf(stats: Pick<RunStats, 'runs_this_month' | 'monthly_cap'>): Allowance {
  const { runs_this_month: used, monthly_cap: cap } = stats;
  const share = cap === 0 ? 1 : Math.min(1, used / cap);
  return { used, cap, share, state: share >= 1 ? 'spent' : share >= LOW ? 'low' : 'fine' };
}

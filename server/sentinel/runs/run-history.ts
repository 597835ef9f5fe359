import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { sentinel, SentinelRunDetail } from '../../contract/agents/sentinel.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import type { Database } from '../../db/database.ts';
import { readSetting } from '../../db/settings-repository.ts';
import { AppError } from '../../http/app-error.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { monthlyCap, startOfMonth } from '../monthly-cap.ts';
import { startOfLocalDay } from '../rules/local-moment.ts';
import { unknownRun } from './run-claim.ts';
import {
  countByOutcome,
  countRuns,
  countRunsSince,
  findPicture,
  findRun,
  listRuns,
} from './run-repository.ts';
import { runDetailOf, runOf } from './run-views.ts';

export interface RunHistoryDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly plans: Pick<PlanService, 'effective'>;
}

export interface RunQuery {
  readonly limit: number;
  readonly offset: number;
  /** Exact trigger; one that does not exist finds nothing. */
  readonly trigger?: string | undefined;
  /** ISO-8601; without an offset it is UTC. */
  readonly since?: string | undefined;
}

type RunPage = ResponseOf<typeof sentinel.runs>;

/** A page of an organization's runs, newest first, with figures of all of them. 400 for a `since` that is no time. */
export async function runPage(deps: RunHistoryDeps, orgId: string, query: RunQuery): Promise<RunPage> {
  const { read } = deps.db;
  const since = query.since === undefined ? undefined : instantOf(query.since);
  const filter = { orgId, trigger: query.trigger, since };
  const rows = await listRuns(read, filter, query);
  return {
    runs: rows.map(runOf),
    total: await countRuns(read, filter),
    stats: await stats(deps, orgId),
  };
}

/** One run of an organization with its tools; 404 when it has no such run. */
export async function runDetail(deps: RunHistoryDeps, orgId: string, id: string): Promise<SentinelRunDetail> {
  const row = await findRun(deps.db.read, id);
  if (row === undefined || row.orgId !== orgId) throw unknownRun();
  return runDetailOf(row);
}

/** A picture of a run; 404 when there is none, or none any more. */
export async function runPicture(
  deps: RunHistoryDeps,
  picture: { readonly orgId: string; readonly runId: string; readonly number: number },
): Promise<{ readonly mime: string; readonly data: Buffer }> {
  const found = await findPicture(deps.db.read, picture);
  if (found === undefined) throw AppError.plain(404, 'Picture not found');
  return found;
}

async function stats(deps: RunHistoryDeps, orgId: string): Promise<RunPage['stats']> {
  const { read } = deps.db;
  const now = deps.clock.now();
  const timeZone = (await readSetting(read, orgId, 'timezone')) ?? 'UTC';
  const outcomes = await countByOutcome(read, orgId);
  const of = (outcome: string): number => outcomes.get(outcome) ?? 0;
  const thisMonth = await countRunsSince(read, orgId, startOfMonth(now));
  const cap = await monthlyCap(deps.plans, orgId);
  return {
    runs_today: await countRunsSince(read, orgId, startOfLocalDay(now, timeZone)),
    runs_total: [...outcomes.values()].reduce((sum, runs) => sum + runs, 0),
    runs_this_month: thisMonth,
    incidents_filed: of('incident'),
    pending: of('pending') + of('running'),
    monthly_cap: cap,
    remaining_this_month: Math.max(0, cap - thisMonth),
  };
}

const moment = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]);

function instantOf(text: string): Date {
  // A plus sign that was not escaped in the address arrives as a space.
  const given = text.trim().replace(/(T.*) (\d\d:\d\d)$/, '$1+$2');
  if (!moment.safeParse(given).success)
    throw AppError.plain(400, 'since must be a date or time as in 2026-03-01T08:00:00Z.');
  return new Date(given.includes('T') && !/(?:Z|[+-]\d\d:\d\d)$/.test(given) ? `${given}Z` : given);
}

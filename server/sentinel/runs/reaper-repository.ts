import type { Queryable } from '../../db/database.ts';
import { and, eq, lt, or } from '../../db/drizzle.ts';
import { sentinelConfig, sentinelRuns } from '../../db/schema/organization.ts';
import type { RunRow } from './run-repository.ts';

/** Runs begun before `begunBefore`, and those of the built-in investigator begun before this server was started. */
export async function strandedRuns(
  db: Queryable,
  moments: { readonly begunBefore: Date; readonly serverStartedAt: Date },
): Promise<RunRow[]> {
  const { outcome, startedAt, runner } = sentinelRuns;
  const orphaned = and(eq(runner, 'builtin'), lt(startedAt, moments.serverStartedAt));
  return db
    .select()
    .from(sentinelRuns)
    .where(and(eq(outcome, 'running'), or(lt(startedAt, moments.begunBefore), orphaned)))
    .all();
}

/** Runs that have waited since before an instant. */
export async function runsWaitingSince(db: Queryable, before: Date): Promise<RunRow[]> {
  const { outcome, triggeredAt } = sentinelRuns;
  return db
    .select()
    .from(sentinelRuns)
    .where(and(eq(outcome, 'pending'), lt(triggeredAt, before)))
    .all();
}

/** Organizations with runs that wait, and whether their rules are switched on. */
export async function organizationsWaiting(
  db: Queryable,
): Promise<{ readonly orgId: string; readonly enabled: boolean | null }[]> {
  return db
    .selectDistinct({ orgId: sentinelRuns.orgId, enabled: sentinelConfig.enabled })
    .from(sentinelRuns)
    .leftJoin(sentinelConfig, eq(sentinelConfig.orgId, sentinelRuns.orgId))
    .where(eq(sentinelRuns.outcome, 'pending'))
    .all();
}

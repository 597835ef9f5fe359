import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { hasAgentService, type RunnerDeps } from '../runner-choice.ts';
import { closeBlockedRuns, type BlockedRunsDeps } from './blocked-runs.ts';
import { publishRuns } from './publish-runs.ts';
import {
  findRun,
  oldestForInvestigator,
  pendingRuns,
  updatePendingRun,
  type RunRow,
} from './run-repository.ts';

export interface ClaimDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly publish: Publish;
}

/** Runs that wait for the agent service, oldest first. Those nobody may work on any more are ended before. */
export async function runsForService(deps: BlockedRunsDeps, limit: number): Promise<RunRow[]> {
  await closeBlockedRuns(deps);
  return pendingRuns(deps.db.read, limit);
}

/**
 * Gives a run to the agent service if it still waits; `claimed` tells the first caller from all others. 404 for an
 * unknown run.
 */
export async function claimForService(
  deps: ClaimDeps,
  runId: string,
): Promise<{ readonly row: RunRow; readonly claimed: boolean }> {
  const answer = await deps.db.write(async (tx) => {
    const run = await findRun(tx, runId);
    if (run === undefined) throw unknownRun();
    const row = await claim(tx, run, 'service', deps.clock.now());
    return { row: row ?? run, claimed: row !== undefined };
  });
  if (answer.claimed) publishRuns(deps.publish, answer.row.orgId);
  return answer;
}

/**
 * Gives the built-in investigator the run that has waited longest; undefined when none waits for it. Of many callers at
 * once each run goes to one alone.
 */
export async function claimForInvestigator(
  deps: ClaimDeps & BlockedRunsDeps & RunnerDeps,
): Promise<RunRow | undefined> {
  if (hasAgentService(deps) || (await oldestForInvestigator(deps.db.read)) === undefined) return undefined;
  await closeBlockedRuns(deps);
  const row = await deps.db.write(async (tx) => {
    const run = await oldestForInvestigator(tx);
    return run === undefined ? undefined : claim(tx, run, 'builtin', deps.clock.now());
  });
  if (row !== undefined) publishRuns(deps.publish, row.orgId);
  return row;
}

export function unknownRun(): AppError {
  return AppError.plain(404, 'Run not found');
}

function claim(
  tx: Transaction,
  { id, attempts }: RunRow,
  runner: 'service' | 'builtin',
  now: Date,
): Promise<RunRow | undefined> {
  const counted = runner === 'builtin' ? attempts + 1 : attempts;
  return updatePendingRun(tx, id, { outcome: 'running', startedAt: now, runner, attempts: counted });
}

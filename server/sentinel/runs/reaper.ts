import type { Transaction } from '../../db/database.ts';
import { closeBlockedRuns, type BlockedRunsDeps } from './blocked-runs.ts';
import { publishRuns } from './publish-runs.ts';
import { runsWaitingSince, strandedRuns } from './reaper-repository.ts';
import { updateRun, type RunRow } from './run-repository.ts';

const MINUTE_MS = 60_000;
const STRANDED_AFTER_MS = 20 * MINUTE_MS;
const EXPIRED_AFTER_MS = 60 * MINUTE_MS;
/** The built-in investigator begins a run at most this often. */
const ATTEMPTS_MAX = 2;

const STRANDED =
  'Stranded: an agent began this run and never finished it. A result that still arrives replaces this.';
const EXPIRED =
  'Expired: nobody began this run within 60 minutes. Check that the agent service or the model works.';

export interface ReaperDeps extends BlockedRunsDeps {
  /** What the built-in investigator had begun before this died with the server of then. */
  readonly serverStartedAt: Date;
}

export interface Reaped {
  readonly reaped: number;
  /** Runs that were ended. */
  readonly ids: readonly string[];
  /** Runs that were put back for the built-in investigator to begin once more. */
  readonly requeued: readonly string[];
}

/** Ends runs of all organizations that nobody will finish or begin, so that none looks busy for ever. */
export async function reapRuns(deps: ReaperDeps): Promise<Reaped> {
  await closeBlockedRuns(deps);
  const now = deps.clock.now();
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  const ended: RunRow[] = [];
  const requeued: RunRow[] = [];
  await deps.db.write(async (tx) => {
    const moments = { begunBefore: before(STRANDED_AFTER_MS), serverStartedAt: deps.serverStartedAt };
    for (const run of await strandedRuns(tx, moments)) {
      if (run.runner === 'builtin' && run.attempts < ATTEMPTS_MAX) requeued.push(await putBack(tx, run));
      else ended.push(await end(tx, run, STRANDED, now));
    }
    for (const run of await runsWaitingSince(tx, before(EXPIRED_AFTER_MS)))
      ended.push(await end(tx, run, EXPIRED, now));
  });
  const changed = [...ended, ...requeued];
  for (const orgId of new Set(changed.map((run) => run.orgId))) publishRuns(deps.publish, orgId);
  return { reaped: ended.length, ids: ended.map(({ id }) => id), requeued: requeued.map(({ id }) => id) };
}

function end(tx: Transaction, { id }: RunRow, summary: string, now: Date): Promise<RunRow> {
  return updateRun(tx, id, { outcome: 'error', summary, completedAt: now });
}

function putBack(tx: Transaction, { id }: RunRow): Promise<RunRow> {
  return updateRun(tx, id, { outcome: 'pending', startedAt: null, runner: null });
}

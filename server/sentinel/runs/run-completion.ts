import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { publishRuns } from './publish-runs.ts';
import { unknownRun } from './run-claim.ts';
import { findRun, incidentAuthor, updateRun, type RunChange, type RunRow } from './run-repository.ts';
import { traceOf, type ToolStep } from './run-trace.ts';

export interface CompletionDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly publish: Publish;
}

/** What came of a run, by whoever worked on it. */
export interface RunReport {
  readonly runner: 'service' | 'builtin';
  /** `incident`, `no_action` or `error`; anything else is refused. */
  readonly outcome: string;
  /** `low`, `medium` or `high`, needed with `incident`. */
  readonly severity?: string | null | undefined;
  readonly incidentId?: number | null | undefined;
  readonly summary: string;
  readonly toolCallCount: number;
  /** Absent or null keeps what is stored. */
  readonly trace?: readonly ToolStep[] | null | undefined;
  readonly usage?: ModelUsage | undefined;
}

export interface ModelUsage {
  readonly model: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Millionths of a US dollar. */
  readonly costMicros: number | null;
}

const FINAL_OUTCOMES = new Set(['incident', 'no_action', 'error']);
const SEVERITIES = new Set(['low', 'medium', 'high']);

/**
 * Stores what came of a run and answers the run as it is then. A run that has ended stays as it is, except that a true
 * outcome replaces an error. 400 for an outcome, severity or incident that cannot be, 404 for an unknown run.
 */
export async function completeRun(deps: CompletionDeps, runId: string, report: RunReport): Promise<RunRow> {
  requireSound(report);
  const { row, isChanged } = await deps.db.write(async (tx) => {
    const run = await findRun(tx, runId);
    if (run === undefined) throw unknownRun();
    if (isSettled(run, report)) return { row: run, isChanged: false };
    await requireOwnIncident(tx, run, report);
    return { row: await updateRun(tx, runId, changeOf(run, report, deps.clock.now())), isChanged: true };
  });
  if (isChanged) publishRuns(deps.publish, row.orgId);
  return row;
}

function requireSound({ outcome, severity }: RunReport): void {
  if (!FINAL_OUTCOMES.has(outcome))
    throw AppError.plain(400, 'outcome must be incident, no_action or error.');
  if (outcome === 'incident' && !SEVERITIES.has(severity ?? ''))
    throw AppError.plain(400, 'severity must be low, medium or high when the outcome is incident.');
}

function isSettled(run: RunRow, { outcome }: RunReport): boolean {
  return (
    run.outcome === 'incident' ||
    run.outcome === 'no_action' ||
    (run.outcome === 'error' && outcome === 'error')
  );
}

async function requireOwnIncident(tx: Transaction, run: RunRow, { incidentId }: RunReport): Promise<void> {
  if (incidentId === undefined || incidentId === null) return;
  if ((await incidentAuthor(tx, run.orgId, incidentId)) !== undefined) return;
  throw AppError.plain(400, 'The incident does not belong to the organization of this run.');
}

function changeOf(run: RunRow, report: RunReport, now: Date): RunChange {
  const isIncident = report.outcome === 'incident';
  const { trace, usage } = report;
  return {
    outcome: report.outcome,
    severity: isIncident ? (report.severity ?? null) : null,
    incidentId: isIncident ? (report.incidentId ?? null) : null,
    summary: report.summary,
    toolCallCount: Math.max(0, report.toolCallCount),
    runner: report.runner,
    startedAt: run.startedAt ?? now,
    completedAt: now,
    ...(trace === undefined || trace === null ? {} : { toolTrace: JSON.stringify(traceOf(trace)) }),
    ...usage,
  };
}

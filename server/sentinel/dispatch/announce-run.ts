import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { publishRuns } from '../runs/publish-runs.ts';
import { findRun, type RunRow } from '../runs/run-repository.ts';
import type { AgentWakeUp } from './wake-up.ts';

export interface AnnounceDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly publish: Publish;
  readonly wakeUp: Pick<AgentWakeUp, 'ring'>;
}

/** Tells dashboards and the agent service that a run waits. Call after the commit. */
export function announceRun({ publish, wakeUp }: AnnounceDeps, { orgId }: Pick<RunRow, 'orgId'>): void {
  publishRuns(publish, orgId);
  wakeUp.ring();
}

/**
 * Does the same once the transaction that is open now has ended, unless it was rolled back: writes follow each other, so
 * the next one sees what came of this one.
 */
export function announceAfterCommit(deps: AnnounceDeps, run: RunRow): void {
  const told = async (): Promise<void> => {
    const stored = await deps.db.write((tx) => findRun(tx, run.id));
    if (stored !== undefined) announceRun(deps, stored);
  };
  told().catch((error: unknown) => deps.log.warn({ err: error }, 'A new run could not be told of'));
}

import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { mcpActivityLogs, streamAccessLogs } from '../db/schema/logs.ts';
import { AppError } from '../http/app-error.ts';
import type { PlanService } from '../plans/plan-service.ts';
import { SELF_HOSTED_PLAN } from '../plans/plan-limits.ts';
import type { Changer } from '../settings/settings-service.ts';
import { eraseInPortions } from './row-eraser.ts';

export interface LogWipeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly plans: Pick<PlanService, 'effective'>;
}

export interface WipedLogs {
  readonly streamLogs: number;
  readonly mcpLogs: number;
}

const MAY_WIPE: ReadonlySet<string> = new Set(['pro', 'pro_plus', SELF_HOSTED_PLAN]);

/**
 * Deletes the stream access log and the agent activity log. 403 unless the sign-in has the `admin` feature and, so
 * that an old sign-in does not suffice, the plan in force is a paid one.
 */
export async function wipeLogs(deps: LogWipeDeps, by: Changer): Promise<WipedLogs> {
  const { principal, address } = by;
  const { orgId } = principal;
  if (!principal.features.includes('admin')) {
    throw AppError.plain(403, 'Deleting logs is part of the paid plans. Yours does not include it.');
  }
  if (!MAY_WIPE.has(await deps.plans.effective(orgId))) {
    throw AppError.plain(403, 'Deleting logs needs a paid plan that is in force.');
  }
  const ofStreams = { table: streamAccessLogs, orgId: streamAccessLogs.orgId };
  const ofAgents = { table: mcpActivityLogs, orgId: mcpActivityLogs.orgId };
  const streamLogs = await eraseInPortions(deps.db, ofStreams, orgId);
  const mcpLogs = await eraseInPortions(deps.db, ofAgents, orgId);
  const details = { stream_logs_deleted: streamLogs, mcp_logs_deleted: mcpLogs };
  const entry = { orgId, event: 'logs_wiped', actor: { principal }, address, details };
  await deps.db.write((tx) => writeAudit(tx, entry, deps));
  return { streamLogs, mcpLogs };
}

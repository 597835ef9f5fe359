import { csvText } from '../../audit/csv.ts';
import {
  COUNTED_ROWS,
  daysBefore,
  logBatches,
  logWindows,
  readLogPage,
  type LogScope,
  type Paging,
} from '../../audit/log-windows.ts';
import { Tally } from '../../audit/tally.ts';
import type { Clock } from '../../clock.ts';
import type { agentActivity, StoredToolCall } from '../../contract/agents/activity.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import type { Database } from '../../db/database.ts';
import {
  activityColumns,
  activityCondition,
  countActivity,
  selectActivity,
  type ActivityFilter,
  type ActivityRow,
} from './activity-repository.ts';

export interface ActivityLogDeps {
  readonly db: Database;
  readonly clock: Clock;
}

type Span = Pick<LogScope, 'since'>;

const CSV_HEADER = ['timestamp', 'tool_name', 'key_name', 'status', 'duration_ms', 'args_summary', 'error'];

/** A page of an organisation's stored calls, newest first. */
export async function activityPage(
  { db }: ActivityLogDeps,
  orgId: string,
  query: ActivityFilter & Span & Paging,
): Promise<ResponseOf<typeof agentActivity.logs>> {
  const { since, limit, offset } = query;
  const { total, rows } = await readLogPage(
    db.read,
    activityColumns,
    { orgId, filter: activityCondition(query), since, limit, offset },
    (where, page) => selectActivity(db.read, where, page),
  );
  return { total, limit, offset, logs: rows.map(onWire) };
}

/** The newest matching calls as CSV text. */
export function activityCsv(
  { db }: ActivityLogDeps,
  orgId: string,
  filter: ActivityFilter & Span,
): AsyncIterable<string> {
  const query = { orgId, since: filter.since, filter: activityCondition(filter) };
  const rows = logBatches(db.read, activityColumns, query, (where, page) =>
    selectActivity(db.read, where, page).map((row) => [
      row.timestamp.toISOString(),
      row.toolName,
      row.keyName,
      row.status,
      row.durationMs === null ? null : String(row.durationMs),
      row.argsSummary,
      row.error,
    ]),
  );
  return csvText(CSV_HEADER, rows);
}

/** Stored calls of the last `days` days by tool and key, the most frequent first, and by UTC day, newest first. */
export async function activityStats(
  { db, clock }: ActivityLogDeps,
  orgId: string,
  days: number,
): Promise<ResponseOf<typeof agentActivity.logStats>> {
  const tools = new Tally();
  const keys = new Tally();
  const dates = new Tally();
  let total = 0;
  let errors = 0;
  const since = daysBefore(clock.now(), days);
  for await (const window of logWindows(db.read, activityColumns, { orgId, since }, COUNTED_ROWS)) {
    for (const { toolName, keyName, status, day, count } of countActivity(db.read, window)) {
      total += count;
      if (status === 'error') errors += count;
      tools.add(toolName, count);
      keys.add(keyName, count);
      dates.add(day, count);
    }
  }
  return {
    days,
    total_calls: total,
    total_errors: errors,
    by_tool: tools.byCount().map(([name, count]) => ({ tool_name: name, count })),
    by_key: keys.byCount().map(([name, count]) => ({ key_name: name, count })),
    by_day: dates.newestFirst().map(([date, count]) => ({ date, count })),
  };
}

function onWire(row: ActivityRow): StoredToolCall {
  return {
    id: row.id,
    org_id: row.orgId,
    tool_name: row.toolName,
    key_name: row.keyName,
    status: row.status,
    duration_ms: row.durationMs,
    args_summary: row.argsSummary,
    error: row.error,
    timestamp: row.timestamp.toISOString(),
  };
}

import { and } from 'drizzle-orm';
import { csvText } from '../../audit/csv.ts';
import { logWindows, readLogPage, type Paging } from '../../audit/log-windows.ts';
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

const CSV_MAX_ROWS = 50_000;
/** Rows looked at in one turn of the event loop. */
const CSV_BATCH = 500;
const STATS_BATCH = 5000;
const CSV_HEADER = ['timestamp', 'tool_name', 'key_name', 'status', 'duration_ms', 'args_summary', 'error'];
const DAY_MS = 86_400_000;

/** A page of an organisation's stored calls, newest first. */
export async function activityPage(
  { db }: ActivityLogDeps,
  orgId: string,
  query: ActivityFilter & Paging,
): Promise<ResponseOf<typeof agentActivity.logs>> {
  const { limit, offset } = query;
  const { total, rows } = await readLogPage(
    db.read,
    activityColumns,
    { orgId, filter: activityCondition(query), limit, offset },
    (where, page) => selectActivity(db.read, where, page),
  );
  return { total, limit, offset, logs: rows.map(onWire) };
}

/** The newest matching calls as CSV text. */
export function activityCsv(
  deps: ActivityLogDeps,
  orgId: string,
  filter: ActivityFilter,
): AsyncIterable<string> {
  return csvText(CSV_HEADER, csvBatches(deps, orgId, filter), CSV_MAX_ROWS);
}

async function* csvBatches({ db }: ActivityLogDeps, orgId: string, filter: ActivityFilter) {
  const condition = activityCondition(filter);
  for await (const window of logWindows(db.read, activityColumns, { orgId }, CSV_BATCH)) {
    const rows = selectActivity(db.read, and(window, condition), { limit: CSV_BATCH, offset: 0 });
    yield rows.map((row) => [
      row.timestamp.toISOString(),
      row.toolName,
      row.keyName,
      row.status,
      row.durationMs === null ? null : String(row.durationMs),
      row.argsSummary,
      row.error,
    ]);
  }
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
  const since = new Date(clock.now().getTime() - days * DAY_MS);
  for await (const window of logWindows(db.read, activityColumns, { orgId, since }, STATS_BATCH)) {
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

class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  byCount(): [string, number][] {
    return [...this.#counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }

  newestFirst(): [string, number][] {
    return [...this.#counts].toSorted(([a], [b]) => (a < b ? 1 : -1));
  }
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

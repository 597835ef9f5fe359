import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/database.ts';
import {
  CHUNK_ROWS,
  deleteOldMail,
  deleteOldRows,
  LOG_TABLES,
  organizationsIn,
  SETTLED_MAIL,
  type LogName,
} from './log-cleanup-repository.ts';

const DAY_MS = 86_400_000;
const MAIL_KEPT_DAYS = 7;
/** Between two steps: long enough for the requests that came in meanwhile to be answered. */
const PAUSE_MS = 2;

export interface LogCleanupDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Days an organisation's plan keeps its logs. */
  readonly retentionDays: (orgId: string) => Promise<number>;
}

/** Rows deleted, by table. */
export interface CleanupSummary {
  readonly orgs_processed: number;
  readonly totals: Readonly<Record<LogName | 'email_outbox', number>>;
  readonly total_deleted: number;
}

/**
 * Deletes log rows older than each organisation's plan keeps them, and settled mails older than a week. Mails that wait
 * to be sent stay, whatever their age. Works in small steps with a pause after each; stops between two when aborted.
 */
export async function cleanUpLogs(deps: LogCleanupDeps, signal?: AbortSignal): Promise<CleanupSummary> {
  const { db } = deps;
  const now = deps.clock.now().getTime();
  const totals = { stream: 0, mcp: 0, audit: 0, motion: 0, notif: 0, email_log: 0, email_outbox: 0 };
  const orgs = await organizationsWithLogs(db);
  for (const orgId of orgs) {
    if (signal?.aborted === true) break;
    const cutoff = new Date(now - (await deps.retentionDays(orgId)) * DAY_MS);
    for (const table of LOG_TABLES) {
      totals[table.name] += await inSteps(db, signal, (tx) => deleteOldRows(tx, table, orgId, cutoff));
    }
  }
  const mailCutoff = new Date(now - MAIL_KEPT_DAYS * DAY_MS);
  for (const status of SETTLED_MAIL) {
    totals.email_outbox += await inSteps(db, signal, (tx) => deleteOldMail(tx, status, mailCutoff));
  }
  const total = Object.values(totals).reduce((sum, count) => sum + count, 0);
  return { orgs_processed: orgs.length, totals, total_deleted: total };
}

async function organizationsWithLogs(db: Database): Promise<readonly string[]> {
  const orgs = new Set<string>();
  for (const table of LOG_TABLES) {
    for (const orgId of await organizationsIn(db.read, table)) orgs.add(orgId);
  }
  return [...orgs];
}

/** Repeats a chunk in transactions of its own until nothing is left; answers the number of rows deleted. */
async function inSteps(
  db: Database,
  signal: AbortSignal | undefined,
  step: (tx: Transaction) => Promise<number>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    if (signal?.aborted === true) return deleted;
    const count = await db.write(step);
    deleted += count;
    if (count < CHUNK_ROWS) return deleted;
    await pause(PAUSE_MS);
  }
}

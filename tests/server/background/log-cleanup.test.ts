import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { cleanUpLogs, type LogCleanupDeps } from '../../../server/background/log-cleanup.ts';
import type { Database } from '../../../server/db/database.ts';
import { getTableName } from '../../../server/db/drizzle.ts';
import { auditLog, mcpActivityLogs, motionEvents, streamAccessLogs } from '../../../server/db/schema/logs.ts';
import { emailLog, emailOutbox, notifications } from '../../../server/db/schema/notifications.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import { UpkeepBench } from './upkeep-bench.ts';

const DAY_MS = 86_400_000;

/** One row of every log table, at one moment. */
function rowsAt(orgId: string, at: Date): readonly (readonly [SQLiteTable, object])[] {
  const camera = { orgId, cameraId: 'one', nodeId: 'aaaaaaaa' };
  const mail = { orgId, recipientEmail: 'mia@example.com', kind: 'motion', status: 'sent' };
  return [
    [streamAccessLogs, { ...camera, userId: 'mia', accessedAt: at }],
    [mcpActivityLogs, { orgId, toolName: 'list_cameras', keyName: 'desk', status: 'ok', timestamp: at }],
    [auditLog, { orgId, event: 'node_created', timestamp: at }],
    [motionEvents, { ...camera, score: 50, timestamp: at }],
    [notifications, { orgId, kind: 'motion', title: 'Motion', createdAt: at }],
    [emailLog, { ...mail, timestamp: at }],
  ];
}

async function insert(db: Database, rows: readonly (readonly [SQLiteTable, object])[]): Promise<void> {
  const byTable = Map.groupBy(rows, ([table]) => table);
  await db.write(async (tx) => {
    for (const [table, entries] of byTable) {
      tx.insert(table)
        .values(entries.map(([, values]) => values))
        .run();
    }
  });
}

/** Table name → ages in whole days of an organisation's rows, youngest first. */
function agesOf(bench: UpkeepBench, orgId: string): Record<string, number[]> {
  const now = bench.clock.now().getTime();
  return Object.fromEntries(
    rowsAt(orgId, new Date()).map(([table]) => {
      const rows = bench.db.read.select().from(table).all() as Record<string, unknown>[];
      const ages = rows
        .filter((row) => row['orgId'] === orgId)
        .map((row) => row['accessedAt'] ?? row['timestamp'] ?? row['createdAt'])
        .map((at) => (now - (at as Date).getTime()) / DAY_MS)
        .toSorted((a, b) => a - b);
      return [getTableName(table), ages];
    }),
  );
}

/** Cleanup by the plans of billing, which answers with the organisation's own name. */
function cleanupOf(bench: UpkeepBench, changes: Partial<LogCleanupDeps> = {}): LogCleanupDeps {
  const { db, clock, log } = bench;
  const fetchBillingPlan = async (orgId: string) => {
    if (orgId === 'unreachable') throw new Error('no network');
    return orgId === 'none' ? undefined : orgId;
  };
  const plans = new PlanService({ db, clock, log, localPlan: undefined, fetchBillingPlan });
  return { db, clock, retentionDays: (orgId) => plans.retentionDays(orgId, 90), ...changes };
}

const NOTHING = { stream: 0, mcp: 0, audit: 0, motion: 0, notif: 0, email_log: 0, email_outbox: 0 };

describe('rest 102, notify 124: log cleanup', () => {
  it('an empty database gives zeros', async () => {
    await using bench = await UpkeepBench.start();
    expect(await cleanUpLogs(cleanupOf(bench))).toEqual({
      orgs_processed: 0,
      totals: NOTHING,
      total_deleted: 0,
    });
  });

  it('400 days of rows, cleaned every week: each plan keeps exactly its days in all six tables', async () => {
    await using bench = await UpkeepBench.start();
    const plans = { free_org: 30, pro: 90, pro_plus: 365 };
    const deps = cleanupOf(bench);
    let deleted = 0;
    for (let day = 0; day < 400; day += 8) {
      const days = Array.from({ length: 8 }, (_, index) => bench.ago(-(index + 1) * 86_400));
      await insert(
        bench.db,
        Object.keys(plans).flatMap((orgId) => days.flatMap((at) => rowsAt(orgId, at))),
      );
      bench.clock.advance(8 * DAY_MS);
      deleted += (await cleanUpLogs(deps)).total_deleted;
    }
    for (const [orgId, days] of Object.entries(plans)) {
      // The row that is exactly as old as the plan keeps stays.
      const kept = Array.from({ length: days + 1 }, (_, age) => age);
      for (const ages of Object.values(agesOf(bench, orgId))) expect(ages).toEqual(kept);
    }
    expect(deleted).toBe(6 * (400 - 31 + 400 - 91 + 400 - 366));
  });

  it('45-day rows go for Free and stay for Pro; 60-day rows stay for Pro Plus', async () => {
    await using bench = await UpkeepBench.start();
    const old = (orgId: string, days: number) => rowsAt(orgId, bench.ago((days * DAY_MS) / 1000));
    await insert(bench.db, [
      ...old('none', 45),
      ...old('free_org', 45),
      ...old('pro', 45),
      ...old('pro_plus', 60),
    ]);
    const each = { stream: 2, mcp: 2, audit: 2, motion: 2, notif: 2, email_log: 2 };
    expect(await cleanUpLogs(cleanupOf(bench))).toEqual({
      orgs_processed: 4,
      totals: { ...each, email_outbox: 0 },
      total_deleted: 12,
    });
    expect(Object.values(agesOf(bench, 'free_org')).flat()).toEqual([]);
    expect(Object.values(agesOf(bench, 'pro')).flat()).toHaveLength(6);
    expect(Object.values(agesOf(bench, 'pro_plus')).flat()).toHaveLength(6);
  });

  it.each([
    ['is not in the list of plans', 'enterprise', 90],
    ['cannot be looked up', 'unreachable', 90],
    ['is none', 'none', 30],
  ])('an organisation whose plan %s keeps %s rows %i days', async (_why, orgId, days) => {
    await using bench = await UpkeepBench.start();
    const seconds = (days * DAY_MS) / 1000;
    await insert(bench.db, [
      ...rowsAt(orgId, bench.ago(seconds)),
      ...rowsAt(orgId, bench.ago(seconds + 0.001)),
    ]);
    expect((await cleanUpLogs(cleanupOf(bench))).total_deleted).toBe(6);
    expect(Object.values(agesOf(bench, orgId)).flat()).toEqual([days, days, days, days, days, days]);
  });

  it('settled mails go after a week, waiting ones never', async () => {
    await using bench = await UpkeepBench.start();
    const week = (7 * DAY_MS) / 1000;
    const states = ['sent', 'failed', 'suppressed', 'pending', 'sending'];
    const mails = [week, week + 1, 400 * week].flatMap((age) =>
      states.map((status) => {
        const createdAt = bench.ago(age);
        return [
          emailOutbox,
          { orgId: 'pro', recipientEmail: 'm@example.com', subject: 's', kind: 'motion', status, createdAt },
        ] as const;
      }),
    );
    await insert(bench.db, mails);
    expect(await cleanUpLogs(cleanupOf(bench))).toEqual({
      orgs_processed: 0,
      totals: { ...NOTHING, email_outbox: 6 },
      total_deleted: 6,
    });
    const left = bench.db.read.select().from(emailOutbox).all();
    expect(left.map(({ status }) => status).toSorted()).toEqual(
      [
        'failed',
        'pending',
        'pending',
        'pending',
        'sending',
        'sending',
        'sending',
        'sent',
        'suppressed',
      ].toSorted(),
    );
  });

  it('deletes at most 250 rows in one transaction, and stops between two when the server stops', async () => {
    await using bench = await UpkeepBench.start();
    const at = bench.ago(100 * 86_400);
    await insert(
      bench.db,
      Array.from({ length: 601 }, () => [auditLog, { orgId: 'pro', event: 'e', timestamp: at }] as const),
    );
    const steps: number[] = [];
    const stop = new AbortController();
    const count = () => bench.db.read.$count(auditLog);
    const db: Database = {
      read: bench.db.read,
      writesFailing: false,
      close: () => Promise.resolve(),
      write: async (work) => {
        const before = await count();
        const result = await bench.db.write(work);
        steps.push(before - (await count()));
        if (steps.includes(250)) stop.abort();
        return result;
      },
    };
    expect((await cleanUpLogs(cleanupOf(bench, { db }), stop.signal)).total_deleted).toBe(250);
    await cleanUpLogs(cleanupOf(bench, { db }));
    expect(steps.filter((rows) => rows > 0)).toEqual([250, 250, 101]);
  });

  it('other tasks get their turn between two steps', async () => {
    await using bench = await UpkeepBench.start();
    const at = bench.ago(100 * 86_400);
    await insert(
      bench.db,
      Array.from({ length: 1000 }, () => [auditLog, { orgId: 'pro', event: 'e', timestamp: at }] as const),
    );
    let turns = 0;
    let running = true;
    const turn = (): void => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await cleanUpLogs(cleanupOf(bench));
    running = false;
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});

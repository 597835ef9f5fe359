import type { SQL } from 'drizzle-orm';
import type { TRIGGERS } from '../../contract/agents/sentinel.ts';
import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, desc, eq, gt, gte, inArray, ne, sql } from '../../db/drizzle.ts';
import { incidents } from '../../db/schema/incidents.ts';
import { sentinelModels, sentinelPictures, sentinelRuns } from '../../db/schema/organization.ts';
import { newUuid } from '../../ids.ts';
import { isUsable } from '../runner-choice.ts';

export type RunRow = typeof sentinelRuns.$inferSelect;
export type RunChange = Partial<Omit<RunRow, 'id' | 'orgId' | 'triggeredAt' | 'triggerType'>>;

/** Order of insertion, for runs of one millisecond. */
const inserted = sql`rowid`;
const isPending = eq(sentinelRuns.outcome, 'pending');

export interface NewRun {
  readonly orgId: string;
  readonly trigger: (typeof TRIGGERS)[number];
  readonly cameraId: string | null;
  readonly prompt: string | null;
  readonly now: Date;
}

/** Adds a run that waits for somebody to work on it. */
export async function insertRun(tx: Transaction, run: NewRun): Promise<RunRow> {
  return tx
    .insert(sentinelRuns)
    .values({
      id: newUuid().replaceAll('-', ''),
      orgId: run.orgId,
      triggeredAt: run.now,
      triggerType: run.trigger,
      cameraId: run.cameraId,
      outcome: 'pending',
      manualPrompt: run.prompt,
    })
    .returning()
    .get();
}

export async function findRun(db: Queryable, id: string): Promise<RunRow | undefined> {
  return db.select().from(sentinelRuns).where(eq(sentinelRuns.id, id)).get();
}

export async function updateRun(tx: Transaction, id: string, change: RunChange): Promise<RunRow> {
  return tx.update(sentinelRuns).set(change).where(eq(sentinelRuns.id, id)).returning().get();
}

/** Changes a run that still waits; undefined when it does not, so that of many callers one alone gets the row. */
export async function updatePendingRun(
  tx: Transaction,
  id: string,
  change: RunChange & { readonly attempts?: number },
): Promise<RunRow | undefined> {
  return tx
    .update(sentinelRuns)
    .set(change)
    .where(and(eq(sentinelRuns.id, id), isPending))
    .returning()
    .get();
}

/** Runs of all organizations that wait, oldest first. */
export async function pendingRuns(db: Queryable, limit: number): Promise<RunRow[]> {
  return db
    .select()
    .from(sentinelRuns)
    .where(isPending)
    .orderBy(asc(sentinelRuns.triggeredAt), inserted)
    .limit(limit)
    .all();
}

/** The run that has waited longest in an organization whose model is in use. */
export async function oldestForInvestigator(db: Queryable): Promise<RunRow | undefined> {
  const withModel = db.select({ orgId: sentinelModels.orgId }).from(sentinelModels).where(isUsable);
  return db
    .select()
    .from(sentinelRuns)
    .where(and(isPending, inArray(sentinelRuns.orgId, withModel)))
    .orderBy(asc(sentinelRuns.triggeredAt), inserted)
    .limit(1)
    .get();
}

/** Runs of an organization since an instant, whatever became of them. */
export async function countRunsSince(db: Queryable, orgId: string, since: Date): Promise<number> {
  return countOf(db, and(eq(sentinelRuns.orgId, orgId), gte(sentinelRuns.triggeredAt, since)));
}

/** Whether motion of a camera started a run after an instant. */
export async function motionRanAfter(
  db: Queryable,
  camera: { readonly orgId: string; readonly cameraId: string },
  after: Date,
): Promise<boolean> {
  const { orgId, cameraId, triggerType, triggeredAt } = sentinelRuns;
  const isSame = and(eq(orgId, camera.orgId), eq(cameraId, camera.cameraId), eq(triggerType, 'motion'));
  return (await countOf(db, and(isSame, gt(triggeredAt, after)))) > 0;
}

export interface RunFilter {
  readonly orgId: string;
  readonly trigger: string | undefined;
  readonly since: Date | undefined;
}

function matching({ orgId, trigger, since }: RunFilter): SQL | undefined {
  return and(
    eq(sentinelRuns.orgId, orgId),
    trigger === undefined ? undefined : eq(sentinelRuns.triggerType, trigger),
    since === undefined ? undefined : gte(sentinelRuns.triggeredAt, since),
  );
}

/** A page of runs, newest first. */
export async function listRuns(
  db: Queryable,
  filter: RunFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<RunRow[]> {
  return db
    .select()
    .from(sentinelRuns)
    .where(matching(filter))
    .orderBy(desc(sentinelRuns.triggeredAt), desc(inserted))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export async function countRuns(db: Queryable, filter: RunFilter): Promise<number> {
  return countOf(db, matching(filter));
}

/** Number of an organization's runs by outcome. */
export async function countByOutcome(db: Queryable, orgId: string): Promise<ReadonlyMap<string, number>> {
  const { outcome } = sentinelRuns;
  const rows = db
    .select({ outcome, runs: count() })
    .from(sentinelRuns)
    .where(eq(sentinelRuns.orgId, orgId))
    .groupBy(outcome)
    .all();
  return new Map(rows.map((row) => [row.outcome, row.runs]));
}

function countOf(db: Queryable, where: SQL | undefined): Promise<number> {
  return Promise.resolve(db.select({ n: count() }).from(sentinelRuns).where(where).get()?.n ?? 0);
}

/** A picture the built-in investigator looked at. */
export async function findPicture(
  db: Queryable,
  picture: { readonly orgId: string; readonly runId: string; readonly number: number },
): Promise<{ readonly mime: string; readonly data: Buffer } | undefined> {
  const { orgId, runId, number, mime, data } = sentinelPictures;
  return db
    .select({ mime, data })
    .from(sentinelPictures)
    .where(and(eq(orgId, picture.orgId), eq(runId, picture.runId), eq(number, picture.number)))
    .get();
}

/** Author tag of an incident; undefined when the organization has no such incident. */
export async function incidentAuthor(db: Queryable, orgId: string, id: number): Promise<string | undefined> {
  return db
    .select({ createdBy: incidents.createdBy })
    .from(incidents)
    .where(and(eq(incidents.orgId, orgId), eq(incidents.id, id)))
    .get()?.createdBy;
}

/** Ends runs of an organization that wait; with `keepManual`, those a person started go on waiting. */
export async function closePending(
  tx: Transaction,
  orgId: string,
  change: { readonly summary: string; readonly now: Date; readonly keepManual: boolean },
): Promise<number> {
  const kept = change.keepManual ? ne(sentinelRuns.triggerType, 'manual') : undefined;
  return tx
    .update(sentinelRuns)
    .set({ outcome: 'error', summary: change.summary, completedAt: change.now })
    .where(and(eq(sentinelRuns.orgId, orgId), isPending, kept))
    .run().changes;
}

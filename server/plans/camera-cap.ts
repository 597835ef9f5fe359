import type { Transaction } from '../db/database.ts';
import { asc, eq, sql } from '../db/drizzle.ts';
import { cameras } from '../db/schema/cameras.ts';
import { planLimits, wireSlug } from './plan-limits.ts';

export interface CapOutcome {
  readonly plan: string;
  readonly max_cameras: number;
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
  /** False when every camera already had the right flag. */
  readonly changed: boolean;
}

/**
 * Keeps the organisation's oldest cameras up to the plan's number and suspends the rest; a higher cap lifts
 * suspensions. Never deletes. The caller refreshes the camera directory after the commit when `changed`.
 */
export async function enforceCameraCap(
  tx: Transaction,
  orgId: string,
  planSlug: string,
): Promise<CapOutcome> {
  const rows = tx
    .select({ id: cameras.id, cameraId: cameras.cameraId, disabled: cameras.disabledByPlan })
    .from(cameras)
    .where(eq(cameras.orgId, orgId))
    .orderBy(sql`${cameras.createdAt} is null`, asc(cameras.createdAt), asc(cameras.id))
    .all();
  const max = planLimits(planSlug).maxCameras;
  let changed = false;
  for (const [position, row] of rows.entries()) {
    const disabledByPlan = position >= max;
    if (row.disabled === disabledByPlan) continue;
    changed = true;
    tx.update(cameras).set({ disabledByPlan }).where(eq(cameras.id, row.id)).run();
  }
  const ids = rows.map((row) => row.cameraId);
  return {
    plan: wireSlug(planSlug),
    max_cameras: max,
    enabled: ids.slice(0, max),
    disabled: ids.slice(max),
    changed,
  };
}

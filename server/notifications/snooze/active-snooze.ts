import type { Queryable } from '../../db/database.ts';
import { and, eq, gt, or } from '../../db/drizzle.ts';
import { cameras } from '../../db/schema/cameras.ts';
import { snoozes } from '../../db/schema/notifications.ts';

/** Whether a camera, or the group it is in, is snoozed now. Seeks the unique (org, target, id) index. */
export async function isSnoozed(
  db: Queryable,
  camera: { readonly orgId: string; readonly cameraId: string },
  now: Date,
): Promise<boolean> {
  const group = db
    .select({ id: cameras.groupId })
    .from(cameras)
    .where(eq(cameras.cameraId, camera.cameraId))
    .get();
  const ofCamera = and(eq(snoozes.target, 'camera'), eq(snoozes.targetId, camera.cameraId));
  const ofGroup =
    typeof group?.id === 'number'
      ? and(eq(snoozes.target, 'group'), eq(snoozes.targetId, String(group.id)))
      : undefined;
  const row = db
    .select({ id: snoozes.id })
    .from(snoozes)
    .where(and(eq(snoozes.orgId, camera.orgId), gt(snoozes.until, now), or(ofCamera, ofGroup)))
    .limit(1)
    .get();
  return row !== undefined;
}

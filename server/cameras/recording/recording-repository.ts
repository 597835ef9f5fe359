import type { Transaction } from '../../db/database.ts';
import { eq } from '../../db/drizzle.ts';
import { cameras } from '../../db/schema/cameras.ts';
import type { RecordingPolicy } from '../recording-schedule.ts';

/** Stores when a camera records. */
export async function saveRecordingPolicy(
  tx: Transaction,
  cameraRowId: number,
  policy: RecordingPolicy,
): Promise<void> {
  const { continuous247, scheduledRecording, scheduledStart, scheduledEnd } = policy;
  tx.update(cameras)
    .set({ continuous247, scheduledRecording, scheduledStart, scheduledEnd })
    .where(eq(cameras.id, cameraRowId))
    .run();
}

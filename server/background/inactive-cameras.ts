import type { Liveness } from '../cameras/liveness.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { lt } from '../db/drizzle.ts';
import { cameras } from '../db/schema/cameras.ts';

export interface InactiveCamerasDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly liveness: Liveness;
  readonly inactiveAfterMs: number;
  /** Frees a camera's cached video; harmless when there is none. */
  readonly flush: (cameraId: string) => void;
}

/** Frees the cached video of cameras that were not seen for long; answers their number. */
export async function flushInactiveCameras(deps: InactiveCamerasDeps): Promise<number> {
  const cutoff = new Date(deps.clock.now().getTime() - deps.inactiveAfterMs);
  const rows = deps.db.read.select().from(cameras).where(lt(cameras.lastSeen, cutoff)).all();
  const inactive = rows.filter((row) => (deps.liveness.camera(row).lastSeen ?? cutoff) < cutoff);
  for (const { cameraId } of inactive) deps.flush(cameraId);
  return inactive.length;
}

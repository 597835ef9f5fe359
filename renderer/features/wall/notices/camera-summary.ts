import type { Camera } from '../../../../server/contract/fleet/cameras.ts';

type Reported = Pick<Camera, 'camera_id' | 'status' | 'disabled_by_plan'>;

const DOWN = new Set(['offline', 'failed', 'error']);

export interface CameraSummary {
  readonly total: number;
  readonly active: number;
  /** Cameras somebody should look at, in their order. */
  readonly troubled: readonly string[];
}

/** True for a camera that is suspended, or says itself (or by silence) that it does not work. */
function isDown({ status, disabled_by_plan: suspended }: Reported): boolean {
  return suspended || DOWN.has(status);
}

/**
 * How many cameras work. What a tile sees counts as well (`unseen`: no fresh picture although none is reported down), and
 * moving pictures outweigh an old report (`live`).
 */
export function summarize(
  cameras: readonly Reported[],
  seen: { readonly live: ReadonlySet<string>; readonly unseen: ReadonlySet<string> },
): CameraSummary {
  const troubled = cameras
    .filter((camera) => {
      const { camera_id: id, disabled_by_plan: suspended } = camera;
      if (!suspended && seen.live.has(id)) return false;
      return isDown(camera) || seen.unseen.has(id);
    })
    .map(({ camera_id: id }) => id);
  return { total: cameras.length, active: cameras.length - troubled.length, troubled };
}

import type { MotionMessage } from '../../../server/contract/dashboard-events.ts';

/** A toast stays this long, and so long after its last motion a burst is over. */
export const BURST_MS = 6000;

/** Motion of one camera without a pause: one toast. */
export interface MotionBurst {
  /** Unique for the life of the page. */
  readonly id: string;
  readonly cameraId: string;
  readonly count: number;
  /** Highest score so far, 0–100. */
  readonly peak: number;
  readonly lastAt: number;
}

/** Groups motion of one camera that follows closely into one burst; times are ms. */
export class MotionBursts {
  readonly #open = new Map<string, MotionBurst>();
  #drawn = 0;

  add({ camera_id: cameraId, score }: MotionMessage, now: number): MotionBurst {
    const before = this.#open.get(cameraId);
    const burst =
      before !== undefined && now - before.lastAt <= BURST_MS
        ? { ...before, count: before.count + 1, peak: Math.max(before.peak, score), lastAt: now }
        : this.#begin(cameraId, score, now);
    this.#open.set(cameraId, burst);
    return burst;
  }

  #begin(cameraId: string, score: number, now: number): MotionBurst {
    this.#drawn += 1;
    return { id: `motion-${this.#drawn}`, cameraId, count: 1, peak: score, lastAt: now };
  }
}

/** `Motion, 72 %` or `Motion 3 times, up to 72 %`. */
export function burstWords({ count, peak }: Pick<MotionBurst, 'count' | 'peak'>): string {
  return count === 1 ? `Motion, ${peak} %` : `Motion ${count} times, up to ${peak} %`;
}

import { formats } from '../../hooks/format.ts';
import { t } from '@lingui/core/macro';
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
  return count === 1
    ? t`Motion, ${formats.percent(peak)}`
    : t`Motion ${count} times, up to ${formats.percent(peak)}`;
}

/** What the one motion toast tells now: cameras with motion, the latest first. */
export interface MotionRound {
  /** Id of the toast; the same until nothing has moved anywhere for a while. */
  readonly id: string;
  readonly bursts: readonly MotionBurst[];
}

/** Gathers bursts of several cameras at the same time into one round: one toast instead of a stack. */
export class MotionRounds {
  readonly #bursts = new MotionBursts();
  #open: readonly MotionBurst[] = [];
  #id = '';
  #closed = '';

  /** The round after this motion; `null` when the person has closed its toast. */
  add(message: MotionMessage, now: number): MotionRound | null {
    const burst = this.#bursts.add(message, now);
    const others = this.#open.filter(
      ({ cameraId, lastAt }) => cameraId !== burst.cameraId && now - lastAt <= BURST_MS,
    );
    if (burst.count === 1 && others.length === 0) this.#id = burst.id;
    this.#open = [burst, ...others];
    return this.#id === this.#closed ? null : { id: this.#id, bursts: this.#open };
  }

  /** The person has seen enough of this round. */
  close(id: string): void {
    this.#closed = id;
  }
}

const NAMED = 3;

/** `A`, `A, B, and C`, `A, B, C, and 2 more`, as the language lists things. */
export function listWords(names: readonly string[]): string {
  const more = names.length - NAMED;
  return formats.list(more > 0 ? [...names.slice(0, NAMED), t`${more} more`] : names);
}

/** Title and text of a round. */
export function roundWords(
  { bursts }: MotionRound,
  nameOf: (cameraId: string) => string,
): { readonly title: string; readonly text: string } {
  const [only] = bursts;
  const names = bursts.map(({ cameraId }) => nameOf(cameraId));
  if (only !== undefined && bursts.length === 1)
    return { title: nameOf(only.cameraId), text: burstWords(only) };
  return { title: t`Motion on ${bursts.length} cameras`, text: listWords(names) };
}

import type { MotionEvent } from '../../../server/contract/fleet/motion.ts';

const HOUR_MS = 3_600_000;

/** Motion of one slice of time. */
export interface Slice {
  /** Share of the whole time, 0–1, where the slice begins and how wide it is. */
  readonly from: number;
  readonly width: number;
  readonly count: number;
  /** Highest score, 0–100. */
  readonly peak: number;
  /** ms since 1970 */
  readonly startsAt: number;
}

type Event = Pick<MotionEvent, 'score' | 'timestamp'>;

/** Cuts the last `hours` up to `now` into equal slices and answers those with motion, oldest first. */
export function slicesOf(
  events: readonly Event[],
  hours: number,
  now: number,
  slices = 96,
): readonly Slice[] {
  const start = now - hours * HOUR_MS;
  const length = (hours * HOUR_MS) / slices;
  const found = new Map<number, { count: number; peak: number }>();
  for (const { score, timestamp } of events) {
    const index = Math.min(slices - 1, Math.floor((Date.parse(timestamp) - start) / length));
    if (index < 0 || Number.isNaN(index)) continue;
    const slice = found.get(index) ?? { count: 0, peak: 0 };
    found.set(index, { count: slice.count + 1, peak: Math.max(slice.peak, score) });
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([index, { count, peak }]) => ({
      from: index / slices,
      width: 1 / slices,
      count,
      peak,
      startsAt: start + index * length,
    }));
}

export interface Tick {
  /** Share of the whole time, 0–1. */
  readonly at: number;
  /** ms since 1970, a full hour of the viewer's clock. */
  readonly time: number;
}

/** Full hours to write under a lane, about six of them. */
export function ticksOf(hours: number, now: number): readonly Tick[] {
  const start = now - hours * HOUR_MS;
  const every = Math.max(1, Math.ceil(hours / 6));
  const first = new Date(now);
  first.setMinutes(0, 0, 0);
  const ticks: Tick[] = [];
  for (let time = first.getTime(); time > start; time -= every * HOUR_MS) {
    const at = (time - start) / (hours * HOUR_MS);
    if (at > 0.02 && at < 0.93) ticks.unshift({ at, time });
  }
  return ticks;
}

import type { PlaylistEntry } from './playlist-parser.ts';

/**
 * How long a listed segment that is not here yet holds back the ones after it. A first retry comes after
 * 250 ms and a second after 750 ms, each plus its transfer; waiting longer would delay the live view of every
 * viewer for the sake of one second of video.
 */
const REORDER_GRACE_MS = 1_500;

/**
 * For each pending entry, when to stop waiting for it: some time after the first of its successors arrived. Times are
 * monotonic milliseconds; `arrivedAtMs` answers undefined for what is not here.
 */
export function graceEnds(
  pending: readonly PlaylistEntry[],
  arrivedAtMs: (entry: PlaylistEntry) => number | undefined,
): number[] {
  let earliestArrival = Number.POSITIVE_INFINITY;
  return pending
    .toReversed()
    .map((entry) => {
      const graceEndsAtMs = earliestArrival + REORDER_GRACE_MS;
      earliestArrival = Math.min(earliestArrival, arrivedAtMs(entry) ?? Number.POSITIVE_INFINITY);
      return graceEndsAtMs;
    })
    .toReversed();
}

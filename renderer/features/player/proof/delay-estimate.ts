const KEEP = 12;
/** Polling shifts arrivals by less than this, or than 1.5 segments; more means media time skipped an outage. */
const JUMP_MS = 3000;

/**
 * Estimates the age of the picture on screen.
 *
 * The stream carries no wall-clock times, so the estimate rests on arrivals: when the bytes of a segment
 * are complete here at time A and its last picture sits at media time E, that picture was taken no
 * later than A. The smallest A − E of the last dozen segments maps media time to "taken at the latest
 * at"; waiting for a poll only enlarges A − E, so the smallest is the best. Half a segment is added for
 * what cannot be seen from here: the node looks into its folder about once a segment. Encoder and sensor
 * time are not included. The estimate keeps growing while the picture stands still.
 */
export class DelayEstimate {
  #offsets: number[] = [];
  #halfSegmentMs = 500;

  /** A segment ending at media time `endS` was complete at `arrivedAt` (ms of a clock that never jumps). */
  segmentArrived(arrivedAt: number, endS: number, durationS: number): void {
    const offset = arrivedAt - endS * 1000;
    const jumpMs = Math.max(JUMP_MS, durationS * 1500);
    if (offset > Math.min(...this.#offsets) + jumpMs) this.#offsets = [];
    this.#offsets.push(offset);
    if (this.#offsets.length > KEEP) this.#offsets.shift();
    this.#halfSegmentMs = durationS * 500;
  }

  /** Media time starts anew, so older arrivals mean nothing. */
  clear(): void {
    this.#offsets = [];
  }

  /** Milliseconds between taking and showing the picture at media time `positionS`; `null` if unknown. */
  at(now: number, positionS: number): number | null {
    if (this.#offsets.length === 0) return null;
    const shownWasTakenAt = Math.min(...this.#offsets) + positionS * 1000;
    return Math.max(0, Math.round(now - shownWasTakenAt + this.#halfSegmentMs));
  }
}

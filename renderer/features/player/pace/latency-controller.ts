const BASE_MARGIN_S = 0.3;
const MARGIN_STEP_S = 0.1;
const MAX_MARGIN_S = 1;
const FORGIVE_AFTER_MS = 300_000;
/** Share of what is too much that may be played off before a new smallest buffer can be known. */
const GAIN = 0.66;
const MAX_RATE = 1.25;
const SLOW_RATE = 0.96;
const SHORT_BY_S = 0.15;
const SEEK_BEHIND_S = 3;
/** Less than a segment and this is a matter of when playlists are asked for, which a jump would not cure. */
const SEEK_ABOVE_SEGMENT_S = 0.5;

/** Two arrivals are up to 1.5 segments apart, because playlists are asked for again after half a segment. */
function windowFor(segmentMs: number): number {
  return Math.max(2200, 1.5 * segmentMs + 700);
}

export interface LatencyAdvice {
  readonly rate: number;
  /** Seconds to jump forward; 0 for none. */
  readonly skip: number;
}

/**
 * Keeps a live player close to the edge without stalls. It looks at the smallest forward buffer of a time
 * longer than a segment, so that a sawtooth does not fool it: plays a little faster while that exceeds a
 * margin, a little slower when it falls short, and jumps when more than 3 s and more than a segment could
 * be skipped. Each stall widens the margin; five quiet minutes narrow it again by one step.
 */
export class LatencyController {
  readonly #samples: { at: number; buffer: number }[] = [];
  #segmentMs = 1000;
  #windowMs = windowFor(1000);
  #margin = BASE_MARGIN_S;
  #marginChangedAt = 0;

  /** Seconds of buffer kept on purpose. */
  get margin(): number {
    return this.#margin;
  }

  /** Length of the stream's segments, ms; 1000 until told. */
  segmentLength(segmentMs: number): void {
    this.#segmentMs = segmentMs;
    this.#windowMs = windowFor(segmentMs);
  }

  /** The player ran dry for a moment and went on. */
  stalled(now: number): void {
    this.#margin = Math.min(MAX_MARGIN_S, this.#margin + MARGIN_STEP_S);
    this.#marginChangedAt = now;
  }

  /** Forgets what was measured, after a jump or a restart. */
  clear(): void {
    this.#samples.length = 0;
  }

  /** Takes one measurement (seconds of buffer ahead, every 50 ms) and says what to do. */
  sample(now: number, buffer: number): LatencyAdvice {
    this.#forgive(now);
    const since = this.#remember(now, buffer);
    let least = buffer;
    for (const sample of this.#samples) least = Math.min(least, sample.buffer);
    // Until a whole segment's time was seen, the buffer may still fall by the rest of it.
    const unseen = Math.max(0, this.#segmentMs - (now - since)) / 1000;
    const excess = least - unseen - this.#margin;
    if (excess > Math.max(SEEK_BEHIND_S, this.#segmentMs / 1000 + SEEK_ABOVE_SEGMENT_S)) {
      this.clear();
      return { rate: 1, skip: excess };
    }
    const gain = (GAIN * 1000) / this.#windowMs;
    if (least - this.#margin < -SHORT_BY_S) return { rate: SLOW_RATE, skip: 0 };
    return { rate: Math.min(MAX_RATE, 1 + gain * Math.max(0, excess)), skip: 0 };
  }

  /** Keeps the samples of the window; answers the time of the oldest. */
  #remember(now: number, buffer: number): number {
    this.#samples.push({ at: now, buffer });
    while ((this.#samples[0]?.at ?? now) < now - this.#windowMs) this.#samples.shift();
    return this.#samples[0]?.at ?? now;
  }

  #forgive(now: number): void {
    if (this.#margin <= BASE_MARGIN_S || now - this.#marginChangedAt < FORGIVE_AFTER_MS) return;
    this.#margin = Math.max(BASE_MARGIN_S, this.#margin - MARGIN_STEP_S);
    this.#marginChangedAt = now;
  }
}

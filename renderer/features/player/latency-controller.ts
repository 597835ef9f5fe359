const WINDOW_MS = 2200;
const BASE_MARGIN_S = 0.3;
const MARGIN_STEP_S = 0.1;
const MAX_MARGIN_S = 1;
const FORGIVE_AFTER_MS = 300_000;
const GAIN = 0.3;
const MAX_RATE = 1.25;
const SLOW_RATE = 0.96;
const SHORT_BY_S = 0.15;
const SEEK_BEHIND_S = 3;

export interface LatencyAdvice {
  readonly rate: number;
  /** Seconds to jump forward; 0 for none. */
  readonly skip: number;
}

/**
 * Keeps a live player close to the edge without stalls. It looks at the smallest forward buffer of the last
 * 2.2 s (longer than a segment, so a sawtooth does not fool it), plays a little faster while that exceeds
 * a margin, a little slower when it falls short, and jumps when more than 3 s could be skipped. Each
 * stall widens the margin; five quiet minutes narrow it again by one step.
 */
export class LatencyController {
  readonly #samples: { at: number; buffer: number }[] = [];
  #margin = BASE_MARGIN_S;
  #marginChangedAt = 0;

  /** Seconds of buffer kept on purpose. */
  get margin(): number {
    return this.#margin;
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
    this.#samples.push({ at: now, buffer });
    while ((this.#samples[0]?.at ?? now) < now - WINDOW_MS) this.#samples.shift();
    let least = buffer;
    for (const sample of this.#samples) least = Math.min(least, sample.buffer);
    const excess = least - this.#margin;
    if (excess > SEEK_BEHIND_S) {
      this.clear();
      return { rate: 1, skip: excess };
    }
    if (excess < -SHORT_BY_S) return { rate: SLOW_RATE, skip: 0 };
    return { rate: Math.min(MAX_RATE, 1 + GAIN * Math.max(0, excess)), skip: 0 };
  }

  #forgive(now: number): void {
    if (this.#margin <= BASE_MARGIN_S || now - this.#marginChangedAt < FORGIVE_AFTER_MS) return;
    this.#margin = Math.max(BASE_MARGIN_S, this.#margin - MARGIN_STEP_S);
    this.#marginChangedAt = now;
  }
}

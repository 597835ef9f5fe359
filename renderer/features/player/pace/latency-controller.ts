import type { PlaylistOrigin } from '../notices/notice-loader.ts';

const FIRST_MARGIN_S = 0.3;
/** A stream that came evenly for a long time is played with less. */
const LEAST_MARGIN_S = 0.2;
const MARGIN_STEP_S = 0.1;
const MAX_MARGIN_S = 1;
const CALM_MS = 300_000;
/** Share of what is too much that may be played off before a new smallest buffer can be known. */
const GAIN = 0.66;
const MAX_RATE = 1.25;
const SLOW_RATE = 0.96;
/** Speed changes by no more between two samples, so that nobody sees or hears it. */
const RATE_STEP = 0.02;
const SHORT_BY_S = 0.15;
const SEEK_BEHIND_S = 3;
/** Less than a segment and this is a matter of when playlists are asked for, which a jump would not cure. */
const SEEK_ABOVE_SEGMENT_S = 0.5;

/**
 * Segments that are told of come one segment apart. When playlists are asked for, two arrivals are up to 1.5
 * segments apart, because the next one is asked for half a segment after a miss.
 */
function windowFor(segmentMs: number, origin: PlaylistOrigin): number {
  return origin === 'notice' ? segmentMs + 1200 : Math.max(2200, 1.5 * segmentMs + 700);
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
 * be skipped. Each stall widens the margin; five calm minutes narrow it again by one step, and one step below
 * where it began, unless that was tried and was too little.
 */
export class LatencyController {
  readonly #samples: { at: number; buffer: number }[] = [];
  #segmentMs = 1000;
  #windowMs = windowFor(1000, 'polling');
  #rate = 1;
  #margin = FIRST_MARGIN_S;
  #leastMargin = LEAST_MARGIN_S;
  #marginChangedAt: number | null = null;

  /** Seconds of buffer kept on purpose. */
  get margin(): number {
    return this.#margin;
  }

  /** Length of the stream's segments, ms, and how they are learned of; 1000 and by polling until told. */
  arrivals(segmentMs: number, origin: PlaylistOrigin): void {
    this.#segmentMs = segmentMs;
    this.#windowMs = windowFor(segmentMs, origin);
  }

  /** The player ran dry for a moment and went on. */
  stalled(now: number): void {
    if (this.#margin < FIRST_MARGIN_S) this.#leastMargin = FIRST_MARGIN_S;
    this.#margin = Math.min(MAX_MARGIN_S, this.#margin + MARGIN_STEP_S);
    this.#marginChangedAt = now;
  }

  /** Forgets what was measured, after a jump or a restart. */
  clear(): void {
    this.#samples.length = 0;
    this.#rate = 1;
  }

  /** Takes one measurement (seconds of buffer ahead, every 50 ms) and says what to do. */
  sample(now: number, buffer: number): LatencyAdvice {
    this.#narrow(now);
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
    const isShort = least - this.#margin < -SHORT_BY_S;
    this.#approach(isShort ? SLOW_RATE : Math.min(MAX_RATE, 1 + gain * Math.max(0, excess)));
    return { rate: this.#rate, skip: 0 };
  }

  /** Goes a small step to the wanted speed; hundredths, so that it is not set anew for nothing. */
  #approach(wanted: number): void {
    const step = Math.max(-RATE_STEP, Math.min(RATE_STEP, wanted - this.#rate));
    this.#rate = Math.round((this.#rate + step) * 100) / 100;
  }

  /** Keeps the samples of the window; answers the time of the oldest. */
  #remember(now: number, buffer: number): number {
    this.#samples.push({ at: now, buffer });
    while ((this.#samples[0]?.at ?? now) < now - this.#windowMs) this.#samples.shift();
    return this.#samples[0]?.at ?? now;
  }

  #narrow(now: number): void {
    this.#marginChangedAt ??= now;
    if (this.#margin <= this.#leastMargin || now - this.#marginChangedAt < CALM_MS) return;
    this.#margin = Math.max(this.#leastMargin, this.#margin - MARGIN_STEP_S);
    this.#marginChangedAt = now;
  }
}

import { Backoff } from './backoff.ts';
import { stuckAfterMs } from '../player-state.ts';

/** Segments that came this long ago count as coming. */
const ARRIVING_MS = 2000;
/** A library that says nothing at all for so long, neither good nor bad, has come to a stop. */
const SPEECHLESS_MS = 15_000;

interface Proof {
  readonly lastAdvanceAt: number | null;
  readonly lastFrameAt: number | null;
}

/**
 * Knows when a player that gets segments but shows nothing, or has come to a stop without a word, should be
 * built anew; each time costs segments, so viewing hours. All times are ms of one clock that never jumps.
 */
export class RebuildPatience {
  readonly #pauses = new Backoff(5000, 60_000);
  #openedAt = 0;
  #heardAt = 0;
  #afterMs = 0;

  opened(now: number): void {
    this.#openedAt = now;
    this.#heardAt = now;
  }

  /** The library told something: a playlist, or that something failed. */
  heard(now: number): void {
    this.#heardAt = now;
  }

  forget(): void {
    this.#pauses.reset();
    this.#afterMs = 0;
  }

  /** Pause before another attempt at something hopeless, ms. */
  pause(): number {
    return this.#pauses.next();
  }

  /** True when it is time to build anew; the next time then takes longer. */
  isOver({ lastAdvanceAt, lastFrameAt }: Proof, segmentMs: number, now: number): boolean {
    if (now - this.#heardAt > Math.max(SPEECHLESS_MS, 4 * segmentMs)) return true;
    const arriving = lastAdvanceAt !== null && now - lastAdvanceAt < ARRIVING_MS;
    const quietSince = Math.max(lastFrameAt ?? 0, this.#openedAt);
    if (!arriving || now - quietSince < Math.max(stuckAfterMs(segmentMs), this.#afterMs)) return false;
    this.#afterMs = this.#pauses.next();
    return true;
  }
}

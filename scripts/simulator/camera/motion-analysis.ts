import type { MotionOptions } from '../node-options.ts';

const DEFAULT_COOLDOWN_MS = 30_000;
const DEFAULT_SCORE = 60;

/** Stands for the scene-change analysis of one camera: finds motion on a fixed rhythm of accepted segments. */
export class MotionAnalysis {
  readonly #options: MotionOptions | undefined;
  #analysed = 0;
  #lastReportMs = Number.NEGATIVE_INFINITY;

  constructor(options: MotionOptions | undefined) {
    this.#options = options;
  }

  /** Looks at one more segment: a score (0–100) to report now, or undefined. The cooldown starts before the report. */
  analyse(): number | undefined {
    if (!this.#options) return undefined;
    const { everySegments, burstSegments = 1, score = DEFAULT_SCORE } = this.#options;
    const place = this.#analysed % everySegments;
    this.#analysed += 1;
    const now = performance.now();
    const cooling = now - this.#lastReportMs < (this.#options.cooldownMs ?? DEFAULT_COOLDOWN_MS);
    if (place >= burstSegments || cooling) return undefined;
    this.#lastReportMs = now;
    // A burst swells to the highest score and fades again.
    const swell = Math.sin((Math.PI * (place + 1)) / (burstSegments + 1));
    return Math.max(2, Math.min(100, Math.round(score * swell)));
  }
}

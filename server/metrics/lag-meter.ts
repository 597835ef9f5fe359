import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Between two looks at the event loop; the histogram itself is kept by the runtime, outside of JavaScript. */
const RESOLUTION_MS = 20;
const NS_PER_SECOND = 1e9;

export interface LagFigures {
  readonly meanSeconds: number;
  readonly p99Seconds: number;
  readonly maxSeconds: number;
}

/** How late the event loop is: everything the server does waits for it. */
export class LagMeter {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#histogram.enable();
  }

  /** Delays since the start, beyond the interval of looking. */
  figures(): LagFigures {
    const beyond = (ns: number): number =>
      Number.isFinite(ns) ? Math.max(0, ns / NS_PER_SECOND - RESOLUTION_MS / 1000) : 0;
    const { mean, max } = this.#histogram;
    return {
      meanSeconds: beyond(mean),
      p99Seconds: beyond(this.#histogram.percentile(99)),
      maxSeconds: beyond(this.#histogram.count === 0 ? 0 : max),
    };
  }

  stop(): void {
    this.#histogram.disable();
  }
}

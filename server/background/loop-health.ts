import type { Clock } from '../clock.ts';
import type { LoopState } from '../contract/system.ts';
import type { Loop } from './loop-runner.ts';

interface Runs {
  readonly everyMs: number;
  count: number;
  failures: number;
  startedAt: Date | null;
  running: boolean;
  durationMs: number | null;
  errorClass: string | null;
  failedAt: Date | null;
}

/** How every background task fares, in names and numbers that tell nothing of anybody's data. */
export class LoopHealth {
  readonly #clock: Clock;
  readonly #runs = new Map<string, Runs>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same loops, with every run noted here. Failures still reach the runner. */
  watch(loops: readonly Loop[]): Loop[] {
    return loops.map((loop) => {
      const runs: Runs = {
        everyMs: loop.everyMs,
        count: 0,
        failures: 0,
        startedAt: null,
        running: false,
        durationMs: null,
        errorClass: null,
        failedAt: null,
      };
      this.#runs.set(loop.name, runs);
      return { ...loop, tick: (signal) => this.#observed(runs, () => loop.tick(signal)) };
    });
  }

  /** One entry a loop, in the order of the table. */
  report(): LoopState[] {
    return [...this.#runs].map(([name, runs]) => ({
      name,
      every_seconds: runs.everyMs / 1000,
      running: runs.running,
      runs: runs.count,
      failures: runs.failures,
      last_run_at: runs.startedAt?.toISOString() ?? null,
      last_duration_ms: runs.durationMs,
      last_error_class: runs.errorClass,
      last_error_at: runs.failedAt?.toISOString() ?? null,
    }));
  }

  async #observed(runs: Runs, work: () => Promise<void>): Promise<void> {
    const begun = this.#clock.monotonicMs();
    runs.startedAt = this.#clock.now();
    runs.running = true;
    try {
      await work();
      runs.errorClass = null;
    } catch (error) {
      runs.failures += 1;
      runs.errorClass = error instanceof Error ? error.constructor.name : 'Error';
      runs.failedAt = this.#clock.now();
      throw error;
    } finally {
      runs.count += 1;
      runs.running = false;
      runs.durationMs = Math.round((this.#clock.monotonicMs() - begun) * 10) / 10;
    }
  }
}

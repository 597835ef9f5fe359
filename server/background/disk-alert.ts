import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { DiskFigures } from '../system/health-service.ts';

export interface DiskAlertDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Space on the file system of the data directory. */
  readonly measure: () => Promise<DiskFigures>;
  readonly criticalPercent: number;
  /** Least time between two lines about the same full disk. */
  readonly repeatAfterMs: number;
}

/**
 * Logs that the data disk is nearly full, for whoever operates this machine. Nobody is notified: administrators see a
 * banner on every page, and a row or a mail would itself need the space.
 */
export class DiskAlert {
  readonly #deps: DiskAlertDeps;
  #loggedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: DiskAlertDeps) {
    this.#deps = deps;
  }

  async check(): Promise<void> {
    const { clock, log, criticalPercent, repeatAfterMs } = this.#deps;
    const figures = await this.#figures();
    if (figures === undefined) return;
    const now = clock.monotonicMs();
    if (figures.percentUsed < criticalPercent) {
      this.#loggedAt = Number.NEGATIVE_INFINITY;
      return;
    }
    if (now - this.#loggedAt < repeatAfterMs) return;
    this.#loggedAt = now;
    log.error(
      {
        disk_percent_used: figures.percentUsed,
        disk_bytes_free: figures.bytesFree,
        disk_path: figures.path,
        alert_audience: 'operator_only',
      },
      'The data disk is nearly full; free some space before changes can no longer be saved',
    );
  }

  async #figures(): Promise<DiskFigures | undefined> {
    try {
      return await this.#deps.measure();
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'The space on the data disk could not be read');
      return undefined;
    }
  }
}

import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Logger } from 'pino';

export interface PowerDeps {
  readonly log: Logger;
  readonly now: () => Date;
  /** Told after the computer woke up, so that the gap can be explained later. */
  readonly onSlept: (gap: { readonly from: Date; readonly to: Date }) => Promise<void>;
}

/** Keeps the computer awake while asked to, and writes down when it slept nevertheless. */
export class Power {
  readonly #deps: PowerDeps;
  #blocker: number | undefined;
  #sleptAt: Date | undefined;

  constructor(deps: PowerDeps) {
    this.#deps = deps;
  }

  setup(): void {
    powerMonitor.on('suspend', () => {
      this.#sleptAt = this.#deps.now();
      this.#deps.log.warn('The computer goes to sleep; nothing is served until it wakes up');
    });
    powerMonitor.on('resume', () => void this.#woke());
  }

  /** The screen may go dark; the computer itself stays awake while `awake`. */
  keepAwake(awake: boolean): void {
    if (awake === (this.#blocker !== undefined)) return;
    if (this.#blocker === undefined) this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    else {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }

  async #woke(): Promise<void> {
    const to = this.#deps.now();
    const from = this.#sleptAt ?? to;
    this.#sleptAt = undefined;
    const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
    this.#deps.log.warn({ seconds }, 'The computer woke up; video of this time is missing');
    await this.#deps.onSlept({ from, to }).catch((error: unknown) => {
      this.#deps.log.warn({ err: error }, 'The gap could not be recorded');
    });
  }
}

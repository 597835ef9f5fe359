import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { KeptList } from './kept-list.ts';

const start = z.object({ at: z.number(), ended: z.boolean() });
type Start = z.infer<typeof start>;

const KEPT = 20;
const HOUR_MS = 3_600_000;

interface StartHistoryServices {
  readonly clock: Clock;
  readonly log: Logger;
  readonly dataDir: string;
}

/** When the server was started and whether it came to an orderly end, kept in `starts.json`. */
export class StartHistory {
  readonly #clock: Clock;
  readonly #list: KeptList<Start>;
  #starts: readonly Start[];

  constructor({ clock, log, dataDir }: StartHistoryServices) {
    this.#clock = clock;
    this.#list = new KeptList(join(dataDir, 'starts.json'), start, log);
    this.#starts = this.#list.read();
  }

  /** The server started. */
  began(): void {
    this.#keep([...this.#starts, { at: this.#clock.now().getTime(), ended: false }].slice(-KEPT));
  }

  /** The server stops in an orderly way. */
  ended(): void {
    const last = this.#starts.at(-1);
    if (last !== undefined) this.#keep([...this.#starts.slice(0, -1), { ...last, ended: true }]);
  }

  /** How often in the last hour the server ended without being stopped; the present run, if any, aside. */
  crashesOfLastHour(isRunning: boolean): number {
    const now = this.#clock.now().getTime();
    const past = isRunning ? this.#starts.slice(0, -1) : this.#starts;
    return past.filter(({ at, ended }) => !ended && Math.abs(now - at) <= HOUR_MS).length;
  }

  #keep(starts: readonly Start[]): void {
    this.#starts = starts;
    this.#list.write(starts);
  }
}

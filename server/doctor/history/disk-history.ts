import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { KeptList } from './kept-list.ts';

const sample = z.object({ at: z.number(), free: z.number() });
type Sample = z.infer<typeof sample>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is older says little about the pace of now. */
const KEPT_MS = 30 * DAY_MS;
/** A shorter look would take one large copy for a habit. */
const LEAST_SPAN_MS = 2 * DAY_MS;

interface DiskHistoryServices {
  readonly clock: Clock;
  readonly log: Logger;
  readonly dataDir: string;
}

/** Free room on the data disk, once an hour for a month, kept in `disk-history.json`. */
export class DiskHistory {
  readonly #clock: Clock;
  readonly #list: KeptList<Sample>;
  #samples: readonly Sample[];

  constructor({ clock, log, dataDir }: DiskHistoryServices) {
    this.#clock = clock;
    this.#list = new KeptList(join(dataDir, 'disk-history.json'), sample, log);
    this.#samples = this.#list.read();
  }

  /** Told whenever somebody looked; keeps one figure an hour. */
  note(bytesFree: number): void {
    const now = this.#clock.now().getTime();
    const last = this.#samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (Math.abs(now - last) < HOUR_MS) return;
    // A clock that was set leaves figures of the future behind.
    const kept = this.#samples.filter(({ at }) => at < now && now - at <= KEPT_MS);
    this.#samples = [...kept, { at: now, free: bytesFree }];
    this.#list.write(this.#samples);
  }

  /**
   * Whole days until the disk is full at the pace of the last weeks. Undefined when it does not fill, or was not looked at
   * for two days yet.
   */
  daysLeft(bytesFree: number): number | undefined {
    const now = this.#clock.now().getTime();
    const samples = [...this.#samples.filter(({ at }) => at < now), { at: now, free: bytesFree }];
    const first = samples[0];
    if (first === undefined || now - first.at < LEAST_SPAN_MS) return undefined;
    const perMs = slope(samples);
    return perMs >= 0 ? undefined : Math.floor(bytesFree / -perMs / DAY_MS);
  }
}

/** Bytes a millisecond by least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((sum, each) => sum + pick(each), 0) / samples.length;
  const at = mean((each) => each.at);
  const free = mean((each) => each.free);
  const spread = samples.reduce((sum, each) => sum + (each.at - at) ** 2, 0);
  const shared = samples.reduce((sum, each) => sum + (each.at - at) * (each.free - free), 0);
  return spread === 0 ? 0 : shared / spread;
}

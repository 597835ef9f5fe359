import type { UploadFaultOptions } from '../node-options.ts';

/** Decides, repeatably, which segments of one camera get into trouble. */
export class UploadFaults<Segment> {
  readonly #options: UploadFaultOptions;
  #state: number;
  #held: Segment | undefined;

  /** `salt` makes cameras of one node differ. */
  constructor(options: UploadFaultOptions, salt: number) {
    this.#options = options;
    this.#state = ((options.seed ?? 1) * 0x9e3779b1 + salt) >>> 0;
  }

  /** Segments to hand to the uploader now that `segment` is ready: none, one, or two in swapped order. */
  arrange(segment: Segment): Segment[] {
    if (this.#happens(this.#options.drop)) return [];
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) return [segment, held];
    if (!this.#happens(this.#options.reorder)) return [segment];
    this.#held = segment;
    return [];
  }

  /** Extra time before this push, ms. */
  delayMs(): number {
    const delay = this.#options.delay;
    return delay && this.#happens(delay.probability) ? delay.ms : 0;
  }

  duplicates(): boolean {
    return this.#happens(this.#options.duplicate);
  }

  #happens(probability = 0): boolean {
    return probability > 0 && this.#random() < probability;
  }

  /** A small linear congruential generator: enough to spread faults, the same on every computer. */
  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}

/** Tool calls under way at one time; a call that waits for a camera holds its slot meanwhile. */
export const SLOTS = { perKey: 32, total: 64 } as const;

/** Counts tool calls that are under way, for each key and together. */
export class CallSlots {
  readonly #underWay = new Map<string, number>();
  #total = 0;

  /** A slot to dispose of when the call has ended, or undefined when all are taken. */
  take(owner: string): Disposable | undefined {
    const ofOwner = this.#underWay.get(owner) ?? 0;
    if (ofOwner >= SLOTS.perKey || this.#total >= SLOTS.total) return undefined;
    this.#underWay.set(owner, ofOwner + 1);
    this.#total += 1;
    return { [Symbol.dispose]: () => this.#free(owner) };
  }

  #free(owner: string): void {
    const left = (this.#underWay.get(owner) ?? 1) - 1;
    if (left === 0) this.#underWay.delete(owner);
    else this.#underWay.set(owner, left);
    this.#total -= 1;
  }
}

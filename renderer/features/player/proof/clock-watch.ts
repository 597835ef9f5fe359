/** The wall clock moved this much against the steady one: the computer slept, or its clock was set. */
const JUMP_MS = 2000;

/**
 * Notices that the steady clock and the wall clock went apart. The steady clock may stand still while the
 * computer sleeps, which must not make old pictures young.
 */
export class ClockWatch {
  #offset: number | null = null;

  /** True when the clocks went apart since the last call; both in ms. */
  jumped(steady: number, wall: number): boolean {
    const before = this.#offset;
    this.#offset = wall - steady;
    return before !== null && Math.abs(this.#offset - before) > JUMP_MS;
  }
}

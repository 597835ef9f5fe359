/** At most one attempt that is planned for later. */
export class NextAttempt {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #action: (() => void) | null = null;

  get isPlanned(): boolean {
    return this.#action !== null;
  }

  plan(action: () => void, pauseMs: number): void {
    this.cancel();
    this.#action = action;
    this.#timer = setTimeout(() => this.hurry(), pauseMs);
  }

  /** Something changed for the better: makes the planned attempt now. */
  hurry(): void {
    const action = this.#action;
    this.cancel();
    action?.();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#action = null;
  }
}

/** What a player did, for whoever looks for a fault. */
export interface PlayerEvent {
  readonly id: number;
  /** ms since 1970, of the last time when it came several times in a row. */
  readonly at: number;
  readonly text: string;
  /** How often it came in a row. */
  readonly times: number;
  readonly isBad: boolean;
}

const KEPT = 50;

/** Keeps the last 50 events, newest first. Events of one kind in a row become one line. */
export class EventLog {
  readonly #clock: () => number;
  #events: readonly PlayerEvent[] = [];
  #lastKind: string | null = null;
  #nextId = 1;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** The same array until something is added. */
  get events(): readonly PlayerEvent[] {
    return this.#events;
  }

  /** `kind` names what is merged when it repeats; without it every event keeps its own line. */
  add(text: string, { kind = null, isBad = false }: { kind?: string | null; isBad?: boolean } = {}): void {
    const [last, ...older] = this.#events;
    const at = this.#clock();
    if (last !== undefined && kind !== null && kind === this.#lastKind) {
      this.#events = [{ ...last, at, text, times: last.times + 1 }, ...older];
      return;
    }
    this.#lastKind = kind;
    this.#events = [{ id: this.#nextId, at, text, times: 1, isBad }, ...this.#events].slice(0, KEPT);
    this.#nextId += 1;
  }
}

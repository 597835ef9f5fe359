import type { StreamState } from '../../api/events.ts';

type Listener = () => void;

interface Watched<T> {
  readonly get: () => T;
  readonly subscribe: (listener: Listener) => unknown;
}

/** With the event connection lost as well, so long is nothing said. */
const LOST_MS = 5_000;
/** The event connection looks open: it may be one that nobody has noticed is dead, or a slow server. */
const OPEN_MS = 20_000;

/**
 * How long the server may be silent before the whole page says so, in milliseconds; `null` where pages have their
 * own words for it, because nobody is signed in and no event connection is kept.
 */
export function patienceMs(stream: StreamState): number | null {
  if (stream === 'off') return null;
  return stream === 'open' ? OPEN_MS : LOST_MS;
}

/** Tells since when the server is silent, once that has lasted too long. */
export class SilenceWatch {
  readonly #reachable: Watched<boolean>;
  readonly #stream: Watched<StreamState>;
  readonly #listeners = new Set<Listener>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the silence began; `null` while the server answers. */
  #began: number | null = null;
  #told: number | null = null;

  constructor(reachable: Watched<boolean>, stream: Watched<StreamState>) {
    this.#reachable = reachable;
    this.#stream = stream;
    reachable.subscribe(this.#look);
    stream.subscribe(this.#look);
  }

  /** Milliseconds since 1970; `null` while there is nothing to say. */
  readonly get = (): number | null => this.#told;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly #look = (): void => {
    clearTimeout(this.#timer);
    this.#began = this.#reachable.get() ? null : (this.#began ?? Date.now());
    const patience = patienceMs(this.#stream.get());
    if (this.#began === null || patience === null) {
      this.#tell(null);
      return;
    }
    const left = this.#began + patience - Date.now();
    if (left <= 0) this.#tell(this.#began);
    else this.#timer = setTimeout(this.#look, left);
  };

  #tell(since: number | null): void {
    if (this.#told === since) return;
    this.#told = since;
    for (const listener of this.#listeners) listener();
  }
}

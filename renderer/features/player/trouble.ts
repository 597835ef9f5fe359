import type { BlockReason } from './player-state.ts';

/** What keeps a first picture away: this browser, the way to the server, or a stream that is not there. */
export type Trouble = 'format' | 'unreachable' | 'no-stream';

/** One failure of a session, as far as it tells anything about the cause. */
export interface SessionFailure {
  readonly kind: 'network' | 'media' | 'other';
  /** HTTP status of the answer, when there was one. */
  readonly status: number | null;
  /** A segment failed; else it was the playlist. */
  readonly segment: boolean;
}

const BLOCKS: Readonly<Record<number, BlockReason>> = {
  401: 'signed-out',
  402: 'plan',
  429: 'viewer-hours',
};

/** The refusal that an HTTP status stands for, if it is one. */
export function blockOf(status: number | null): BlockReason | null {
  return status === null ? null : (BLOCKS[status] ?? null);
}

/** Remembers what keeps pictures away until they come. A refused format outweighs the rest: it does not pass. */
export class TroubleLog {
  #current: Trouble | null = null;

  get current(): Trouble | null {
    return this.#current;
  }

  note(trouble: Trouble): void {
    if (this.#current !== 'format') this.#current = trouble;
  }

  failed({ kind, status, segment }: SessionFailure): void {
    if (kind === 'media') this.note('format');
    if (kind !== 'network') return;
    if (status === 404 && !segment) this.note('no-stream');
    // The library answers status 0 when there was no answer at all.
    if (status === null || status === 0 || status >= 500) this.note('unreachable');
  }

  /** A playlist came: the server is there and so is the stream. */
  answered(): void {
    if (this.#current !== 'format') this.#current = null;
  }

  clear(): void {
    this.#current = null;
  }
}

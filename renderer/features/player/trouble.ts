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

/** What a failure says about the cause; `null` when nothing new. */
export function troubleOf({ kind, status, segment }: SessionFailure): Trouble | null {
  if (kind === 'media') return 'format';
  if (kind !== 'network') return null;
  if (status === 404) return segment ? null : 'no-stream';
  // The library answers status 0 when there was no answer at all.
  return status === null || status === 0 || status >= 500 ? 'unreachable' : null;
}

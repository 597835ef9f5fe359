/** Why playback stopped on purpose; nothing is fetched until somebody asks again. */
export type BlockReason = 'signed-out' | 'plan' | 'viewer-hours';

export type PlayerPhase = 'idle' | 'starting' | 'live' | 'reconnecting' | 'frozen' | 'paused' | 'blocked';

/** What is known about one player; times are milliseconds since 1970. */
export interface PlayerFacts {
  readonly running: boolean;
  readonly paused: boolean;
  readonly blocked: BlockReason | null;
  /** When the decoder last delivered a new picture. */
  readonly lastFrameAt: number | null;
  /** When the playlist last grew while we watched; a first playlist proves nothing, it may be old. */
  readonly lastAdvanceAt: number | null;
  readonly delayMs: number | null;
}

/** A green tile must have decoded a picture within this time. */
export const FRAME_FRESH_MS = 1600;
/** A green tile must have seen the stream grow within this time (segments last 1–2 s). */
export const ADVANCE_FRESH_MS = 2800;
/** A picture older than this is not live, however smoothly it moves. */
export const MAX_LIVE_DELAY_MS = 10_000;
/** Without a new picture for this long we stop saying "reconnecting" and say "frozen". */
export const FROZEN_AFTER_MS = 6000;

/**
 * The honest state of a player. Green needs three proofs: new decoded pictures, a stream that grew while
 * we watched, and a small measured delay. An open connection proves nothing.
 */
export function judge(facts: PlayerFacts, now: number): PlayerPhase {
  if (facts.blocked !== null) return 'blocked';
  if (!facts.running) return 'idle';
  if (facts.paused) return 'paused';
  if (facts.lastFrameAt === null) return 'starting';
  const frameAge = now - facts.lastFrameAt;
  if (facts.lastAdvanceAt === null) return frameAge > FROZEN_AFTER_MS ? 'frozen' : 'starting';
  const moving = frameAge <= FRAME_FRESH_MS;
  const growing = now - facts.lastAdvanceAt <= ADVANCE_FRESH_MS;
  const near = facts.delayMs === null || facts.delayMs <= MAX_LIVE_DELAY_MS;
  if (moving && growing && near) return 'live';
  return frameAge > FROZEN_AFTER_MS ? 'frozen' : 'reconnecting';
}

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
export declare const FRAME_FRESH_MS = 1600;
/** A green tile must have seen the stream grow within this time (segments last 1–2 s). */
export declare const ADVANCE_FRESH_MS = 2800;
/** A picture older than this is not live, however smoothly it moves. */
export declare const MAX_LIVE_DELAY_MS = 10000;
/** Without a new picture for this long we stop saying "reconnecting" and say "frozen". */
export declare const FROZEN_AFTER_MS = 6000;
/**
 * The honest state of a player. Green needs three proofs: new decoded pictures, a stream that grew while
 * we watched, and a small measured delay. An open connection proves nothing.
 */
export declare function judge(facts: PlayerFacts, now: number): PlayerPhase;

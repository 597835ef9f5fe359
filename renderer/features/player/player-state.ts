/** Why playback stopped on purpose; the first two end only when somebody asks again. */
export type BlockReason = 'signed-out' | 'plan' | 'viewer-hours';

export type PlayerPhase =
  | 'idle'
  | 'starting'
  | 'no-picture'
  | 'live'
  | 'reconnecting'
  | 'frozen'
  | 'rewound'
  | 'paused'
  | 'blocked';

/** What is known about one player; times are milliseconds of one clock that never jumps. */
export interface PlayerFacts {
  readonly running: boolean;
  readonly paused: boolean;
  readonly blocked: BlockReason | null;
  /** When somebody last asked to play; recovery does not change it. */
  readonly startedAt: number;
  /** When the decoder last delivered a new picture. */
  readonly lastFrameAt: number | null;
  /** When the playlist last grew while we watched; a first playlist proves nothing, it may be old. */
  readonly lastAdvanceAt: number | null;
  readonly delayMs: number | null;
  /** Longest segment of the stream; nodes make segments of 1 to 30 s. */
  readonly segmentMs: number;
}

/** Length of a segment until the playlist tells, ms: what nodes make unless told otherwise. */
export const USUAL_SEGMENT_MS = 1000;
/** A green tile must have decoded a picture within this time. */
const FRAME_FRESH_MS = 1600;
/** Without a new picture for this long we stop saying "reconnecting" and say "frozen". */
const FROZEN_AFTER_MS = 6000;
/** Without a first picture for this long we stop saying "starting". */
const NO_PICTURE_AFTER_MS = 15_000;

/**
 * A green tile must have seen the stream grow within this time. Playlists are asked for once a segment and
 * half a segment after a miss, so growth shows every 1.5 segments at worst.
 */
function growthFreshMs(segmentMs: number): number {
  return Math.max(2800, 2 * segmentMs + 800);
}

/** A picture older than this is not live, however smoothly it moves. */
function maxLiveDelayMs(segmentMs: number): number {
  return Math.max(10_000, 3 * segmentMs + 4000);
}

/** Segments arrive but nothing is decoded for this long: build everything anew. */
export function stuckAfterMs(segmentMs: number): number {
  return Math.max(5000, 2 * segmentMs + 3000);
}

/** A time in the future is no proof of anything. */
function within(age: number, limit: number): boolean {
  return age >= 0 && age <= limit;
}

/**
 * The honest state of a player. Green needs three proofs: new decoded pictures, a stream that grew while
 * we watched, and a small measured delay. An open connection proves nothing. `rewound` means somebody
 * looks at older pictures on purpose, which is never green.
 */
export function judge(facts: PlayerFacts, now: number, rewound = false): PlayerPhase {
  if (facts.blocked !== null) return 'blocked';
  if (!facts.running) return 'idle';
  if (facts.paused) return 'paused';
  if (facts.lastFrameAt === null) {
    return now - facts.startedAt > NO_PICTURE_AFTER_MS ? 'no-picture' : 'starting';
  }
  const frameAge = now - facts.lastFrameAt;
  if (rewound) return within(frameAge, FROZEN_AFTER_MS) ? 'rewound' : 'frozen';
  if (facts.lastAdvanceAt === null) return frameAge > FROZEN_AFTER_MS ? 'frozen' : 'starting';
  const moving = within(frameAge, FRAME_FRESH_MS);
  const growing = within(now - facts.lastAdvanceAt, growthFreshMs(facts.segmentMs));
  const near = facts.delayMs === null || facts.delayMs <= maxLiveDelayMs(facts.segmentMs);
  if (moving && growing && near) return 'live';
  return frameAge > FROZEN_AFTER_MS ? 'frozen' : 'reconnecting';
}

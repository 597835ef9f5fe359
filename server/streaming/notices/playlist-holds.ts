import type { SegmentCache } from '../segment-cache.ts';

/** Requests held for one camera, and for all of them. Who comes after is answered at once. */
const HOLDS_PER_CAMERA = 200;
const HOLDS_MAX = 2_000;
/** A playlist is held back for this many target durations, and no longer than proxies put up with. */
const HOLD_TARGET_DURATIONS = 3;
const HOLD_MOST_MS = 30_000;

export interface PlaylistHold {
  /** Resolves when the sequence number is published, the stream changed otherwise, or it took too long. Never rejects. */
  readonly released: Promise<void>;
  /** The caller is gone. */
  readonly cancel: () => void;
}

interface Waiting {
  readonly sequence: number;
  readonly release: () => void;
}

/** Playlist requests that wait for a segment which is not published yet. */
export class PlaylistHolds {
  readonly #segments: SegmentCache;
  readonly #byCamera = new Map<string, Set<Waiting>>();
  #count = 0;
  #stopped = false;

  constructor(segments: SegmentCache) {
    this.#segments = segments;
    segments.observe((cameraId, news) => {
      if (news.reset) this.#release(cameraId, Number.POSITIVE_INFINITY);
      else if (news.published) this.#release(cameraId, segments.nextSequence(cameraId) ?? 0);
    });
  }

  /** Requests held now. */
  get count(): number {
    return this.#count;
  }

  /** Holds a request until `sequence` is published; undefined when there is nothing to wait for, or no room to. */
  hold(cameraId: string, sequence: number): PlaylistHold | undefined {
    if (sequence < (this.#segments.nextSequence(cameraId) ?? 0)) return undefined;
    const waiting = this.#byCamera.get(cameraId) ?? new Set();
    if (this.#stopped || this.#count >= HOLDS_MAX || waiting.size >= HOLDS_PER_CAMERA) return undefined;
    this.#byCamera.set(cameraId, waiting);
    const { promise, resolve } = Promise.withResolvers<void>();
    const mostMs = Math.min(
      HOLD_MOST_MS,
      this.#segments.targetSeconds(cameraId) * 1_000 * HOLD_TARGET_DURATIONS,
    );
    const release = (): void => {
      if (!waiting.delete(entry)) return;
      clearTimeout(tooLong);
      this.#count -= 1;
      if (waiting.size === 0) this.#byCamera.delete(cameraId);
      resolve();
    };
    const tooLong = setTimeout(release, mostMs);
    const entry: Waiting = { sequence, release };
    waiting.add(entry);
    this.#count += 1;
    return { released: promise, cancel: release };
  }

  /** Lets everybody go and holds nobody again. */
  stop(): void {
    this.#stopped = true;
    for (const cameraId of this.#byCamera.keys()) this.#release(cameraId, Number.POSITIVE_INFINITY);
  }

  #release(cameraId: string, below: number): void {
    for (const { sequence, release } of this.#byCamera.get(cameraId) ?? []) if (sequence < below) release();
  }
}

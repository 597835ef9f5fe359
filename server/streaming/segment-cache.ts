import { CameraStream } from './camera-stream.ts';
import type { PlaylistRefusal } from './camera-stream.ts';
import { contentMark } from './epoch.ts';
import type { HeldSegment, StoredSegment } from './held-segments.ts';
import { parsePlaylist } from './playlist-parser.ts';
import type { Clock } from '../clock.ts';
import { randomKey } from '../ids.ts';
import type { StreamNews } from './notices/notice-board.ts';
import type { LiveWindow } from './notices/segment-notice.ts';
import { SegmentMemory } from './memory/segment-memory.ts';
import type { LivePlaylist } from './published-window.ts';

/** A camera without a new segment for this long loses what is cached for it. */
const STALE_CAMERA_MS = 60_000;
/** Playlists kept by a sweep. */
const MAX_PLAYLISTS = 500;

export interface SegmentCacheOptions {
  /** Segments kept for each camera. */
  readonly maxPerCamera: number;
  /** Bytes kept for all cameras together. */
  readonly maxTotalBytes: number;
}

export interface PutResult {
  /** Segment names cached for this camera after eviction. */
  readonly cachedSegments: number;
  readonly newEpoch: boolean;
  /** The same upload was already accepted. */
  readonly duplicate: boolean;
  /** Segments of any camera dropped to respect the byte limit. */
  readonly evictedForTotal: number;
}

export interface PlaylistResult {
  readonly accepted: boolean;
  readonly reason: PlaylistRefusal | undefined;
  /** Playlists pushed for this camera since it was last cleared, this one included. */
  readonly pushes: number;
}

export interface CacheStats {
  /** Cameras with a playlist. */
  readonly playlists: number;
  /** Cameras with at least one segment. */
  readonly cameras: number;
  readonly segments: number;
  readonly totalBytes: number;
}

/** Told what changed for viewers of a camera, right after the change. Must neither throw nor change the cache. */
export type StreamObserver = (cameraId: string, news: StreamNews) => void;

const NOTHING_LIVE: LiveWindow = { targetSeconds: 1, discontinuitySequence: 0, segments: [] };

/**
 * The live video of all cameras, in memory. Every method is synchronous, so a put with both its evictions is
 * one step for every reader. Times are monotonic milliseconds given by the caller, never falling.
 */
export class SegmentCache {
  /** Where pushed segments are put; what is sent of `listed` ones is borrowed from it. */
  readonly memory = new SegmentMemory();
  readonly #maxPerCamera: number;
  readonly #maxTotalBytes: number;
  readonly #streams = new Map<string, CameraStream>();
  /** Every held segment in order of arrival, so that the byte limit never needs a search over cameras. */
  readonly #arrivals = new Set<StoredSegment>();
  readonly #observers: StreamObserver[] = [];
  readonly #clock: Pick<Clock, 'now'>;
  #totalBytes = 0;
  /** Browsers may hold what an earlier start of the server sent. */
  #lastVersion = randomKey(4).readUInt32BE();

  constructor(options: SegmentCacheOptions, clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#maxPerCamera = options.maxPerCamera;
    this.#maxTotalBytes = options.maxTotalBytes;
  }

  /** Adds an observer for as long as the cache lives. */
  observe(observer: StreamObserver): void {
    this.#observers.push(observer);
  }

  /**
   * Makes a camera known. `firstSequence` (≥ 1) must be above every sequence number published for it before;
   * it is ignored when the camera is open already.
   */
  open(cameraId: string, firstSequence: number): void {
    if (!Number.isSafeInteger(firstSequence) || firstSequence < 1)
      throw new RangeError(`first sequence of ${cameraId} must be a whole number of at least 1`);
    if (!this.#streams.has(cameraId)) this.#streams.set(cameraId, new CameraStream(cameraId, firstSequence));
  }

  /** Stores one segment and evicts. Throws when the camera is not open. */
  put(cameraId: string, name: string, number: number, bytes: Buffer, nowMs: number): PutResult {
    const stream = this.#opened(cameraId);
    const wallMs = this.#clock.now().getTime();
    const arrival = { bytes, version: this.#nextVersion(), mark: contentMark(bytes), nowMs, wallMs };
    const { stored, newEpoch, duplicate } = stream.put(name, number, arrival);
    if (stored !== undefined) {
      this.#arrivals.add(stored);
      this.#totalBytes += stored.bytes.length;
    }
    this.#evictFrom(stream);
    const evictedForTotal = this.#evictAcrossCameras();
    this.#tell(cameraId, stream);
    return { cachedSegments: stream.held.names, newEpoch, duplicate, evictedForTotal };
  }

  /** Takes the text of a node's playlist. Throws when the camera is not open. */
  acceptPlaylist(cameraId: string, text: string, nowMs: number): PlaylistResult {
    const stream = this.#opened(cameraId);
    const reason = stream.acceptPlaylist(parsePlaylist(text), nowMs);
    this.#tell(cameraId, stream);
    return { accepted: reason === undefined, reason, pushes: stream.playlistPushes };
  }

  /** Its node registered: what follows is another run of the camera. Nothing to do for an unknown camera. */
  startEpoch(cameraId: string): void {
    const stream = this.#streams.get(cameraId);
    if (stream === undefined) return;
    stream.startEpoch();
    this.#tell(cameraId, stream);
  }

  /**
   * The playlist for viewers, or null when the stream has not started or stands still. `codecLine` is one
   * complete tag line to insert; the result is the same object until something changes.
   */
  playlist(cameraId: string, nowMs: number, codecLine?: string): LivePlaylist | null {
    const stream = this.#streams.get(cameraId);
    if (stream === undefined) return null;
    const playlist = stream.playlist(nowMs, codecLine);
    this.#tell(cameraId, stream);
    return playlist;
  }

  /**
   * What can be played now: the segments of the playlist, and one more that was told before the node's playlist listed
   * it. Without segments when there is no playlist.
   */
  live(cameraId: string, nowMs: number): LiveWindow {
    return this.#streams.get(cameraId)?.live(nowMs) ?? NOTHING_LIVE;
  }

  /** Target duration of what is on air, whole seconds; at least 1. */
  targetSeconds(cameraId: string): number {
    return this.#streams.get(cameraId)?.targetSeconds ?? 1;
  }

  /** The newest segment of that name, or with a version exactly that content of any run. */
  segment(cameraId: string, name: string, version?: string): HeldSegment | undefined {
    const held = this.#streams.get(cameraId)?.held;
    const found = version === undefined ? held?.named(name) : held?.versioned(name, version);
    if (found !== undefined) this.memory.keep(found.bytes);
    return found;
  }

  /** The segment of `segment_00042.ts?v=3f2a91c0`, as listed; its bytes hold only while it is cached or they are borrowed. */
  listed(cameraId: string, address: string): HeldSegment | undefined {
    return this.#streams.get(cameraId)?.held.listed(address);
  }

  /** A number above every media and discontinuity sequence published so far; undefined when not open. */
  nextSequence(cameraId: string): number | undefined {
    return this.#streams.get(cameraId)?.nextSequence;
  }

  /**
   * The newest `count` segments, oldest first, all of one moment; null when nothing is held for the camera. Meant for
   * cutting clips out of live video.
   */
  snapshot(cameraId: string, count: number): HeldSegment[] | null {
    const held = this.#streams.get(cameraId)?.held;
    if (held === undefined || held.size === 0) return null;
    const newest = count <= 0 ? [] : held.ordered().slice(-count);
    for (const { bytes } of newest) this.memory.keep(bytes);
    return newest;
  }

  /** Forgets a camera's video but not its place in the published numbering. Harmless when repeated. */
  flush(cameraId: string): void {
    const stream = this.#streams.get(cameraId);
    if (stream === undefined) return;
    for (const segment of stream.held.all()) this.#forget(segment);
    stream.clear();
    this.#tell(cameraId, stream);
  }

  /**
   * Forgets a deleted camera altogether. Only for an id that never returns: its next stream would begin at whatever
   * `open` is told. (Ids of cameras begin with the random id of their node, and go only together with it.)
   */
  close(cameraId: string): void {
    this.flush(cameraId);
    this.#streams.delete(cameraId);
  }

  /** Flushes cameras that went silent and drops the oldest playlists; returns the ids of flushed cameras. */
  sweep(nowMs: number): string[] {
    const stale = [...this.#streams]
      .filter(
        ([, { lastArrivalMs }]) => lastArrivalMs !== undefined && nowMs - lastArrivalMs > STALE_CAMERA_MS,
      )
      .map(([cameraId]) => cameraId);
    for (const cameraId of stale) this.flush(cameraId);
    const surplus = this.#withPlaylist()
      .sort(([, a], [, b]) => (a.liveAtMs ?? 0) - (b.liveAtMs ?? 0))
      .slice(0, -MAX_PLAYLISTS);
    for (const [cameraId, stream] of surplus) {
      stream.dropPlaylist();
      this.#tell(cameraId, stream);
    }
    return stale;
  }

  stats(): CacheStats {
    const streams = [...this.#streams.values()];
    return {
      playlists: this.#withPlaylist().length,
      cameras: streams.filter(({ held }) => held.size > 0).length,
      segments: this.#arrivals.size,
      totalBytes: this.#totalBytes,
    };
  }

  /** Adds up all held bytes anew; always equals `stats().totalBytes`, which is how tests prove the running total. */
  recount(): number {
    let bytes = 0;
    for (const { held } of this.#streams.values())
      for (const segment of held.all()) bytes += segment.bytes.length;
    return bytes;
  }

  #nextVersion(): string {
    this.#lastVersion = (this.#lastVersion + 1) >>> 0;
    return this.#lastVersion.toString(16).padStart(8, '0');
  }

  #opened(cameraId: string): CameraStream {
    const stream = this.#streams.get(cameraId);
    if (stream === undefined) throw new Error(`camera ${cameraId} has no open stream`);
    return stream;
  }

  #tell(cameraId: string, stream: CameraStream): void {
    const news = stream.board.take();
    if (news !== undefined) for (const observe of this.#observers) observe(cameraId, news);
  }

  #withPlaylist(): [string, CameraStream][] {
    return [...this.#streams].filter(([, { liveAtMs }]) => liveAtMs !== undefined);
  }

  #evictFrom(stream: CameraStream): void {
    while (stream.held.size > this.#maxPerCamera) {
      const oldest = stream.held.oldest();
      if (oldest === undefined) return;
      this.#forget(oldest);
      stream.remove(oldest);
    }
  }

  #evictAcrossCameras(): number {
    let evicted = 0;
    while (this.#totalBytes > this.#maxTotalBytes) {
      const oldest = this.#oldestArrival();
      if (oldest === undefined) break;
      this.#forget(oldest);
      const stream = this.#opened(oldest.cameraId);
      stream.remove(oldest);
      this.#tell(oldest.cameraId, stream);
      evicted += 1;
    }
    return evicted;
  }

  /** Segments that arrived in the same millisecond go in the order of camera id, then name. */
  #oldestArrival(): StoredSegment | undefined {
    let oldest: StoredSegment | undefined;
    for (const segment of this.#arrivals) {
      oldest ??= segment;
      if (segment.arrivedAtMs > oldest.arrivedAtMs) break;
      if (precedes(segment, oldest)) oldest = segment;
    }
    return oldest;
  }

  #forget(segment: StoredSegment): void {
    this.#arrivals.delete(segment);
    this.#totalBytes -= segment.bytes.length;
    this.memory.leave(segment.bytes);
  }
}

function precedes(a: HeldSegment, b: HeldSegment): boolean {
  return a.cameraId === b.cameraId ? a.name < b.name : a.cameraId < b.cameraId;
}

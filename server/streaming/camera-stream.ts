import { Epoch, OvertakenRun, UPLOADS_IN_FLIGHT } from './epoch.ts';
import { HeldSegments } from './held-segments.ts';
import type { Arrival, StoredSegment } from './held-segments.ts';
import type { ParsedPlaylist, PlaylistEntry } from './playlist-parser.ts';
import { NoticeBoard } from './notices/notice-board.ts';
import { PublishedWindow } from './published-window.ts';
import type { LiveWindow } from './notices/segment-notice.ts';
import type { LivePlaylist } from './published-window.ts';
import { graceEnds } from './reorder-grace.ts';

/** A playlist that waits longer than this for its first segment is not used. */
const UNMATCHED_LIFETIME_MS = 30_000;
/** More low, unknown, rising numbers in a row than late uploads can explain. */
const LOW_RUN_LENGTH = UPLOADS_IN_FLIGHT + 1;

export interface StreamPut {
  /** The segment now held, undefined when nothing new was taken in. */
  readonly stored: StoredSegment | undefined;
  readonly newEpoch: boolean;
  readonly duplicate: boolean;
}

/** Why a playlist changed nothing. */
export type PlaylistRefusal = 'lists-nothing' | 'lists-no-known-segment' | 'not-newer';

/** One camera: its runs, the segments held in memory, and what viewers are shown of them. */
export class CameraStream {
  readonly held = new HeldSegments();
  readonly board = new NoticeBoard();
  /** Playlists pushed since the camera was last cleared. */
  playlistPushes = 0;
  /** Monotonic arrival of the newest segment, undefined before the first. */
  lastArrivalMs: number | undefined;
  readonly #cameraId: string;
  readonly #window: PublishedWindow;
  #epoch = new Epoch(1);
  #overtaken: OvertakenRun | undefined;
  /** A playlist that lists nothing of this run so far: overtaken by the run, or ahead of its uploads. */
  #unmatched: { readonly playlist: ParsedPlaylist; readonly arrivedAtMs: number } | undefined;
  #lowRun: StoredSegment[] = [];
  #liveAtMs: number | undefined;
  /** When a held-back segment may be published although an earlier one is missing. */
  #graceEndsAtMs = Number.POSITIVE_INFINITY;

  constructor(cameraId: string, firstSequence: number) {
    this.#cameraId = cameraId;
    this.#window = new PublishedWindow(firstSequence);
  }

  get nextSequence(): number {
    return this.#window.nextSequence;
  }

  get targetSeconds(): number {
    return this.#window.targetSeconds;
  }

  /** Monotonic time of the last change viewers could see, undefined while there is no playlist. */
  get liveAtMs(): number | undefined {
    return this.#liveAtMs;
  }

  /** The node registered anew: whatever it sends from now on is another run. */
  startEpoch(): void {
    this.#beginEpoch();
    this.#overtaken = undefined;
  }

  put(name: string, number: number, arrival: Arrival): StreamPut {
    const { mark, nowMs } = arrival;
    if (this.#epoch.isRetry(name, number, mark, nowMs)) {
      const stored = this.#heldNow(name) !== undefined ? undefined : this.#store(name, number, arrival);
      return { stored, newEpoch: false, duplicate: true };
    }
    if (this.#overtaken?.isRetry(name, number, mark, nowMs) === true)
      return { stored: undefined, newEpoch: false, duplicate: true };
    let newEpoch = this.#epoch.excludes(name, number);
    if (newEpoch) this.#overtake(number, nowMs);
    else if (this.#overtaken?.takeLate(number, this.#epoch, nowMs) === true) {
      const { epoch } = this.#overtaken;
      return { stored: this.#store(name, number, arrival, epoch), newEpoch, duplicate: false };
    }
    const belowHead = number < this.#epoch.highest;
    const stored = this.#store(name, number, arrival);
    if (this.#completesLowRun(stored, belowHead)) {
      this.#overtake(Number.POSITIVE_INFINITY, nowMs);
      newEpoch = true;
    }
    this.#adoptUnmatched(name, nowMs);
    this.#publish(nowMs);
    this.#tellAhead(stored, nowMs);
    return { stored, newEpoch, duplicate: false };
  }

  /** Takes a node's playlist; undefined when accepted. */
  acceptPlaylist(playlist: ParsedPlaylist, nowMs: number): PlaylistRefusal | undefined {
    this.playlistPushes += 1;
    if (playlist.entries.length === 0) return 'lists-nothing';
    if (!playlist.entries.some((entry) => this.#epoch.knows(entry.name))) {
      this.#unmatched = { playlist, arrivedAtMs: nowMs };
      return 'lists-no-known-segment';
    }
    if (playlist.lastNumber <= this.#lastListed()) return 'not-newer';
    this.#unmatched = undefined;
    this.#take(playlist, nowMs);
    this.#publish(nowMs);
    return undefined;
  }

  /** What viewers get; null before the first published segment and when nothing moved for too long. */
  playlist(nowMs: number, codecLine: string | undefined): LivePlaylist | null {
    if (nowMs >= this.#graceEndsAtMs) this.#publish(nowMs);
    return this.#isLive(nowMs) ? (this.#window.render(codecLine) ?? null) : null;
  }

  /** What followers know once they were told everything; without segments when `playlist` is null. */
  live(nowMs: number): LiveWindow {
    const window = this.#window.live();
    const ahead = this.board.ahead === undefined ? [] : [this.board.ahead];
    return { ...window, segments: this.#isLive(nowMs) ? [...window.segments, ...ahead] : [] };
  }

  /** Lets go of an evicted segment. */
  remove(segment: StoredSegment): void {
    this.held.remove(segment);
    this.board.withdraw(segment);
    if (this.#window.isEmpty) return;
    this.#window.withdraw(segment);
    if (this.#window.isEmpty) this.board.reset();
  }

  /** Forgets the playlist; segments and sequence position stay. */
  dropPlaylist(): void {
    if (!this.#window.isEmpty) this.board.reset();
    this.board.withdraw();
    this.#window.clear();
    this.#epoch.playlist = undefined;
    this.#unmatched = undefined;
    this.#liveAtMs = undefined;
    this.#graceEndsAtMs = Number.POSITIVE_INFINITY;
  }

  /** Forgets everything but the sequence position, so that published numbers go on rising. */
  clear(): void {
    this.dropPlaylist();
    this.startEpoch();
    this.held.clear();
    this.playlistPushes = 0;
    this.lastArrivalMs = undefined;
  }

  #beginEpoch(): void {
    this.board.withdraw();
    this.#epoch = new Epoch(this.#epoch.id + 1);
    this.#lowRun = [];
    this.#graceEndsAtMs = Number.POSITIVE_INFINITY;
  }

  /** Begins a run without a registration, with the suspiciously low segments that led up to its next number. */
  #overtake(nextNumber: number, nowMs: number): void {
    const run = this.#lowRun.filter((segment) => segment.number < nextNumber);
    this.#overtaken = new OvertakenRun(this.#epoch, nowMs);
    this.#beginEpoch();
    for (const segment of run) {
      segment.epoch = this.#epoch.id;
      this.#epoch.remember(segment.name, segment.number, segment.mark, segment.arrivedAtMs);
    }
  }

  /** The segment of that name, if this run delivered it and it was not evicted. */
  #heldNow(name: string): StoredSegment | undefined {
    const segment = this.held.named(name);
    return segment?.epoch === this.#epoch.id ? segment : undefined;
  }

  #store(name: string, number: number, arrival: Arrival, epoch = this.#epoch): StoredSegment {
    const { bytes, version, mark, nowMs, wallMs } = arrival;
    const segment: StoredSegment = {
      cameraId: this.#cameraId,
      name,
      number,
      bytes,
      version,
      mark,
      arrivedAtMs: nowMs,
      acceptedAt: wallMs,
      epoch: epoch.id,
      durationSeconds: epoch.playlist?.byName.get(name)?.durationSeconds,
    };
    this.held.add(segment);
    if (!epoch.knows(name)) epoch.remember(name, number, mark, nowMs);
    this.lastArrivalMs = nowMs;
    return segment;
  }

  /**
   * After a server restart the names below the first push are unknown, so an encoder restart may look like a
   * series of late segments. Numbers that rise below a head that stands still are a run of their own.
   */
  #completesLowRun(segment: StoredSegment, belowHead: boolean): boolean {
    const awaited =
      segment.number > this.#epoch.lastPublished && this.#epoch.playlist?.byName.has(segment.name) === true;
    const previous = this.#lowRun.at(-1);
    if (!belowHead || awaited || (previous !== undefined && previous.number >= segment.number))
      this.#lowRun = [];
    if (belowHead && !awaited) this.#lowRun.push(segment);
    return this.#lowRun.length >= LOW_RUN_LENGTH;
  }

  #lastListed(): number {
    return this.#epoch.playlist?.lastNumber ?? -1;
  }

  /** A playlist can arrive before the first segment it shares with this run. */
  #adoptUnmatched(name: string, nowMs: number): void {
    const waiting = this.#unmatched;
    if (waiting === undefined || !waiting.playlist.byName.has(name)) return;
    this.#unmatched = undefined;
    if (nowMs - waiting.arrivedAtMs > UNMATCHED_LIFETIME_MS) return;
    if (waiting.playlist.lastNumber > this.#lastListed()) this.#take(waiting.playlist, nowMs);
  }

  #take(playlist: ParsedPlaylist, nowMs: number): void {
    this.#epoch.playlist = playlist;
    this.#moved(nowMs);
    this.#window.describe(playlist);
    for (const entry of playlist.entries) {
      const segment = this.#heldNow(entry.name);
      if (segment !== undefined) segment.durationSeconds = entry.durationSeconds;
    }
  }

  /** Publishes what the playlist lists and memory holds, in numeric order, up to the first one worth awaiting. */
  #publish(nowMs: number): void {
    this.#graceEndsAtMs = Number.POSITIVE_INFINITY;
    const pending = (this.#epoch.playlist?.entries ?? []).filter(
      (entry) => entry.number > this.#epoch.lastPublished,
    );
    const arrival = ({ name }: PlaylistEntry) => this.#heldNow(name)?.arrivedAtMs;
    const ends = this.#joinsMidRun(pending) ? [] : graceEnds(pending, arrival);
    for (const [index, entry] of pending.entries()) {
      if (entry.number <= this.#epoch.lastPublished) continue;
      const segment = this.#heldNow(entry.name);
      if (segment !== undefined) {
        this.#show(segment, entry, nowMs);
      } else if (!this.#epoch.knows(entry.name)) {
        const graceEndsAtMs = ends[index] ?? Number.NEGATIVE_INFINITY;
        if (nowMs >= graceEndsAtMs) continue;
        this.#graceEndsAtMs = graceEndsAtMs;
        return;
      }
    }
  }

  #show(segment: StoredSegment, entry: PlaylistEntry, nowMs: number): void {
    this.#moved(nowMs);
    const { targetSeconds } = this.#window;
    this.board.published(this.#window.append(segment, entry));
    if (this.#window.targetSeconds !== targetSeconds) this.board.reset();
    this.#epoch.lastPublished = entry.number;
    this.#lowRun = [];
  }

  /** A segment that follows the newest published one is told of before the playlist that will list it. */
  #tellAhead(segment: StoredSegment, nowMs: number): void {
    const { id, lastPublished } = this.#epoch;
    if (lastPublished < 0 || segment.epoch !== id || segment.number !== lastPublished + 1) return;
    const place = this.#isLive(nowMs) ? this.#window.placeNext(segment) : undefined;
    if (place !== undefined && this.board.ahead === undefined) this.board.expect(place);
  }

  /** Viewers see something new; followers of a stream that stood still know nothing of what it holds. */
  #moved(nowMs: number): void {
    if (!this.#isLive(nowMs)) this.board.reset();
    this.#liveAtMs = nowMs;
  }

  #isLive(nowMs: number): boolean {
    return this.#liveAtMs !== undefined && nowMs - this.#liveAtMs < this.#window.lifetimeMs;
  }

  /**
   * Whether publication of this run begins somewhere in its middle (the server was restarted): what the node
   * uploaded before is gone, and only the start of a run is worth waiting for.
   */
  #joinsMidRun(pending: readonly PlaylistEntry[]): boolean {
    if (this.#epoch.lastPublished >= 0) return false;
    const missing = pending.findIndex((entry) => this.#epoch.knows(entry.name));
    return pending[0]?.number !== 0 || missing >= UPLOADS_IN_FLIGHT;
  }
}

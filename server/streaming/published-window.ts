import { noticeOf, type LiveWindow, type PublishedSegment } from './notices/segment-notice.ts';
import { ProgramDates } from './program-dates.ts';
import { segmentUri } from './held-segments.ts';
import type { HeldSegment } from './held-segments.ts';
import type { ParsedPlaylist, PlaylistEntry } from './playlist-parser.ts';

/** Entries shown to viewers. */
const WINDOW_LENGTH = 15;
/** A camera whose playlist has not moved for this long is not live. */
const LIFETIME_MS = 30_000;
/** Cameras with long segments post rarely: their playlist lives at least this many target durations. */
const LIFETIME_SEGMENTS = 3;

/** A rendered playlist, the same object until something changes. */
export interface LivePlaylist {
  /** UTF-8 text; must not be written to. */
  readonly body: Buffer;
  /** The same bytes, one character each, for writing headers and body in one string. */
  readonly latin1: string;
}

interface Published extends PublishedSegment {
  readonly targetSeconds: number;
  readonly lines: string;
}

/**
 * What viewers of one camera see: consecutive media sequence numbers given at publication, never taken back,
 * across runs of the camera and restarts of the server. Entries leave only from the front.
 */
export class PublishedWindow {
  #entries: Published[] = [];
  #nextSequence: number;
  /** Discontinuity sequence of the segment before the first entry; at most one step per published segment. */
  #discontinuitySequence: number;
  #last: { readonly epoch: number; readonly number: number } | undefined;
  #targetSeconds = 1;
  #version = 3;
  readonly #dates = new ProgramDates();
  #header: readonly string[] = [];
  #rendered: { readonly codecLine: string | undefined; readonly playlist: LivePlaylist } | undefined;

  constructor(firstSequence: number) {
    this.#nextSequence = firstSequence;
    this.#discontinuitySequence = firstSequence;
  }

  /** The number the next published segment gets; no sequence number shown so far is higher. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** The longest rounded duration, whole seconds; steady within a run. */
  get targetSeconds(): number {
    return this.#targetSeconds;
  }

  /** How long the playlist is shown although nothing new comes. */
  get lifetimeMs(): number {
    return Math.max(LIFETIME_MS, this.#targetSeconds * 1_000 * LIFETIME_SEGMENTS);
  }

  /** Takes over version and playlist-wide tags. */
  describe(playlist: ParsedPlaylist): void {
    this.#version = playlist.version;
    this.#header = playlist.header;
    this.#rendered = undefined;
  }

  /** Appends a segment, marking a discontinuity where timestamps cannot continue from the one before. */
  append(segment: HeldSegment, entry: PlaylistEntry): PublishedSegment {
    const before = this.#last;
    const newRun = before !== undefined && before.epoch !== segment.epoch;
    const gap = before !== undefined && (entry.discontinuity || before.number + 1 !== segment.number);
    const targetSeconds = Math.max(1, Math.round(entry.durationSeconds));
    if (newRun) this.#targetSeconds = Math.max(1, ...this.#entries.map((listed) => listed.targetSeconds));
    this.#targetSeconds = Math.max(this.#targetSeconds, targetSeconds);
    const discontinuity = newRun || gap;
    const lines = [...this.#dates.tagsOf(segment, entry), entry.extinf, segmentUri(segment)];
    if (discontinuity) lines.unshift('#EXT-X-DISCONTINUITY');
    const { durationSeconds } = entry;
    const place = { segment, sequence: this.#nextSequence, discontinuity, durationSeconds };
    this.#entries.push({ ...place, targetSeconds, lines: lines.join('\n') });
    this.#nextSequence += 1;
    this.#last = { epoch: segment.epoch, number: segment.number };
    this.#dropFront(this.#entries.length - WINDOW_LENGTH);
    this.#rendered = undefined;
    return place;
  }

  /** The place this segment will have if it is the next one of the same run; undefined while nothing is listed. */
  placeNext(segment: HeldSegment): PublishedSegment | undefined {
    const durationSeconds = this.#entries.at(-1)?.durationSeconds;
    if (durationSeconds === undefined) return undefined;
    return { segment, sequence: this.#nextSequence, discontinuity: false, durationSeconds };
  }

  /** Takes out a segment that is no longer held, with everything before it: a window has no holes. */
  withdraw(segment: HeldSegment): void {
    this.#dropFront(this.#entries.findIndex((entry) => entry.segment === segment) + 1);
  }

  clear(): void {
    this.#dropFront(this.#entries.length);
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  live(): LiveWindow {
    return {
      targetSeconds: this.#targetSeconds,
      discontinuitySequence: this.#discontinuitySequence,
      segments: this.#entries.map(noticeOf),
    };
  }

  /** The playlist text, with an optional line after the first; undefined when nothing is listed. */
  render(codecLine: string | undefined): LivePlaylist | undefined {
    if (this.#rendered !== undefined && this.#rendered.codecLine === codecLine)
      return this.#rendered.playlist;
    const first = this.#entries[0];
    if (first === undefined) return undefined;
    const lines = [
      '#EXTM3U',
      ...(codecLine === undefined ? [] : [codecLine]),
      `#EXT-X-VERSION:${this.#version}`,
      `#EXT-X-TARGETDURATION:${this.#targetSeconds}`,
      `#EXT-X-MEDIA-SEQUENCE:${first.sequence}`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${this.#discontinuitySequence}`,
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES',
      ...this.#header,
      ...this.#entries.map((entry) => entry.lines),
      '',
    ];
    const body = Buffer.from(lines.join('\n'), 'utf8');
    const playlist = { body, latin1: body.toString('latin1') };
    this.#rendered = { codecLine, playlist };
    return playlist;
  }

  #dropFront(count: number): void {
    if (count <= 0) return;
    const left = this.#entries.splice(0, count);
    this.#discontinuitySequence += left.filter((entry) => entry.discontinuity).length;
    this.#rendered = undefined;
  }
}

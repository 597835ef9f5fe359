import { segmentUri } from './held-segments.ts';
import type { HeldSegment } from './held-segments.ts';
import type { ParsedPlaylist, PlaylistEntry } from './playlist-parser.ts';

/** Entries shown to viewers. */
const WINDOW_LENGTH = 15;

/** A rendered playlist, the same object until something changes. */
export interface LivePlaylist {
  /** UTF-8 text; must not be written to. */
  readonly body: Buffer;
  /** The same bytes, one character each, for writing headers and body in one string. */
  readonly latin1: string;
}

interface Published {
  readonly segment: HeldSegment;
  readonly sequence: number;
  readonly discontinuity: boolean;
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

  /** Takes over version and playlist-wide tags. */
  describe(playlist: ParsedPlaylist): void {
    this.#version = playlist.version;
    this.#header = playlist.header;
    this.#rendered = undefined;
  }

  /** Appends a segment, marking a discontinuity where timestamps cannot continue from the one before. */
  append(segment: HeldSegment, entry: PlaylistEntry): void {
    const before = this.#last;
    const newRun = before !== undefined && before.epoch !== segment.epoch;
    const gap = before !== undefined && (entry.discontinuity || before.number + 1 !== segment.number);
    const targetSeconds = Math.max(1, Math.round(entry.durationSeconds));
    if (newRun) this.#targetSeconds = Math.max(1, ...this.#entries.map((listed) => listed.targetSeconds));
    this.#targetSeconds = Math.max(this.#targetSeconds, targetSeconds);
    const discontinuity = newRun || gap;
    const lines = [...entry.tags, entry.extinf, segmentUri(segment)];
    if (discontinuity) lines.unshift('#EXT-X-DISCONTINUITY');
    this.#entries.push({
      segment,
      sequence: this.#nextSequence,
      discontinuity,
      targetSeconds,
      lines: lines.join('\n'),
    });
    this.#nextSequence += 1;
    this.#last = { epoch: segment.epoch, number: segment.number };
    this.#dropFront(this.#entries.length - WINDOW_LENGTH);
    this.#rendered = undefined;
  }

  /** Takes out a segment that is no longer held, with everything before it: a window has no holes. */
  withdraw(segment: HeldSegment): void {
    this.#dropFront(this.#entries.findIndex((entry) => entry.segment === segment) + 1);
  }

  clear(): void {
    this.#dropFront(this.#entries.length);
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

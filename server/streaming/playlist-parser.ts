import { parseSegmentNumber } from './segment-name.ts';

/** One listed segment. */
export interface PlaylistEntry {
  readonly name: string;
  readonly number: number;
  readonly durationSeconds: number;
  /** The `#EXTINF` line. */
  readonly extinf: string;
  readonly discontinuity: boolean;
  /** Other tag lines that belong to this segment. */
  readonly tags: readonly string[];
}

/** What a node's playlist says, without the parts a live server must decide itself. */
export interface ParsedPlaylist {
  /** EXT-X-VERSION, at least 3 (fractional durations). */
  readonly version: number;
  /** Playlist-wide tag lines to pass on. */
  readonly header: readonly string[];
  /** In numeric order. */
  readonly entries: readonly PlaylistEntry[];
  readonly byName: ReadonlyMap<string, PlaylistEntry>;
  /** The highest listed number, -1 when nothing is listed. */
  readonly lastNumber: number;
}

/** Tags that are replaced or must not reach live viewers. */
const OWN_TAGS = new Set([
  '#EXTM3U',
  '#EXT-X-MEDIA-SEQUENCE',
  '#EXT-X-DISCONTINUITY-SEQUENCE',
  '#EXT-X-INDEPENDENT-SEGMENTS',
  '#EXT-X-PLAYLIST-TYPE',
  '#EXT-X-ENDLIST',
  '#EXT-X-CODECS',
  '#EXT-X-SERVER-CONTROL',
]);

/** Tags that describe one segment even when they stand before the first one. */
const SEGMENT_TAGS = new Set([
  '#EXT-X-PROGRAM-DATE-TIME',
  '#EXT-X-BYTERANGE',
  '#EXT-X-GAP',
  '#EXT-X-BITRATE',
]);

/** Nodes cut segments of 1–30 s; anything far beyond is a broken line, and would slow every player's reloads. */
const LONGEST_SEGMENT_SECONDS = 120;

const LEAST_VERSION = 3;

interface Draft {
  extinf: string | undefined;
  discontinuity: boolean;
  tags: string[];
}

function emptyDraft(): Draft {
  return { extinf: undefined, discontinuity: false, tags: [] };
}

/** Seconds of an `#EXTINF` line, undefined when it is not usable as it stands. */
function extinfSeconds(line: string | undefined): number | undefined {
  const digits = line === undefined ? undefined : /^#EXTINF:(\d{1,6}(?:\.\d{1,12})?),/.exec(line)?.[1];
  const seconds = Number(digits);
  return seconds > 0 && seconds <= LONGEST_SEGMENT_SECONDS ? seconds : undefined;
}

class PlaylistReader {
  readonly #header: string[] = [];
  readonly #entries: PlaylistEntry[] = [];
  #version = LEAST_VERSION;
  #targetSeconds = 1;
  #draft = emptyDraft();
  #inHeader = true;

  read(text: string): ParsedPlaylist {
    for (const raw of text.split(/[\r\n]+/)) {
      const line = raw.trim();
      if (line.startsWith('#')) this.#tag(line);
      else if (line !== '') this.#uri(line);
    }
    const entries = this.#entries.sort((a, b) => a.number - b.number);
    return {
      version: this.#version,
      header: this.#header,
      entries,
      byName: new Map(entries.map((entry) => [entry.name, entry])),
      lastNumber: entries.at(-1)?.number ?? -1,
    };
  }

  #tag(line: string): void {
    const name = /^#[A-Z0-9-]*/.exec(line)?.[0] ?? '#';
    const value = Number(/^:(\d{1,4})$/.exec(line.slice(name.length))?.[1] ?? 0);
    if (OWN_TAGS.has(name)) return;
    if (name === '#EXT-X-VERSION') this.#version = Math.max(LEAST_VERSION, value);
    else if (name === '#EXT-X-TARGETDURATION') this.#targetSeconds = Math.max(1, value);
    else if (name === '#EXT-X-DISCONTINUITY') this.#draft.discontinuity = true;
    // Viewers fetch from this server only: a line naming another place is not passed on.
    else if (line.includes('://')) return;
    else if (name === '#EXTINF') this.#extinf(line);
    else if (this.#inHeader && !SEGMENT_TAGS.has(name)) this.#header.push(line);
    else this.#draft.tags.push(line);
  }

  #extinf(line: string): void {
    this.#draft.extinf = line;
    this.#inHeader = false;
  }

  #uri(line: string): void {
    const draft = this.#draft;
    this.#draft = emptyDraft();
    this.#inHeader = false;
    const name = line.slice(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
    const number = parseSegmentNumber(name);
    if (number === undefined) return;
    const seconds = extinfSeconds(draft.extinf);
    const fallback = Math.min(this.#targetSeconds, LONGEST_SEGMENT_SECONDS);
    this.#entries.push({
      name,
      number,
      durationSeconds: seconds ?? fallback,
      extinf: seconds !== undefined && draft.extinf !== undefined ? draft.extinf : `#EXTINF:${fallback},`,
      discontinuity: draft.discontinuity,
      tags: draft.tags,
    });
  }
}

/**
 * Reads a node's media playlist. Line ends, trailing blanks and path prefixes are normalised; lines that name
 * no segment are left out. Never throws: text that lists nothing gives no entries.
 */
export function parsePlaylist(text: string): ParsedPlaylist {
  return new PlaylistReader().read(text);
}

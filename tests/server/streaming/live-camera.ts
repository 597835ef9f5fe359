import { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import type {
  PlaylistResult,
  PutResult,
  SegmentCacheOptions,
} from '../../../server/streaming/segment-cache.ts';
import { parseSegmentNumber } from '../../../server/streaming/segment-name.ts';

/** `segment_00042.ts` */
export function nameOf(number: number): string {
  return `segment_${String(number).padStart(5, '0')}.ts`;
}

/** A node's playlist: up to 15 one-second entries that end with `last`. */
export function nodePlaylist(last: number, first = Math.max(0, last - 14)): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:1', `#EXT-X-MEDIA-SEQUENCE:${first}`];
  if (first === 0) lines.push('#EXT-X-DISCONTINUITY');
  for (let number = first; number <= last; number += 1) lines.push('#EXTINF:1.000000,', nameOf(number));
  return `${lines.join('\n')}\n`;
}

export interface Shown {
  readonly text: string;
  readonly mediaSequence: number;
  readonly discontinuitySequence: number;
  readonly targetDuration: number;
  readonly entries: readonly ShownEntry[];
  /** Numbers of the listed segments. */
  readonly numbers: readonly number[];
  /** Positions in the list that follow a discontinuity tag. */
  readonly discontinuities: readonly number[];
}

export interface ShownEntry {
  readonly uri: string;
  readonly name: string;
  readonly version: string;
  readonly seconds: number;
}

function tagNumber(text: string, tag: string): number {
  const found = new RegExp(`^#${tag}:(\\d+)$`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${tag} in\n${text}`);
  return Number(found);
}

/** Reads a published playlist the way a player does. */
export function readShown(text: string): Shown {
  const entries: ShownEntry[] = [];
  const discontinuities: number[] = [];
  let seconds = Number.NaN;
  for (const line of text.split('\n')) {
    if (line === '#EXT-X-DISCONTINUITY') discontinuities.push(entries.length);
    if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8));
    const match = /^segment\/(segment_\d+\.ts)\?v=([0-9a-f]{8})$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined)
      entries.push({ uri: line, name: match[1], version: match[2], seconds });
    else if (line !== '' && !line.startsWith('#')) throw new Error(`unexpected line ${JSON.stringify(line)}`);
  }
  return {
    text,
    mediaSequence: tagNumber(text, 'EXT-X-MEDIA-SEQUENCE'),
    discontinuitySequence: tagNumber(text, 'EXT-X-DISCONTINUITY-SEQUENCE'),
    targetDuration: tagNumber(text, 'EXT-X-TARGETDURATION'),
    entries,
    numbers: entries.map(({ name }) => parseSegmentNumber(name) ?? Number.NaN),
    discontinuities,
  };
}

/** One camera of a cache, driven like a node drives it. `run` makes the bytes of equal numbers differ. */
export class LiveCamera {
  readonly cache: SegmentCache;
  readonly id: string;

  constructor(cache: SegmentCache, id = 'cam_1', firstSequence = 1) {
    this.cache = cache;
    this.id = id;
    cache.open(id, firstSequence);
  }

  push(number: number, nowMs: number, run = 'a'): PutResult {
    return this.pushBytes(number, nowMs, Buffer.from(`${this.id} ${run} ${number}`));
  }

  pushBytes(number: number, nowMs: number, bytes: Buffer): PutResult {
    return this.cache.put(this.id, nameOf(number), number, bytes, nowMs);
  }

  announce(last: number, nowMs: number, first?: number): PlaylistResult {
    return this.cache.acceptPlaylist(this.id, nodePlaylist(last, first), nowMs);
  }

  /** Pushes `first…last`, one a second from `fromMs`, each followed by its playlist; returns the time after. */
  stream(first: number, last: number, fromMs: number, run = 'a'): number {
    let nowMs = fromMs;
    for (let number = first; number <= last; number += 1) {
      this.push(number, nowMs, run);
      this.announce(number, nowMs + 100);
      nowMs += 1_000;
    }
    return nowMs;
  }

  shown(nowMs: number): Shown | null {
    const playlist = this.cache.playlist(this.id, nowMs);
    return playlist === null ? null : readShown(playlist.body.toString('utf8'));
  }

  /** Like `shown`, for times when something must be on air. */
  onAir(nowMs: number): Shown {
    const shown = this.shown(nowMs);
    if (shown === null) throw new Error(`nothing is published at ${nowMs} ms`);
    return shown;
  }
}

/** `clock` says when segments are accepted; the moments of arrival are told by each call. */
export function newCache(
  options: Partial<SegmentCacheOptions> = {},
  clock = { now: () => new Date('2026-03-01T12:00:00Z') },
): SegmentCache {
  return new SegmentCache({ maxPerCamera: 60, maxTotalBytes: 1_000_000, ...options }, clock);
}

/** `first…last` */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Entries the node's FFmpeg keeps in its live playlist. */
export const PLAYLIST_WINDOW = 15;

/** One listed segment; duration in seconds. */
export interface PlaylistEntry {
  readonly number: number;
  readonly seconds: number;
}

interface PlaylistMarks {
  /** Marker before the first entry. */
  readonly discontinuity: boolean;
  /** FFmpeg ended by itself. */
  readonly endList: boolean;
}

/** What one playlist lists. Numbers are inclusive. */
export interface PlaylistSpan {
  readonly from: number;
  readonly to: number;
  /** Duration of each entry, seconds; default 1. */
  readonly seconds?: number;
  /** Marker before the first entry; default: only when the window starts at number 0. */
  readonly discontinuity?: boolean;
  /** FFmpeg ended by itself; default false. */
  readonly endList?: boolean;
}

/** `segment_00042.ts`: the number padded to at least five digits. */
export function segmentName(number: number): string {
  return `segment_${String(number).padStart(5, '0')}.ts`;
}

/** The text FFmpeg's HLS muxer writes for a run of equally long segments: LF lines, trailing LF. */
export function playlistText(span: PlaylistSpan): string {
  const seconds = span.seconds ?? 1;
  const count = Math.max(0, span.to - span.from + 1);
  const entries = Array.from({ length: count }, (_, index) => ({ number: span.from + index, seconds }));
  return writePlaylist(entries, {
    discontinuity: span.discontinuity ?? span.from === 0,
    endList: span.endList ?? false,
  });
}

/** As `playlistText`, with a duration for each entry. */
export function writePlaylist(entries: readonly PlaylistEntry[], marks: PlaylistMarks): string {
  const longest = Math.max(0, ...entries.map(({ seconds }) => seconds));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.round(longest)}`,
    `#EXT-X-MEDIA-SEQUENCE:${entries[0]?.number ?? 0}`,
  ];
  if (marks.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
  for (const { number, seconds } of entries) {
    lines.push(`#EXTINF:${seconds.toFixed(6)},`, segmentName(number));
  }
  if (marks.endList) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

import { parseSegmentNumber } from '../../streaming/segment-name.ts';

/** Nodes cut segments of 1–30 s; what lies far beyond is a broken line. */
const LONGEST_SEGMENT_SECONDS = 120;

interface DayEntry {
  readonly name: string;
  readonly seconds: number;
  /** The stream's clock may jump before this segment. */
  readonly discontinuity: boolean;
}

/**
 * A day's recording as this server publishes it: the node's segments in its order under bare names, which a player
 * resolves against our own route. Only names and durations are taken over. Undefined when the text is no playlist or
 * lists nothing.
 */
export function dayPlaylist(text: string): string | undefined {
  if (!/^\s*#EXTM3U\s*$/m.test(text.slice(0, 100))) return undefined;
  const entries = dayEntries(text);
  if (entries.length === 0) return undefined;
  const target = Math.ceil(entries.reduce((longest, { seconds }) => Math.max(longest, seconds), 1));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
  ];
  for (const { name, seconds, discontinuity } of entries) {
    if (discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXTINF:${seconds.toFixed(6)},`, name);
  }
  return [...lines, '#EXT-X-ENDLIST', ''].join('\n');
}

function dayEntries(text: string): DayEntry[] {
  const entries: DayEntry[] = [];
  let seconds: number | undefined;
  let marked = false;
  let previous: number | undefined;
  for (const raw of text.split(/[\r\n]+/)) {
    const line = raw.trim();
    if (line.startsWith('#EXTINF:')) seconds = durationOf(line);
    else if (line === '#EXT-X-DISCONTINUITY') marked = true;
    if (line === '' || line.startsWith('#')) continue;
    const name = line.slice(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
    const number = parseSegmentNumber(name);
    if (number !== undefined) {
      // Recording paused, or FFmpeg began anew: either way the clock jumps.
      const jumps = previous !== undefined && (marked || number !== previous + 1);
      entries.push({ name, seconds: seconds ?? 1, discontinuity: jumps });
      previous = number;
    }
    marked = false;
    seconds = undefined;
  }
  return entries;
}

function durationOf(line: string): number | undefined {
  const seconds = Number(/^#EXTINF:(\d{1,6}(?:\.\d{1,12})?),?/.exec(line)?.[1]);
  return seconds > 0 && seconds <= LONGEST_SEGMENT_SECONDS ? seconds : undefined;
}

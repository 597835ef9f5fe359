import { clipSeconds } from './clip-mime.ts';

const UNKNOWN_SECONDS = 60;

/**
 * A playlist of one segment for a clip. Its address is absolute: relative to the playlist it would lead elsewhere. A
 * clip of unknown length counts as a minute, longer than nearly every clip.
 */
export function clipPlaylist(mime: string | null, address: string): string {
  const seconds = clipSeconds(mime) ?? UNKNOWN_SECONDS;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.floor(seconds) + 1}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXTINF:${seconds.toFixed(3)},`,
    address,
    '#EXT-X-ENDLIST',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

import type { LiveCamera } from './live-services.ts';

export const SEGMENT_TYPE = { 'Content-Type': 'video/mp2t' } as const;
/** A name with its content's version always means the same bytes. */
export const VERSIONED = 'private, max-age=300, immutable';

export const PLAYLIST_HEADERS = {
  'Content-Type': 'application/vnd.apple.mpegurl',
  'Cache-Control': 'no-store, no-cache, must-revalidate, max-age=0',
  Pragma: 'no-cache',
} as const;

/** One informative tag; players ignore tags they do not know. */
export function codecLine(camera: LiveCamera): string | undefined {
  if (camera.videoCodec === null) return undefined;
  const codecs = camera.audioCodec === null ? camera.videoCodec : `${camera.videoCodec},${camera.audioCodec}`;
  return `#EXT-X-CODECS:"${codecs}"`;
}

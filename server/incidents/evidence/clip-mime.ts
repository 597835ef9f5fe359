/** Media type of a clip; its length in seconds is kept as a parameter. */
export function clipMime(seconds: number): string {
  return `video/mp2t;duration=${seconds.toFixed(1)}`;
}

/** A media type without its parameters. */
export function bareMime(mime: string): string {
  return mime.split(';', 1)[0]?.trim() ?? '';
}

const DURATION = /;\s*duration=(\d{1,6}(?:\.\d{1,6})?)\s*(?:;|$)/i;

/** Length of a clip in seconds; null when its media type does not tell. */
export function clipSeconds(mime: string | null): number | null {
  const seconds = Number(DURATION.exec(mime ?? '')?.[1] ?? 'none');
  return Number.isNaN(seconds) ? null : seconds;
}

import { formats } from '../../hooks/format.ts';

/** A moment with its date, in the viewer's time zone. */
export function momentOf(timestamp: string): string {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? timestamp : formats.exact(at);
}

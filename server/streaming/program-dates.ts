import type { HeldSegment } from './held-segments.ts';
import type { PlaylistEntry } from './playlist-parser.ts';

const TAG = '#EXT-X-PROGRAM-DATE-TIME:';

/**
 * Dates published segments: by the date the node gave, else by the moment of acceptance less the duration, which is
 * late by the upload. Within a run the dates given here rise, also where uploads arrived in one burst.
 */
export class ProgramDates {
  #last = { epoch: 0, ms: Number.NEGATIVE_INFINITY };

  /** The tag lines of a segment, with exactly one that says when it begins. */
  tagsOf(segment: HeldSegment, entry: PlaylistEntry): string[] {
    const tags = entry.tags.filter((line) => !line.startsWith(TAG));
    const given = entry.tags.findLast((line) => line.startsWith(TAG) && isDate(line.slice(TAG.length)));
    return [...tags, given ?? TAG + this.#dateOf(segment, entry)];
  }

  #dateOf({ acceptedAt, epoch }: HeldSegment, { durationSeconds }: PlaylistEntry): string {
    const beganAt = Math.round(acceptedAt - durationSeconds * 1_000);
    const last = this.#last.epoch === epoch ? this.#last.ms : Number.NEGATIVE_INFINITY;
    this.#last = { epoch, ms: Math.max(beganAt, last + 1) };
    return new Date(this.#last.ms).toISOString();
  }
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

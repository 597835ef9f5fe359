import type { LiveMessage, SegmentNotice } from '../../../../server/contract/dashboard-events.ts';

/** Entries kept; a live player looks at the last few. */
const KEPT = 15;

/** What can be played of one camera now, as the server told it segment by segment. */
export class CameraWindow {
  readonly #segments: SegmentNotice[];
  #targetS: number;
  #discontinuitySequence: number;

  constructor(told: Pick<LiveMessage, 'target_s' | 'discontinuity_sequence' | 'segments'>) {
    this.#segments = [...told.segments];
    this.#targetS = Math.max(1, told.target_s);
    this.#discontinuitySequence = told.discontinuity_sequence;
  }

  /** Media sequence number of the newest segment; `null` when nothing is live. */
  get endSequence(): number | null {
    return this.#segments.at(-1)?.sequence ?? null;
  }

  /** Length of the longest segment, ms. */
  get targetMs(): number {
    return this.#targetS * 1000;
  }

  /** Takes the next segment. False when it does not follow the newest: then something was missed. */
  append(segment: SegmentNotice): boolean {
    const end = this.endSequence;
    if (end === null || segment.sequence !== end + 1) return false;
    this.#segments.push(segment);
    this.#targetS = Math.max(this.#targetS, Math.round(segment.duration));
    while (this.#segments.length > KEPT) {
      if (this.#segments.shift()?.discontinuity === true) this.#discontinuitySequence += 1;
    }
    return true;
  }

  /** The playlist, which says that the next one may be asked for at once. */
  playlistText(): string {
    const entries = this.#segments.map(({ uri, duration, discontinuity, at }) =>
      [
        ...(discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
        `#EXT-X-PROGRAM-DATE-TIME:${startOf(at, duration)}`,
        `#EXTINF:${duration.toFixed(5)},`,
        uri,
      ].join('\n'),
    );
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      `#EXT-X-TARGETDURATION:${this.#targetS}`,
      `#EXT-X-MEDIA-SEQUENCE:${this.#segments[0]?.sequence ?? 0}`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${this.#discontinuitySequence}`,
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES',
      ...entries,
      '',
    ].join('\n');
  }
}

/** A segment is accepted when its last picture is in it. */
function startOf(acceptedAt: string, durationS: number): string {
  return new Date(Date.parse(acceptedAt) - durationS * 1000).toISOString();
}

import type { SegmentNotice } from '../../contract/dashboard-events.ts';
import { segmentUri, type HeldSegment } from '../held-segments.ts';

/** A segment with the place viewers are given for it. */
export interface PublishedSegment {
  readonly segment: HeldSegment;
  /** Media sequence number. */
  readonly sequence: number;
  /** Timestamps do not continue from the segment before. */
  readonly discontinuity: boolean;
  readonly durationSeconds: number;
}

/** All that can be played of a camera. */
export interface LiveWindow {
  /** Target duration, whole seconds. */
  readonly targetSeconds: number;
  /** Discontinuity sequence of the segment before the first one. */
  readonly discontinuitySequence: number;
  readonly segments: readonly SegmentNotice[];
}

/** What followers are told of a segment. */
export function noticeOf({
  segment,
  sequence,
  durationSeconds,
  discontinuity,
}: PublishedSegment): SegmentNotice {
  return {
    sequence,
    uri: segmentUri(segment),
    duration: durationSeconds,
    discontinuity,
    at: new Date(segment.acceptedAt).toISOString(),
  };
}

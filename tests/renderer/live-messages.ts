import type { LiveMessage, SegmentMessage, SegmentNotice } from '../../server/contract/dashboard-events.ts';

const NOON_MS = Date.UTC(2026, 4, 30, 12);

function notice(sequence: number): SegmentNotice {
  return {
    sequence,
    uri: `segment/segment_${String(sequence).padStart(5, '0')}.ts?v=${sequence}`,
    duration: 1,
    discontinuity: false,
    at: new Date(NOON_MS + sequence * 1000).toISOString(),
  };
}

/** All of a camera that can be played now: the segments from the first to the last, a second each. */
export function live(cameraId: string, first: number, last: number): LiveMessage {
  const segments = Array.from({ length: last - first + 1 }, (_, index) => notice(first + index));
  return { type: 'live', camera_id: cameraId, target_s: 1, discontinuity_sequence: 0, segments };
}

/** The next segment of a camera. */
export function segment(cameraId: string, sequence: number): SegmentMessage {
  return { type: 'segment', camera_id: cameraId, segment: notice(sequence) };
}

/** What the video routes did since the start. Plain numbers, so that counting costs a request nothing. */
export interface VideoCounts {
  segmentsTaken: number;
  segmentBytesTaken: number;
  playlistsTaken: number;
  /** Dropped to keep the limit of all cameras together. */
  segmentsEvicted: number;
  segmentsServed: number;
  segmentBytesServed: number;
  playlistsServed: number;
  /** Refused requests by what was asked for and status, such as `push 413` or `view 401`. */
  readonly refused: Map<string, number>;
}

/** All zero. */
export function noVideoCounts(): VideoCounts {
  return {
    segmentsTaken: 0,
    segmentBytesTaken: 0,
    playlistsTaken: 0,
    segmentsEvicted: 0,
    segmentsServed: 0,
    segmentBytesServed: 0,
    playlistsServed: 0,
    refused: new Map(),
  };
}

/** Notes a refusal; the only count that costs more than an addition, and only the refused pay it. */
export function countRefusal(counts: VideoCounts, side: 'push' | 'view', status: number): void {
  const key = `${side} ${status}`;
  counts.refused.set(key, (counts.refused.get(key) ?? 0) + 1);
}

import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Clip } from './clip.ts';

/** How far the clock of the node is behind ours, in milliseconds; negative when ahead, null when not known. */
const clockOffset = z.number().nullable();

const snapshotCapture = z.object({
  kind: z.literal('snapshot'),
  node_id: z.string(),
  /** By the clock of this server. */
  requested_at: z.string(),
  received_at: z.string(),
  /** By the clock of the node; null when it did not say. */
  node_time: z.string().nullable(),
  node_clock_offset_ms: clockOffset,
});
export type SnapshotCapture = z.infer<typeof snapshotCapture>;

const clipCapture = z.object({
  kind: z.literal('clip'),
  node_id: z.string().nullable(),
  /** When the first and the last segment arrived, by the clock of this server: shortly after they were filmed. */
  first_arrival_at: z.string(),
  last_arrival_at: z.string(),
  /** Sum of the lengths of the segments. */
  seconds: z.number(),
  segment_count: z.number().int(),
  /** File names as the node sent them, oldest first. */
  segments: z.array(z.string()),
  node_clock_offset_ms: clockOffset,
});
export type ClipCapture = z.infer<typeof clipCapture>;

const capture = z.discriminatedUnion('kind', [snapshotCapture, clipCapture]);
/** How a piece of evidence came about. */
export type Capture = z.infer<typeof capture>;

/** Reads what was stored about a capture; null when there is nothing readable. */
export function readCapture(json: string | null): Capture | null {
  try {
    return capture.safeParse(JSON.parse(json ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Facts about a clip cut just now. */
export function clipCaptureOf(
  clip: Clip,
  clock: Clock,
  node: { readonly id: string | null; readonly clockOffsetMs: number | null },
): ClipCapture {
  const arrivals = clip.segments.map(({ arrivedAtMs }) => arrivedAtMs);
  const startMs = clock.now().getTime() - clock.monotonicMs();
  const wallTime = (monotonicMs: number) => new Date(Math.round(startMs + monotonicMs)).toISOString();
  return {
    kind: 'clip',
    node_id: node.id,
    first_arrival_at: wallTime(Math.min(...arrivals)),
    last_arrival_at: wallTime(Math.max(...arrivals)),
    seconds: Number(clip.seconds.toFixed(3)),
    segment_count: clip.segments.length,
    segments: clip.segments.map(({ name }) => name),
    node_clock_offset_ms: node.clockOffsetMs,
  };
}

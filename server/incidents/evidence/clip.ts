import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HeldSegment } from '../../streaming/held-segments.ts';

/** Largest piece of evidence. */
export const EVIDENCE_MAX_BYTES = 64 * 1024 * 1024;
/** Length of a segment that no playlist listed yet. */
const USUAL_SEGMENT_SECONDS = 1;

export interface Clip {
  /** Oldest first, all of one run of the camera, so that their timestamps continue. Never empty. */
  readonly segments: readonly [HeldSegment, ...HeldSegment[]];
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * The newest segments that together last at least `seconds`, or what there is, from segments in stream order. Never
 * reaches into an earlier run of the camera nor beyond the size of evidence. Undefined when there are none.
 */
export function cutClip(held: readonly HeldSegment[], seconds: number): Clip | undefined {
  const newest = held.at(-1);
  if (newest === undefined) return undefined;
  let clip: Clip = { segments: [newest], seconds: lengthOf(newest), bytes: newest.bytes.length };
  for (const segment of held.slice(0, -1).reverse()) {
    const bytes = clip.bytes + segment.bytes.length;
    if (clip.seconds >= seconds || segment.epoch !== newest.epoch || bytes > EVIDENCE_MAX_BYTES) break;
    clip = { segments: [segment, ...clip.segments], seconds: clip.seconds + lengthOf(segment), bytes };
  }
  return clip;
}

function lengthOf({ durationSeconds }: HeldSegment): number {
  return durationSeconds ?? USUAL_SEGMENT_SECONDS;
}

/** SHA-256 of the joined bytes in hex, with a pause after each so that live video does not wait for a large clip. */
export async function evidenceSha256(parts: readonly { readonly bytes: Buffer }[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { bytes } of parts) {
    hash.update(bytes);
    await nextTurn();
  }
  return hash.digest('hex');
}

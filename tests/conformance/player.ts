import { expect } from 'vitest';
import type { Shown } from '../server/streaming/live-camera.ts';
import type { Camera } from './scene.ts';

/**
 * A live player: reloads the playlist, fetches what is new, and fails the test when the stream breaks a rule of live
 * HLS: a sequence number that changes its meaning, falls or is skipped over, or a listed segment that is not there.
 */
export class Player {
  readonly #camera: Camera;
  /** Media sequence → address of the segment. */
  readonly #seen = new Map<number, string>();
  /** Media sequences before which a discontinuity was shown. */
  readonly #discontinuities = new Set<number>();
  #newest = 0;
  #discontinuitySequence = 0;

  constructor(camera: Camera) {
    this.#camera = camera;
  }

  /** Segment numbers in the order shown so far. */
  get played(): number[] {
    return [...this.#seen.values()].map((uri) => Number(/segment_(\d+)/.exec(uri)?.[1]));
  }

  get discontinuities(): number {
    return this.#discontinuities.size;
  }

  get newestSequence(): number {
    return this.#newest;
  }

  async reload(): Promise<Shown> {
    const shown = await this.#camera.shown();
    expect(shown.text).not.toContain('ENDLIST');
    expect(shown.mediaSequence).toBeGreaterThanOrEqual(1);
    expect(shown.discontinuitySequence).toBeGreaterThanOrEqual(this.#discontinuitySequence);
    this.#discontinuitySequence = shown.discontinuitySequence;
    const last = shown.mediaSequence + shown.entries.length - 1;
    expect(last).toBeGreaterThanOrEqual(this.#newest);
    for (const [index, { uri }] of shown.entries.entries()) {
      const sequence = shown.mediaSequence + index;
      if (shown.discontinuities.includes(index)) this.#discontinuities.add(sequence);
      const known = this.#seen.get(sequence);
      expect(uri).toBe(known ?? uri);
      if (known !== undefined) continue;
      const answer = await this.#camera.fetch(uri);
      expect([uri, answer.status]).toEqual([uri, 200]);
      this.#seen.set(sequence, uri);
    }
    this.#newest = last;
    return shown;
  }
}

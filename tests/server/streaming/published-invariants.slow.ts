import { describe, expect, it } from 'vitest';
import { LiveCamera, newCache } from './live-camera.ts';
import type { SegmentCache } from '../../../server/streaming/segment-cache.ts';

/** Numbers in [0, below) from a fixed seed (a 32-bit linear congruential generator). */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What every viewer of one camera may rely on, checked over all playlists it was ever shown. */
class Viewer {
  readonly camera: LiveCamera;
  playlistsSeen = 0;
  readonly #seen = new Map<number, { readonly uri: string; readonly discontinuitySequence: number }>();
  #mediaSequence = 0;
  #discontinuitySequence = 0;

  constructor(camera: LiveCamera) {
    this.camera = camera;
  }

  look(nowMs: number): void {
    const shown = this.camera.shown(nowMs);
    if (shown === null) return;
    this.playlistsSeen += 1;
    expect(shown.entries.length).toBeGreaterThan(0);
    expect(shown.entries.length).toBeLessThanOrEqual(15);
    expect(shown.mediaSequence).toBeGreaterThanOrEqual(this.#mediaSequence);
    expect(shown.discontinuitySequence).toBeGreaterThanOrEqual(this.#discontinuitySequence);
    this.#mediaSequence = shown.mediaSequence;
    this.#discontinuitySequence = shown.discontinuitySequence;
    let discontinuitySequence = shown.discontinuitySequence;
    for (const [index, entry] of shown.entries.entries()) {
      if (shown.discontinuities.includes(index)) discontinuitySequence += 1;
      const held = this.camera.cache.segment(this.camera.id, entry.name, entry.version);
      expect(held?.version).toBe(entry.version);
      expect(Math.round(entry.seconds)).toBeLessThanOrEqual(shown.targetDuration);
      const sequence = shown.mediaSequence + index;
      const identity = { uri: entry.uri, discontinuitySequence };
      expect(this.#seen.get(sequence) ?? identity).toEqual(identity);
      this.#seen.set(sequence, identity);
      expect(sequence).toBeLessThan(this.camera.cache.nextSequence(this.camera.id) ?? 0);
    }
  }
}

/** A node that loses, repeats, delays and reorders uploads, and restarts now and then. */
class UnrulyNode {
  readonly #camera: LiveCamera;
  readonly #random: (below: number) => number;
  #next = 0;
  #run = 0;

  constructor(camera: LiveCamera, random: (below: number) => number) {
    this.#camera = camera;
    this.#random = random;
  }

  step(nowMs: number): void {
    const dice = this.#random(100);
    if (dice < 45) this.#upload(this.#next++, nowMs);
    else if (dice < 55) this.#uploadReversed(nowMs);
    else if (dice < 62) this.#next += this.#random(4);
    else if (dice < 70) this.#upload(Math.max(0, this.#next - this.#random(150)), nowMs);
    else if (dice < 92) this.#announce(this.#next - 1 + this.#random(3), nowMs);
    else if (dice < 96) this.#announce(this.#next - this.#random(200), nowMs);
    else if (dice < 98) this.#restart();
    else if (dice < 99) this.#camera.cache.startEpoch(this.#camera.id);
    else this.#camera.cache.flush(this.#camera.id);
  }

  #upload(number: number, nowMs: number): void {
    this.#camera.push(number, nowMs, `run ${this.#run % 3}`);
  }

  #uploadReversed(nowMs: number): void {
    const count = 2 + this.#random(3);
    for (let offset = count - 1; offset >= 0; offset -= 1) this.#upload(this.#next + offset, nowMs);
    this.#next += count;
  }

  #announce(last: number, nowMs: number): void {
    if (last >= 0) this.#camera.announce(last, nowMs);
  }

  #restart(): void {
    this.#run += 1;
    this.#next = this.#random(3) === 0 ? this.#random(300) : 0;
  }
}

function checkTotals(cache: SegmentCache): void {
  const { totalBytes } = cache.stats();
  expect(totalBytes).toBe(cache.recount());
  expect(totalBytes).toBeLessThanOrEqual(1_500);
}

describe('after any series of uploads, playlists, restarts, evictions and sweeps', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('what viewers were told stays true (seed %i)', (seed) => {
    const random = seeded(seed);
    const cache = newCache({ maxPerCamera: 10 + random(20), maxTotalBytes: 1_500 });
    const viewers = ['a', 'b', 'c'].map((id) => new Viewer(new LiveCamera(cache, id, 1 + random(50))));
    const nodes = viewers.map(({ camera }) => new UnrulyNode(camera, random));
    let nowMs = 0;
    for (let step = 0; step < 400; step += 1) {
      nowMs += random(700);
      if (random(200) === 0) nowMs += 70_000;
      nodes[random(3)]?.step(nowMs);
      if (random(30) === 0) cache.sweep(nowMs);
      checkTotals(cache);
      for (const viewer of viewers) viewer.look(nowMs);
    }
    for (const viewer of viewers) expect(viewer.playlistsSeen).toBeGreaterThan(30);
  });

  it.each(['with', 'without'])('a restarted node %s a registration is on air within six segments', (how) => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seeded(seed);
      const camera = new LiveCamera(newCache());
      const node = new UnrulyNode(camera, random);
      let nowMs = 0;
      for (let step = 0; step < 200; step += 1) node.step((nowMs += random(700)));
      if (how === 'with') camera.cache.startEpoch(camera.id);
      nowMs = camera.stream(0, 5, nowMs + 2_000, 'orderly');
      const shown = camera.onAir(nowMs + 600);
      expect(shown.numbers.slice(how === 'with' ? -6 : -2)).toEqual(
        how === 'with' ? [0, 1, 2, 3, 4, 5] : [4, 5],
      );
    }
  });
});

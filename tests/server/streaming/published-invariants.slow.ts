import { describe, expect, it } from 'vitest';
import { LiveCamera, newCache } from './live-camera.ts';
import type { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { feedOf, Follower } from './follower.ts';
import { seeded, UnrulyNode } from './unruly-node.ts';

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

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'notices say what the playlist says, over restarts of encoder and server (seed %i)',
    (seed) => {
      const random = seeded(seed);
      const clock = new FakeClock();
      const follower = new Follower('a');
      let firstSequence = 1;
      let agreements = 0;
      for (let server = 0; server < 4; server += 1) {
        const cache = newCache({ maxPerCamera: 10 + random(20), maxTotalBytes: 1_500 }, clock);
        const camera = new LiveCamera(cache, 'a', firstSequence);
        const node = new UnrulyNode(camera, random);
        const feed = feedOf(cache, clock);
        follower.connect(feed);
        for (let step = 0; step < 300; step += 1) {
          clock.advance(random(200) === 0 ? 70_000 : random(700));
          node.step(clock.monotonicMs());
          if (random(30) === 0) cache.sweep(clock.monotonicMs());
          if (random(40) === 0) follower.connect(feed);
          const shown = random(3) === 0 ? camera.shown(clock.monotonicMs()) : null;
          if (shown === null) continue;
          follower.agreesWith(shown);
          agreements += 1;
        }
        firstSequence = cache.nextSequence('a') ?? firstSequence;
      }
      expect(agreements).toBeGreaterThan(80);
      expect(follower.told.filter((one) => one !== 'live').length).toBeGreaterThan(100);
    },
  );

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

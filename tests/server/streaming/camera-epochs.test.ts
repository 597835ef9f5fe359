import { describe, expect, it } from 'vitest';
import { LiveCamera, nameOf, newCache, range } from './live-camera.ts';

describe('a restarted encoder is a new run', () => {
  it('cloudnode 26: registration after 80 segments', () => {
    const camera = new LiveCamera(newCache());
    const nowMs = camera.stream(0, 79, 0);
    const before = camera.onAir(nowMs);
    camera.cache.startEpoch(camera.id);
    expect(camera.onAir(nowMs)).toEqual(before);
    expect(camera.push(0, nowMs, 'b').newEpoch).toBe(false);
    camera.announce(0, nowMs + 100);
    const after = camera.onAir(nowMs + 100);
    expect(after.numbers).toEqual([...range(66, 79), 0]);
    expect(after.discontinuities).toEqual([14]);
    expect(after.mediaSequence).toBe(before.mediaSequence + 1);
    camera.stream(1, 4, nowMs + 1_000, 'b');
    const later = camera.onAir(nowMs + 5_000);
    expect(later.numbers).toEqual([...range(70, 79), ...range(0, 4)]);
    expect(later.discontinuities).toHaveLength(1);
  });

  it('cloudnode 26: registration makes equal bytes new, and twice without a push is one run', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 3, 0);
    camera.cache.startEpoch(camera.id);
    camera.cache.startEpoch(camera.id);
    expect(camera.push(0, 4_000)).toMatchObject({ duplicate: false });
    camera.announce(0, 4_100);
    const shown = camera.onAir(4_100);
    expect(shown.numbers).toEqual([0, 1, 2, 3, 0]);
    expect(shown.discontinuities).toEqual([4]);
  });

  it('cloudnode 27: after 130 segments the low number tells, whatever its bytes', () => {
    for (const run of ['a', 'b']) {
      const camera = new LiveCamera(newCache());
      for (const number of range(0, 129)) camera.push(number, number);
      camera.announce(129, 200);
      expect(camera.push(0, 300, run)).toMatchObject({ newEpoch: true, duplicate: false });
      camera.announce(0, 310);
      expect(camera.push(1, 320, run)).toMatchObject({ newEpoch: false, duplicate: false });
      camera.announce(1, 330);
      expect(camera.onAir(330).numbers).toEqual([...range(117, 129), 0, 1]);
      expect(camera.onAir(330).discontinuities).toEqual([13]);
    }
  });

  it.each([80, 5])('cloudnode 27: after %i segments other bytes under a known name tell', (count) => {
    const camera = new LiveCamera(newCache());
    const nowMs = camera.stream(0, count - 1, 0);
    const before = camera.onAir(nowMs);
    expect(camera.push(0, nowMs, 'b').newEpoch).toBe(true);
    camera.announce(0, nowMs + 50);
    for (const number of [1, 2, 3, 4]) expect(camera.push(number, nowMs + number, 'b').newEpoch).toBe(false);
    camera.announce(4, nowMs + 100);
    const after = camera.onAir(nowMs + 100);
    expect(after.numbers.slice(-5)).toEqual([0, 1, 2, 3, 4]);
    expect(after.discontinuities).toEqual([after.entries.length - 5]);
    expect(after.mediaSequence).toBeGreaterThanOrEqual(before.mediaSequence);
  });

  it('cloudnode 27: identical bytes 60 s later', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 4, 0);
    camera.stream(5, 20, 40_000);
    expect(camera.push(0, 60_000)).toMatchObject({ newEpoch: true, duplicate: false });
    camera.announce(0, 60_100);
    for (const number of [1, 2]) expect(camera.push(number, 61_000).duplicate).toBe(false);
    camera.announce(2, 61_100);
    expect(camera.onAir(61_100).numbers.slice(-3)).toEqual([0, 1, 2]);
  });

  it('knows at least 240 names of a run, also after their bytes were evicted', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 5 }));
    for (const number of range(1_000, 1_239)) camera.push(number, number);
    expect(camera.cache.segment(camera.id, nameOf(1_121))).toBeUndefined();
    expect(camera.push(1_121, 2_000, 'b').newEpoch).toBe(true);
  });

  it('cloudnode 28: a segment 40 s late starts no run and is never listed', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 59, 0);
    camera.stream(61, 100, 61_000);
    const before = camera.onAir(102_000);
    expect(camera.push(60, 102_000)).toMatchObject({ newEpoch: false, duplicate: false });
    expect(camera.announce(74, 102_100)).toMatchObject({ accepted: false, reason: 'not-newer' });
    expect(camera.onAir(110_000)).toEqual(before);
    expect(camera.cache.segment(camera.id, nameOf(60))?.bytes.toString()).toBe('cam_1 a 60');
  });

  it('119 below the highest is late, 120 below is another run', () => {
    const late = new LiveCamera(newCache());
    late.push(1_000, 0);
    expect(late.push(881, 1).newEpoch).toBe(false);
    const restarted = new LiveCamera(newCache());
    restarted.push(1_000, 0);
    expect(restarted.push(880, 1).newEpoch).toBe(true);
  });

  it('cloudnode 24: same name and bytes twice within 10 s is one segment', () => {
    const camera = new LiveCamera(newCache());
    camera.push(0, 0);
    expect(camera.push(1, 1_000)).toMatchObject({ cachedSegments: 2 });
    expect(camera.push(1, 10_900)).toMatchObject({ cachedSegments: 2, newEpoch: false, duplicate: true });
    expect(camera.push(1, 46_000).duplicate).toBe(true);
    expect(camera.push(1, 46_001)).toMatchObject({ newEpoch: true, duplicate: false });
    expect(camera.cache.stats().totalBytes).toBe(camera.cache.recount());
  });

  it('rest 17: a name pushed with other bytes counts once and answers with the latest bytes', () => {
    const camera = new LiveCamera(newCache());
    camera.push(1, 0, 'a');
    expect(camera.push(1, 100, 'b').cachedSegments).toBe(1);
    expect(camera.cache.segment(camera.id, nameOf(1))?.bytes.toString()).toBe('cam_1 b 1');
  });
});

describe('an encoder restart soon after a server restart', () => {
  it('five rising unknown numbers below a head that stands still are a new run that contains them', () => {
    const camera = new LiveCamera(newCache(), 'cam_1', 500);
    const nowMs = camera.stream(70, 100, 0);
    for (const number of [0, 1, 2, 3]) {
      expect(camera.push(number, nowMs + number * 1_000, 'b').newEpoch).toBe(false);
      expect(camera.announce(number, nowMs + number * 1_000 + 100).accepted).toBe(false);
    }
    expect(camera.push(4, nowMs + 4_000, 'b').newEpoch).toBe(true);
    expect(camera.announce(4, nowMs + 4_100).accepted).toBe(true);
    const shown = camera.onAir(nowMs + 4_100);
    expect(shown.numbers).toEqual([...range(91, 100), 0, 1, 2, 3, 4]);
    expect(shown.discontinuities).toEqual([10]);
    const epochs = camera.cache.snapshot(camera.id, 6)?.map(({ epoch }) => epoch);
    expect(new Set(epochs).size).toBe(2);
    expect(new Set(epochs?.slice(1)).size).toBe(1);
  });

  it('the low segments before the first recognised one belong to the run it starts', () => {
    const camera = new LiveCamera(newCache());
    const nowMs = camera.stream(2, 10, 0);
    for (const number of [0, 1]) expect(camera.push(number, nowMs, 'b').newEpoch).toBe(false);
    expect(camera.push(2, nowMs, 'b').newEpoch).toBe(true);
    camera.announce(2, nowMs + 100);
    expect(camera.onAir(nowMs + 100).numbers).toEqual([...range(2, 10), 0, 1, 2]);
    expect(camera.onAir(nowMs + 100).discontinuities).toEqual([9]);
  });

  it('numbers that viewers still wait for are not a run', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 1, 0);
    camera.push(10, 2_000);
    camera.announce(10, 2_010);
    for (const number of range(3, 9)) expect(camera.push(number, 2_100).newEpoch).toBe(false);
    camera.push(2, 2_200);
    expect(camera.onAir(2_200).numbers).toEqual(range(0, 10));
  });

  it('late uploads between rising heads, and falling numbers, are not a run', () => {
    const camera = new LiveCamera(newCache());
    for (const number of range(100, 110)) {
      camera.push(number, number * 10);
      expect(camera.push(number - 50, number * 10 + 5).newEpoch).toBe(false);
    }
    for (const number of [49, 48, 47, 46, 45, 44]) expect(camera.push(number, 2_000).newEpoch).toBe(false);
  });
});

describe('uploads of a run that was replaced without a registration', () => {
  it('a retried one changes nothing, a first one is held but not listed', () => {
    const camera = new LiveCamera(newCache());
    const nowMs = camera.stream(0, 80, 0);
    camera.push(0, nowMs, 'b');
    camera.announce(0, nowMs + 10);
    expect(camera.push(79, nowMs + 20)).toMatchObject({ duplicate: true, newEpoch: false });
    expect(camera.push(81, nowMs + 30)).toMatchObject({ duplicate: false, newEpoch: false });
    expect(camera.cache.segment(camera.id, nameOf(81))?.epoch).toBe(1);
    expect(camera.push(1, nowMs + 1_000, 'b').newEpoch).toBe(false);
    camera.announce(1, nowMs + 1_100);
    expect(camera.onAir(nowMs + 1_100).numbers.slice(-4)).toEqual([79, 80, 0, 1]);
    expect(camera.onAir(nowMs + 1_100).discontinuities).toEqual([13]);
  });

  it('no more than the four a node can have in flight', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 200, 0);
    camera.push(0, 201_000, 'b');
    for (const number of [201, 202, 203, 204]) expect(camera.push(number, 201_010).newEpoch).toBe(false);
    camera.push(190, 201_020, 'c');
    expect(camera.cache.segment(camera.id, nameOf(190))?.epoch).toBe(2);
  });

  it('a number beyond what it can have sent belongs to the new run', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 80, 0);
    camera.push(0, 81_000, 'b');
    camera.push(85, 81_010, 'b');
    expect(camera.cache.segment(camera.id, nameOf(85))?.epoch).toBe(2);
  });

  it('a registration ends it for good', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 80, 0);
    camera.push(0, 81_000, 'b');
    camera.cache.startEpoch(camera.id);
    expect(camera.push(79, 81_100)).toMatchObject({ duplicate: false });
    expect(camera.cache.snapshot(camera.id, 1)).toMatchObject([{ number: 79, epoch: 3 }]);
  });

  it('one that slips into the new run does not split it while viewers follow it', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 11, 0);
    camera.push(0, 12_000, 'b');
    camera.announce(0, 12_010);
    camera.push(12, 12_020);
    for (const number of range(1, 8)) {
      expect(camera.push(number, 12_000 + number * 1_000, 'b').newEpoch).toBe(false);
      camera.announce(number, 12_010 + number * 1_000);
    }
    expect(camera.onAir(21_000).numbers.slice(-9)).toEqual(range(0, 8));
  });

  it('its playlists are ignored', () => {
    const camera = new LiveCamera(newCache());
    const nowMs = camera.stream(0, 600, 0);
    camera.push(0, nowMs, 'b');
    expect(camera.announce(600, nowMs + 10).reason).toBe('lists-no-known-segment');
    expect(camera.announce(0, nowMs + 100).accepted).toBe(true);
    expect(camera.announce(600, nowMs + 110).accepted).toBe(false);
    camera.stream(1, 3, nowMs + 1_000, 'b');
    expect(camera.onAir(nowMs + 4_000).numbers.slice(-5)).toEqual([600, 0, 1, 2, 3]);
  });

  it('a playlist of a short earlier run that reuses the names does not stop the new one', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 9, 0);
    camera.push(0, 10_000, 'b');
    camera.announce(9, 10_010);
    for (const number of range(0, 20)) {
      const nowMs = 10_100 + number * 1_000;
      if (number > 0) camera.push(number, nowMs, 'b');
      camera.announce(number, nowMs + 10);
      expect(camera.onAir(nowMs + 20).numbers.at(-1)).toBe(number);
    }
  });
});

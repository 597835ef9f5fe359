import { describe, expect, it } from 'vitest';
import { LiveCamera, nameOf, newCache, nodePlaylist, range } from './live-camera.ts';

function heldNumbers(camera: LiveCamera): number[] {
  return (camera.cache.snapshot(camera.id, 1_000) ?? []).map(({ number }) => number);
}

/** `count` segments of 100 bytes for each camera, one camera after the other, 1 ms apart. */
function interleave(cameras: readonly LiveCamera[], count: number): number {
  let nowMs = 0;
  let evicted = 0;
  for (const number of range(1, count))
    for (const camera of cameras) {
      evicted += camera.pushBytes(number, (nowMs += 1), Buffer.alloc(100, nowMs)).evictedForTotal;
    }
  return evicted;
}

describe('bytes', () => {
  it('rest 1: all 256 byte values come back identical, and the empty body too', () => {
    const camera = new LiveCamera(newCache());
    const bytes = Buffer.from(range(0, 255));
    camera.pushBytes(1, 0, bytes);
    camera.pushBytes(2, 0, Buffer.alloc(0));
    const found = camera.cache.segment(camera.id, nameOf(1));
    expect(found?.bytes.equals(Buffer.from(range(0, 255)))).toBe(true);
    const empty = camera.cache.segment(camera.id, nameOf(2));
    expect(empty).toMatchObject({ bytes: Buffer.alloc(0) });
  });

  it('rest 2: unknown names and other cameras give nothing', () => {
    const cache = newCache();
    const camera = new LiveCamera(cache, 'one');
    const other = new LiveCamera(cache, 'two');
    camera.push(1, 0);
    expect(cache.segment('one', nameOf(2))).toBeUndefined();
    expect(cache.segment(other.id, nameOf(1))).toBeUndefined();
    expect(cache.segment('three', nameOf(1))).toBeUndefined();
  });

  it('a version names exactly one content, of any run still held', () => {
    const camera = new LiveCamera(newCache());
    camera.push(1, 0, 'a');
    const old = camera.cache.segment(camera.id, nameOf(1))?.version;
    camera.push(1, 10, 'b');
    expect(camera.cache.segment(camera.id, nameOf(1), old)?.bytes.toString()).toBe('cam_1 a 1');
    expect(camera.cache.segment(camera.id, nameOf(1))?.bytes.toString()).toBe('cam_1 b 1');
    expect(camera.cache.segment(camera.id, nameOf(1), '00000000')).toBeUndefined();
    expect(camera.cache.segment(camera.id, nameOf(1), '')).toBeUndefined();
  });

  it('no two uploads share a version, a repeated one keeps its own', () => {
    const camera = new LiveCamera(newCache());
    const versionOf = (number: number) => camera.cache.segment(camera.id, nameOf(number))?.version ?? '';
    for (const number of [1, 2, 3]) camera.pushBytes(number, 0, Buffer.from('the same'));
    const versions = [1, 2, 3].map(versionOf);
    for (const version of versions) expect(version).toMatch(/^[0-9a-f]{8}$/);
    expect(new Set(versions).size).toBe(3);
    expect(camera.pushBytes(2, 10, Buffer.from('the same')).duplicate).toBe(true);
    expect([1, 2, 3].map(versionOf)).toEqual(versions);
  });

  it.each([0, 1_024, 17_000, 150_000, 299_999])(
    'a repeated upload of 300 KB is recognised, one that differs from byte %i on is another run',
    (from) => {
      const camera = new LiveCamera(newCache());
      const bytes = Buffer.alloc(300_000, 7);
      camera.pushBytes(1, 0, bytes);
      expect(camera.pushBytes(1, 10, Buffer.from(bytes))).toMatchObject({ duplicate: true, newEpoch: false });
      const other = Buffer.from(bytes).fill(8, from);
      expect(camera.pushBytes(1, 20, other)).toMatchObject({ duplicate: false, newEpoch: true });
      expect(camera.cache.segment(camera.id, nameOf(1))?.bytes.equals(other)).toBe(true);
    },
  );

  it('an upload cut short is not taken for a repeat', () => {
    const camera = new LiveCamera(newCache());
    camera.pushBytes(1, 0, Buffer.alloc(300_000));
    expect(camera.pushBytes(1, 10, Buffer.alloc(299_999)).duplicate).toBe(false);
  });

  it('durations come from the playlist, also for a segment that arrives after it', () => {
    const camera = new LiveCamera(newCache());
    camera.push(0, 0);
    expect(camera.cache.snapshot(camera.id, 1)?.[0]?.durationSeconds).toBeUndefined();
    const text = `#EXTM3U\n#EXTINF:1.25,\n${nameOf(0)}\n#EXTINF:0.75,\n${nameOf(1)}\n`;
    camera.cache.acceptPlaylist(camera.id, text, 1);
    camera.push(1, 2);
    expect(camera.cache.snapshot(camera.id, 2)?.map((held) => held.durationSeconds)).toEqual([1.25, 0.75]);
  });
});

describe('eviction', () => {
  it('rest 12: with room for 5, of 1…8 exactly 4…8 remain', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 5 }));
    const counts = range(1, 8).map((number) => camera.push(number, number).cachedSegments);
    expect(counts).toEqual([1, 2, 3, 4, 5, 5, 5, 5]);
    expect(heldNumbers(camera)).toEqual([4, 5, 6, 7, 8]);
  });

  it('rest 13: with room for 3, of 99998…100003 the three highest remain', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 3 }));
    for (const number of range(99_998, 100_003)) camera.push(number, number);
    expect(heldNumbers(camera)).toEqual([100_001, 100_002, 100_003]);
  });

  it('rest 14: above the byte limit the oldest of all cameras go', () => {
    const cache = newCache({ maxTotalBytes: 500 });
    const cameras = ['a', 'b', 'c'].map((id) => new LiveCamera(cache, id));
    expect(interleave(cameras, 3)).toBe(4);
    expect(cameras.map(heldNumbers)).toEqual([[3], [2, 3], [2, 3]]);
    expect(cache.stats()).toMatchObject({ segments: 5, totalBytes: 500, cameras: 3 });
  });

  it('rest 14: equal arrival goes by camera id, then name', () => {
    const cache = newCache({ maxTotalBytes: 300 });
    const late = new LiveCamera(cache, 'b');
    const early = new LiveCamera(cache, 'a');
    late.pushBytes(1, 5, Buffer.alloc(100, 1));
    early.pushBytes(2, 5, Buffer.alloc(100, 2));
    early.pushBytes(1, 5, Buffer.alloc(100, 3));
    late.pushBytes(2, 6, Buffer.alloc(100, 4));
    expect(heldNumbers(early)).toEqual([2]);
    late.pushBytes(3, 7, Buffer.alloc(100, 5));
    expect(cache.snapshot('a', 9)).toBeNull();
    expect(heldNumbers(late)).toEqual([1, 2, 3]);
  });

  it('rest 15: at the limit nothing is touched', () => {
    const cache = newCache({ maxTotalBytes: 900 });
    const cameras = ['a', 'b', 'c'].map((id) => new LiveCamera(cache, id));
    expect(interleave(cameras, 3)).toBe(0);
    expect(cache.stats()).toMatchObject({ segments: 9, totalBytes: 900 });
  });

  it('rest 16: the byte total equals a recount after overwrites and both evictions', () => {
    const cache = newCache({ maxPerCamera: 4, maxTotalBytes: 1_200 });
    const cameras = ['a', 'b', 'c', 'd'].map((id) => new LiveCamera(cache, id));
    for (const step of range(0, 200)) {
      const camera = cameras[step % 4];
      camera?.pushBytes(step % 7, step, Buffer.alloc((step * 37) % 400, step));
      expect(cache.stats().totalBytes).toBe(cache.recount());
      expect(cache.recount()).toBeLessThanOrEqual(1_200);
    }
    for (const { id } of cameras) cache.flush(id);
    expect(cache.stats()).toEqual({ playlists: 0, cameras: 0, segments: 0, totalBytes: 0 });
  });

  it('one segment above the byte limit ends with nothing held', () => {
    const camera = new LiveCamera(newCache({ maxTotalBytes: 50 }));
    camera.push(1, 0);
    expect(camera.pushBytes(2, 1, Buffer.alloc(51))).toMatchObject({ cachedSegments: 0, evictedForTotal: 2 });
    expect(camera.cache.stats().totalBytes).toBe(0);
  });

  it('a push repeated after its eviction is stored again without being listed again', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 2 }));
    camera.stream(1, 4, 0);
    expect(camera.push(1, 4_000)).toMatchObject({ duplicate: true, newEpoch: false });
    expect(heldNumbers(camera)).toEqual([1, 4]);
    expect(camera.onAir(4_000).numbers).toEqual([4]);
    expect(camera.cache.stats().totalBytes).toBe(camera.cache.recount());
  });
});

describe('snapshot', () => {
  it('rest 18: null, nothing, the newest oldest-first, or all', () => {
    const camera = new LiveCamera(newCache());
    expect(camera.cache.snapshot('unknown', 3)).toBeNull();
    expect(camera.cache.snapshot(camera.id, 3)).toBeNull();
    expect(camera.cache.snapshot(camera.id, 0)).toBeNull();
    for (const number of [1, 3, 2, 4]) camera.push(number, number);
    const numbers = (count: number) => camera.cache.snapshot(camera.id, count)?.map(({ number }) => number);
    expect(numbers(0)).toEqual([]);
    expect(numbers(-1)).toEqual([]);
    expect(numbers(2)).toEqual([3, 4]);
    expect(numbers(9)).toEqual([1, 2, 3, 4]);
  });

  it('a later run comes after an earlier one although its numbers are lower', () => {
    const camera = new LiveCamera(newCache());
    for (const number of [5, 6]) camera.push(number, 0);
    camera.cache.startEpoch(camera.id);
    camera.push(0, 1, 'b');
    expect(heldNumbers(camera)).toEqual([5, 6, 0]);
    expect(camera.cache.snapshot(camera.id, 1)).toMatchObject([{ number: 0, arrivedAtMs: 1 }]);
  });
});

describe('life of a camera', () => {
  it('rest 26: flush removes segments and playlist, and a second flush is harmless', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 3, 0);
    camera.cache.flush(camera.id);
    camera.cache.flush(camera.id);
    camera.cache.flush('unknown');
    expect(camera.shown(4_000)).toBeNull();
    expect(camera.cache.segment(camera.id, nameOf(3))).toBeUndefined();
    expect(camera.cache.snapshot(camera.id, 1)).toBeNull();
    expect(camera.cache.stats()).toEqual({ playlists: 0, cameras: 0, segments: 0, totalBytes: 0 });
    expect(camera.announce(3, 4_000).pushes).toBe(1);
  });

  it('close leaves nothing of a deleted camera, and is harmless when repeated', () => {
    const cache = newCache();
    const deleted = new LiveCamera(cache, 'deleted');
    const other = new LiveCamera(cache, 'other');
    deleted.stream(0, 3, 0);
    other.stream(0, 1, 0);
    for (const id of ['deleted', 'deleted', 'unknown']) cache.close(id);
    expect([deleted.shown(4_000), cache.nextSequence('deleted')]).toEqual([null, undefined]);
    expect(() => deleted.push(4, 4_000)).toThrow(/no open stream/);
    expect(cache.stats()).toMatchObject({ playlists: 1, cameras: 1, segments: 2 });
    expect(cache.stats().totalBytes).toBe(cache.recount());
    cache.open('deleted', 70);
    deleted.stream(0, 0, 5_000);
    expect(deleted.onAir(5_000)).toMatchObject({ numbers: [0], mediaSequence: 70 });
  });

  it('rest 27: a sweep takes cameras idle for more than 60 s, and playlist pushes are counted', () => {
    const cache = newCache();
    const idle = new LiveCamera(cache, 'idle');
    const busy = new LiveCamera(cache, 'busy');
    idle.stream(0, 0, 0);
    const pushes = range(0, 59).map((number) => {
      busy.push(number, 1_000 + number * 1_000);
      return busy.announce(number, 1_000 + number * 1_000).pushes;
    });
    expect(pushes).toEqual(range(1, 60));
    expect(cache.sweep(60_000)).toEqual([]);
    expect(cache.sweep(60_001)).toEqual(['idle']);
    expect(cache.sweep(60_001)).toEqual([]);
    expect(cache.snapshot('idle', 1)).toBeNull();
    expect(heldNumbers(busy)).toHaveLength(60);
  });

  it('a sweep keeps the 500 newest playlists', () => {
    const cache = newCache({ maxPerCamera: 5, maxTotalBytes: 1_000_000 });
    const cameras = range(1, 502).map((number) => new LiveCamera(cache, `cam_${number}`));
    for (const [index, camera] of cameras.entries()) {
      camera.push(9, index);
      camera.announce(9, index);
    }
    expect(cache.stats().playlists).toBe(502);
    cache.sweep(1_000);
    expect(cache.stats()).toMatchObject({ playlists: 500, segments: 502 });
    expect(cameras.slice(0, 3).map((camera) => camera.shown(1_000) !== null)).toEqual([false, false, true]);
    cameras[0]?.push(10, 1_100);
    cameras[0]?.announce(10, 1_100);
    expect(cameras[0]?.onAir(1_100)).toMatchObject({ numbers: [10], mediaSequence: 2 });
  });

  it('open keeps the state of an open camera and refuses sequence numbers below 1', () => {
    const camera = new LiveCamera(newCache(), 'cam_1', 5);
    camera.stream(0, 1, 0);
    camera.cache.open(camera.id, 900);
    expect(camera.cache.nextSequence(camera.id)).toBe(7);
    expect(camera.onAir(2_000).numbers).toEqual([0, 1]);
    for (const bad of [0, -1, 1.5, Number.NaN]) expect(() => camera.cache.open('x', bad)).toThrow(RangeError);
    expect(camera.cache.nextSequence('x')).toBeUndefined();
  });

  it('a camera that was never opened takes nothing and shows nothing', () => {
    const cache = newCache();
    expect(() => cache.put('x', nameOf(1), 1, Buffer.alloc(1), 0)).toThrow(/no open stream/);
    expect(() => cache.acceptPlaylist('x', nodePlaylist(1), 0)).toThrow(/no open stream/);
    cache.startEpoch('x');
    expect(cache.playlist('x', 0)).toBeNull();
    expect(cache.nextSequence('x')).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PlaylistHolds } from '../../../server/streaming/notices/playlist-holds.ts';
import { LiveCamera, newCache } from './live-camera.ts';

const PER_CAMERA = 200;
const IN_ALL = 2_000;

let camera: LiveCamera;
let holds: PlaylistHolds;
beforeEach(() => {
  const cache = newCache();
  holds = new PlaylistHolds(cache);
  camera = new LiveCamera(cache, 'cam_1', 10);
  camera.stream(0, 2, 0);
});

/** Holds a request and notes when it is let go. */
function held(sequence: number, cameraId = 'cam_1') {
  const hold = holds.hold(cameraId, sequence);
  if (hold === undefined) throw new Error('not held');
  const state = { released: false, cancel: hold.cancel };
  void hold.released.then(() => (state.released = true));
  return state;
}

async function settled(): Promise<void> {
  await Promise.resolve();
}

describe('held playlist requests', () => {
  it('go when their segment is published, not when it is accepted, and no sooner', async () => {
    const [next, afterNext] = [held(13), held(14)];
    camera.push(3, 3_000);
    await settled();
    expect(next.released).toBe(false);
    camera.announce(3, 3_100);
    await settled();
    expect([next.released, afterNext.released, holds.count]).toEqual([true, false, 1]);
  });

  it('what is published already is not held', () => {
    expect(holds.hold('cam_1', 12)).toBeUndefined();
    expect(holds.hold('cam_1', 0)).toBeUndefined();
  });

  it('other cameras let nobody go', async () => {
    const waiting = held(13);
    new LiveCamera(camera.cache, 'cam_2', 10).stream(0, 5, 0);
    await settled();
    expect(waiting.released).toBe(false);
  });

  it('go when the stream is dropped, and when the server stops; then nobody is held', async () => {
    const dropped = held(13);
    camera.cache.flush('cam_1');
    await settled();
    expect(dropped.released).toBe(true);
    camera.stream(3, 3, 4_000);
    const last = held(14);
    holds.stop();
    await settled();
    expect([last.released, holds.count, holds.hold('cam_1', 15)]).toEqual([true, 0, undefined]);
  });

  it('go when the caller left, leaving nothing behind', async () => {
    const waiting = held(13);
    waiting.cancel();
    waiting.cancel();
    await settled();
    expect([waiting.released, holds.count]).toEqual([true, 0]);
  });

  it('are limited for each camera and for all; who comes after is not held', () => {
    const waiting = Array.from({ length: PER_CAMERA }, () => held(13));
    expect(holds.hold('cam_1', 13)).toBeUndefined();
    waiting[0]?.cancel();
    expect(held(13)).toBeDefined();
    for (let number = 2; number <= IN_ALL / PER_CAMERA; number += 1) {
      new LiveCamera(camera.cache, `cam_${number}`, 10).stream(0, 0, 0);
      for (let count = 0; count < PER_CAMERA; count += 1) held(11, `cam_${number}`);
    }
    new LiveCamera(camera.cache, 'cam_99', 10).stream(0, 0, 0);
    expect([holds.count, holds.hold('cam_99', 11)]).toEqual([IN_ALL, undefined]);
    holds.stop();
    expect(holds.count).toBe(0);
  });

  it.each([
    ['three target durations', '#EXTINF:2.0,', 6_000],
    ['half a minute with long segments', '#EXTINF:30.0,', 30_000],
  ])('go after %s at the latest', async (_how, extinf, mostMs) => {
    vi.useFakeTimers();
    try {
      const long = new LiveCamera(camera.cache, 'cam_2', 10);
      long.push(0, 0);
      camera.cache.acceptPlaylist('cam_2', `${extinf}\nsegment_00000.ts\n`, 0);
      const waiting = held(11, 'cam_2');
      await vi.advanceTimersByTimeAsync(mostMs - 1);
      expect(waiting.released).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect([waiting.released, holds.count]).toEqual([true, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { WATCHED_MAX } from '../../../server/contract/dashboard-events.ts';
import { WatchedCameras } from '../../../server/events/watched-cameras.ts';
import type { LiveFeed } from '../../../server/streaming/notices/live-feed.ts';
import type { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { feedOf } from '../streaming/follower.ts';
import { LiveCamera, newCache, range } from '../streaming/live-camera.ts';

/** A connection that is full when the test says so. */
class Outlet {
  isFull = false;
  /** Messages after which it is full. */
  takes = Number.POSITIVE_INFINITY;
  readonly written: string[] = [];

  write(json: string): void {
    const message = JSON.parse(json) as { type: string; camera_id: string };
    this.written.push(`${message.type} ${message.camera_id}`);
    this.isFull = this.written.length % this.takes === 0;
  }
}

let clock: FakeClock;
let cache: SegmentCache;
let feed: LiveFeed;
let outlet: Outlet;
let watched: WatchedCameras;
beforeEach(() => {
  clock = new FakeClock();
  cache = newCache({}, clock);
  feed = feedOf(cache, clock);
  outlet = new Outlet();
  watched = new WatchedCameras(outlet, 'org_1', { feed, mayWatch: isOwn });
});

/** Cameras of the other organisation begin with `foreign`. */
function isOwn(orgId: string, cameraId: string): boolean {
  return orgId === 'org_1' && cameraId.startsWith('own');
}

function stream(cameraId: string, first: number, last: number): void {
  const camera = new LiveCamera(cache, cameraId);
  for (const number of range(first, last)) {
    camera.push(number, clock.monotonicMs());
    camera.announce(number, clock.monotonicMs());
  }
}

describe('the cameras a tab plays', () => {
  it('each is told at once and then segment by segment; the set replaces the one before', () => {
    stream('own_1', 0, 2);
    watched.replace(['own_1', 'own_2']);
    expect(outlet.written).toEqual(['live own_1', 'live own_2']);
    stream('own_1', 3, 3);
    watched.replace(['own_2', 'own_3']);
    stream('own_1', 4, 4);
    expect(outlet.written.slice(2)).toEqual(['segment own_1', 'live own_3']);
    watched.replace([]);
    expect(feed.stats().camera_followers).toBe(0);
  });

  it('unknown and foreign cameras are passed over in silence', () => {
    watched.replace(['foreign_1', 'own_1', 'nonsense', '']);
    stream('foreign_1', 0, 3);
    expect(outlet.written).toEqual(['live own_1']);
  });

  it(`${WATCHED_MAX} at most, each once; what is passed over takes no place`, () => {
    const ids = range(1, 100).map((number) => `own_${number}`);
    watched.replace(['foreign_1', 'own_1', 'own_1', ...ids]);
    expect(outlet.written).toEqual(ids.slice(0, WATCHED_MAX).map((id) => `live ${id}`));
  });

  it('a full connection is told nothing, skips to the newest when it drains, and what it missed is counted', () => {
    watched.replace(['own_1', 'own_2', 'own_3']);
    stream('own_1', 0, 1);
    outlet.written.length = 0;
    outlet.isFull = true;
    stream('own_1', 2, 9);
    stream('own_2', 0, 0);
    expect(outlet.written).toEqual([]);
    expect(feed.stats().notices_skipped).toBe(9);
    outlet.isFull = false;
    watched.resume();
    expect(outlet.written).toEqual(['live own_1', 'live own_2']);
    stream('own_1', 10, 10);
    expect(outlet.written.at(-1)).toBe('segment own_1');
    expect(feed.stats().notices_skipped).toBe(9);
  });

  it('a connection that fills up while it is caught up goes on later', () => {
    outlet.isFull = true;
    watched.replace(['own_1', 'own_2', 'own_3']);
    outlet.takes = 1;
    for (const count of [1, 2, 3]) {
      outlet.isFull = false;
      watched.resume();
      expect(outlet.written).toHaveLength(count);
    }
    outlet.isFull = false;
    watched.resume();
    expect(outlet.written).toHaveLength(3);
  });

  it('others are told everything while one is full', () => {
    const quick = new Outlet();
    new WatchedCameras(quick, 'org_1', { feed, mayWatch: isOwn }).replace(['own_1']);
    watched.replace(['own_1']);
    outlet.isFull = true;
    stream('own_1', 0, 9);
    expect(quick.written).toHaveLength(11);
    expect(outlet.written).toHaveLength(1);
  });

  it('nothing after the end, also when a page still asks', () => {
    watched.replace(['own_1']);
    watched.end();
    watched.replace(['own_1', 'own_2']);
    watched.resume();
    stream('own_1', 0, 3);
    expect(outlet.written).toEqual(['live own_1']);
    expect(feed.stats().camera_followers).toBe(0);
  });
});

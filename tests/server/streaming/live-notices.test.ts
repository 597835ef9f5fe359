import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { feedOf, Follower } from './follower.ts';
import { LiveCamera, nameOf, newCache, nodePlaylist, range } from './live-camera.ts';

let clock: FakeClock;
let camera: LiveCamera;
let follower: Follower;
beforeEach(() => {
  clock = new FakeClock('2026-03-01T12:00:00.000Z');
  const cache = newCache({}, clock);
  camera = new LiveCamera(cache, 'cam_1', 100);
  follower = new Follower('cam_1');
  follower.connect(feedOf(cache, clock));
});

function push(number: number, run?: string): void {
  camera.push(number, clock.monotonicMs(), run);
}

function announce(last: number, first?: number): void {
  camera.announce(last, clock.monotonicMs(), first);
}

/** Pushes and announces `first…last`, one a second. */
function stream(first: number, last: number, run?: string): void {
  for (const number of range(first, last)) {
    push(number, run);
    announce(number);
    clock.advance(1_000);
  }
}

function told(): readonly ('live' | number)[] {
  return follower.read().told;
}

function agrees(): void {
  follower.agreesWith(camera.onAir(clock.monotonicMs()));
}

describe('notices of segments', () => {
  it('who follows is told at once what is on air: nothing, or the whole window', () => {
    expect(told()).toEqual(['live']);
    expect(follower).toMatchObject({ window: [], discontinuitySequence: 100, targetSeconds: 1 });
    stream(0, 3);
    const late = new Follower('cam_1');
    late.connect(feedOf(camera.cache, clock));
    late.agreesWith(camera.onAir(clock.monotonicMs()));
    expect(late.window.map(({ sequence }) => sequence)).toEqual([100, 101, 102, 103]);
  });

  it('a segment that can only be the next one is told at its acceptance, before the playlist that lists it', () => {
    stream(0, 2);
    expect(told()).toEqual(['live', 'live', 101, 102]);
    push(3);
    expect(told()).toEqual(['live', 'live', 101, 102, 103]);
    expect(follower.newest).toEqual({
      sequence: 103,
      uri: expect.stringMatching(/^segment\/segment_00003\.ts\?v=[0-9a-f]{8}$/) as string,
      duration: 1,
      discontinuity: false,
      at: '2026-03-01T12:00:03.000Z',
    });
    expect(camera.onAir(clock.monotonicMs()).numbers).toEqual([0, 1, 2]);
    announce(3);
    expect(told()).toHaveLength(5);
    agrees();
  });

  it('who connects between acceptance and playlist is told of that segment too', () => {
    stream(0, 2);
    push(3);
    const late = new Follower('cam_1');
    late.connect(feedOf(camera.cache, clock));
    expect(late.read().newest?.sequence).toBe(103);
    announce(3);
    late.agreesWith(camera.onAir(clock.monotonicMs()));
    expect(late.told).toEqual(['live']);
  });

  it('only one segment is told in advance, and none out of its turn', () => {
    stream(0, 2);
    push(5);
    push(4);
    expect(told()).toEqual(['live', 'live', 101, 102]);
    push(3);
    push(6);
    expect(told().slice(4)).toEqual([103]);
    announce(6);
    expect(told().slice(4)).toEqual([103, 104, 105, 106]);
    agrees();
  });

  it('a retried upload is not told again', () => {
    stream(0, 2);
    for (const number of [3, 3, 2, 3]) push(number);
    announce(3);
    push(3);
    expect(told()).toEqual(['live', 'live', 101, 102, 103]);
  });

  it('a missing segment is waited for, then the next one is told with its discontinuity', () => {
    stream(0, 2);
    push(4);
    announce(4);
    clock.advance(1_400);
    expect(camera.onAir(clock.monotonicMs()).numbers.at(-1)).toBe(2);
    expect(told()).toHaveLength(4);
    clock.advance(100);
    agrees();
    expect(follower.newest).toMatchObject({ sequence: 103, discontinuity: true });
    expect(told().at(-1)).toBe(103);
  });

  it('a new run is told at its publication, with its discontinuity', () => {
    stream(0, 2);
    camera.cache.startEpoch('cam_1');
    push(0, 'b');
    expect(told()).toHaveLength(4);
    announce(0);
    expect(told().slice(4)).toEqual([103]);
    expect(follower.newest).toMatchObject({ discontinuity: true });
    stream(1, 2, 'b');
    expect(told().slice(4)).toEqual([103, 104, 105]);
    agrees();
  });

  it.each([
    [
      'is published with a discontinuity',
      nodePlaylist(3).replace(/(#EXTINF.*\n.*00003)/, '#EXT-X-DISCONTINUITY\n$1'),
    ],
    ['is not listed', nodePlaylist(4).replace(/#EXTINF.*\n.*00003.ts\n/, '')],
  ])('a segment told in advance that %s is corrected by a fresh start', (_how, text) => {
    stream(0, 2);
    push(3);
    push(4);
    camera.cache.acceptPlaylist('cam_1', text, clock.monotonicMs());
    expect(told().slice(4)).toEqual([103, 'live']);
    agrees();
    expect(follower.newest).toMatchObject({ sequence: 103, discontinuity: true });
  });

  it('a segment told in advance is taken back when its run ends before it was published', () => {
    stream(0, 2);
    push(3);
    camera.cache.startEpoch('cam_1');
    expect(told().slice(4)).toEqual([103, 'live']);
    expect(follower.newest?.sequence).toBe(102);
    push(0, 'b');
    announce(0);
    agrees();
  });

  it('another target duration begins anew', () => {
    stream(0, 2);
    push(3);
    const text = nodePlaylist(3).replace(/#EXTINF:1.000000,(\n.*00003)/, '#EXTINF:2.6,$1');
    camera.cache.acceptPlaylist('cam_1', text, clock.monotonicMs());
    expect(told().slice(4)).toEqual([103, 'live']);
    expect(follower).toMatchObject({ targetSeconds: 3, newest: { duration: 2.6 } });
  });

  it.each([
    ['flushed', () => camera.cache.flush('cam_1')],
    ['swept after a minute of silence', (now: number) => camera.cache.sweep(now + 61_000)],
    ['closed', () => camera.cache.close('cam_1')],
  ])('nothing is live once the camera is %s', (_how, end) => {
    stream(0, 2);
    end(clock.monotonicMs());
    expect(told().slice(4)).toEqual(['live']);
    expect(follower.window).toEqual([]);
  });

  it('a stream that stood still is told whole when it moves again', () => {
    stream(0, 2);
    clock.advance(40_000);
    push(3);
    expect(told()).toHaveLength(4);
    announce(3);
    expect(told().slice(4)).toEqual(['live']);
    agrees();
  });

  it('unfollowing ends it, and a follower that throws harms neither upload nor others', () => {
    const feed = feedOf(camera.cache, clock);
    const stop = feed.follow('cam_1', () => {
      throw new Error('gone');
    });
    stream(0, 1);
    expect(told()).toEqual(['live', 'live', 101]);
    expect(feed.stats().camera_followers).toBe(1);
    stop();
    stop();
    expect(feed.stats().camera_followers).toBe(0);
  });
});

describe('program dates', () => {
  const dates = (): string[] =>
    [...camera.onAir(clock.monotonicMs()).text.matchAll(/^#EXT-X-PROGRAM-DATE-TIME:(.*)$/gm)].map(
      ([, date]) => date ?? '',
    );

  it('a segment began its duration before it was accepted', () => {
    stream(0, 1);
    expect(dates()).toEqual(['2026-03-01T11:59:59.000Z', '2026-03-01T12:00:00.000Z']);
  });

  it("the node's own date is kept; one that is no date is replaced", () => {
    push(0);
    push(1);
    const dated = ['2025-01-01T00:00:00.5Z', 'tomorrow'].map(
      (date, index) => `#EXT-X-PROGRAM-DATE-TIME:${date}\n#EXTINF:1,\n${nameOf(index)}\n`,
    );
    camera.cache.acceptPlaylist('cam_1', dated.join(''), clock.monotonicMs());
    expect(dates()).toEqual(['2025-01-01T00:00:00.5Z', '2026-03-01T11:59:59.000Z']);
  });

  it('rise within a run although the uploads came in one burst or the clock was set back', () => {
    for (const number of range(0, 3)) push(number);
    announce(3);
    clock.advance(-5_000);
    push(4);
    camera.announce(4, clock.monotonicMs() + 6_000);
    const shown = dates();
    expect(shown).toHaveLength(5);
    expect(new Set(shown).size).toBe(5);
    expect(shown).toEqual(shown.toSorted());
  });

  it('follow the clock again in the next run', () => {
    stream(0, 1);
    clock.advance(-3_600_000);
    camera.push(0, clock.monotonicMs() + 3_700_000, 'b');
    camera.announce(0, clock.monotonicMs() + 3_700_000);
    const text = camera.onAir(clock.monotonicMs() + 3_700_000).text;
    expect(text).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T11:00:01.000Z\n');
  });
});

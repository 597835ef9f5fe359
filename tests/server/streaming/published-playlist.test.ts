import { describe, expect, it } from 'vitest';
import { LiveCamera, nameOf, newCache, nodePlaylist, range, readShown } from './live-camera.ts';

describe('what is published', () => {
  it('cloudnode 31: only segments that are listed and held', () => {
    const camera = new LiveCamera(newCache());
    expect(camera.shown(0)).toBeNull();
    camera.push(0, 0);
    expect(camera.shown(0)).toBeNull();
    camera.announce(1, 100);
    expect(camera.onAir(100).numbers).toEqual([0]);
    camera.push(1, 900);
    expect(camera.onAir(900).numbers).toEqual([0, 1]);
    camera.push(2, 1_900);
    expect(camera.onAir(1_900).numbers).toEqual([0, 1]);
  });

  it('has the exact form a player expects', () => {
    const cache = newCache();
    cache.open('cam', 7);
    cache.put('cam', 'segment_00042.ts', 42, Buffer.from('abc'), 0);
    cache.acceptPlaylist('cam', nodePlaylist(42), 1);
    const live = cache.playlist('cam', 2);
    expect(live?.body.toString().replace(/[0-9a-f]{8}\n$/, '{8 hex}\n')).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:3',
        '#EXT-X-TARGETDURATION:1',
        '#EXT-X-MEDIA-SEQUENCE:7',
        '#EXT-X-DISCONTINUITY-SEQUENCE:7',
        '#EXT-X-INDEPENDENT-SEGMENTS',
        '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES',
        '#EXT-X-PROGRAM-DATE-TIME:2026-03-01T11:59:59.000Z',
        '#EXTINF:1.000000,',
        'segment/segment_00042.ts?v={8 hex}',
        '',
      ].join('\n'),
    );
    expect(live?.latin1).toBe(live?.body.toString('latin1'));
    expect(cache.playlist('cam', 3)).toBe(live);
  });

  it('rest 19–23, cloudnode 34: the node text never shines through', () => {
    const camera = new LiveCamera(newCache());
    camera.push(5, 0);
    camera.push(6, 0);
    const text = [
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      '#EXT-X-TARGETDURATION:9',
      '#EXT-X-MEDIA-SEQUENCE:5',
      '#EXT-X-DISCONTINUITY-SEQUENCE:3',
      '#EXT-X-CODECS:"evil"',
      '#EXT-X-MAP:URI="segment_init.ts"',
      '#EXT-X-NOTE:ü',
      '#EXTINF:1.4,',
      String.raw`.\data\segment_00005.ts `,
      '#EXT-X-PROGRAM-DATE-TIME:2026-05-05T12:00:01Z',
      '#EXTINF:1.6,',
      'http/segment_00006.ts',
      '#EXT-X-ENDLIST',
    ].join('\r\n');
    camera.cache.acceptPlaylist(camera.id, text, 1);
    const shown = camera.onAir(2);
    expect(shown.text).not.toMatch(/ENDLIST|CODECS|\r|\\|:\/\/|evil/);
    expect(shown.text).toContain('#EXT-X-VERSION:6\n');
    expect(shown.text).toContain(
      '\n#EXT-X-MAP:URI="segment_init.ts"\n#EXT-X-NOTE:ü\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T11:59:58.600Z\n#EXTINF:1.4,\n',
    );
    expect(shown.text).toContain('\n#EXT-X-PROGRAM-DATE-TIME:2026-05-05T12:00:01Z\n#EXTINF:1.6,\n');
    expect(shown).toMatchObject({ mediaSequence: 1, discontinuitySequence: 1, targetDuration: 2 });
    const live = camera.cache.playlist(camera.id, 2);
    expect(Buffer.from(live?.latin1 ?? '', 'latin1').equals(live?.body ?? Buffer.alloc(0))).toBe(true);
  });

  it('rest 22: the codec line follows the first line, once, and only when there is one', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 1, 0);
    const line = '#EXT-X-CODECS:"avc1.42e01f,mp4a.40.2"';
    const coded = camera.cache.playlist(camera.id, 2_000, line)?.body.toString();
    expect(coded?.split('\n').slice(0, 2)).toEqual(['#EXTM3U', line]);
    expect(coded?.match(/CODECS/g)).toHaveLength(1);
    expect(camera.onAir(2_000).text).not.toContain('CODECS');
  });

  it('rest 24: gone 30 s after it last moved', () => {
    const camera = new LiveCamera(newCache());
    camera.push(0, 0);
    camera.announce(0, 0);
    expect(camera.shown(29_999)).not.toBeNull();
    expect(camera.shown(30_000)).toBeNull();
    expect(camera.announce(0, 30_000).accepted).toBe(false);
    expect(camera.shown(30_001)).toBeNull();
    camera.push(1, 40_000);
    camera.announce(1, 40_000);
    expect(camera.onAir(40_001).numbers).toEqual([0, 1]);
  });

  it('a segment published from a remembered playlist keeps the stream alive', () => {
    const camera = new LiveCamera(newCache());
    camera.push(0, 0);
    camera.announce(1, 0);
    camera.push(1, 25_000);
    expect(camera.onAir(40_000).numbers).toEqual([0, 1]);
  });

  it('a camera with 30 s segments is not gone between two of them', () => {
    const camera = new LiveCamera(newCache());
    camera.push(0, 0);
    camera.cache.acceptPlaylist(camera.id, `#EXTM3U\n#EXTINF:30.0,\n${nameOf(0)}\n`, 0);
    expect(camera.shown(89_999)).not.toBeNull();
    expect(camera.shown(90_000)).toBeNull();
  });

  it('the target duration covers every entry and does not shrink within a run', () => {
    const camera = new LiveCamera(newCache());
    camera.push(0, 0);
    camera.cache.acceptPlaylist(camera.id, `#EXTINF:2.6,\n${nameOf(0)}\n`, 0);
    camera.stream(1, 30, 1_000);
    expect(camera.onAir(31_000)).toMatchObject({ targetDuration: 3 });
    camera.push(0, 31_500, 'b');
    camera.announce(0, 31_600);
    expect(camera.onAir(31_600)).toMatchObject({ targetDuration: 1 });
  });
});

describe('order', () => {
  it('cloudnode 23: four uploads finishing in reverse are published in numeric order', () => {
    const camera = new LiveCamera(newCache());
    camera.push(3, 0);
    camera.announce(3, 10);
    expect(camera.shown(10)).toBeNull();
    camera.push(2, 20);
    camera.push(1, 30);
    expect(camera.shown(30)).toBeNull();
    camera.push(0, 40);
    const shown = camera.onAir(40);
    expect(shown.numbers).toEqual([0, 1, 2, 3]);
    expect(shown.discontinuities).toEqual([]);
  });

  it('cloudnode 23: the same in mid-stream', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 9, 0);
    for (const number of [13, 12, 11]) {
      camera.push(number, 10_000);
      camera.announce(13, 10_001);
      expect(camera.onAir(10_002).numbers.at(-1)).toBe(9);
    }
    camera.push(10, 10_010);
    expect(camera.onAir(10_010).numbers.slice(-5)).toEqual([9, 10, 11, 12, 13]);
  });

  it('a missing segment holds the next one back for 1.5 s, then is a discontinuity and never listed', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 9, 0);
    camera.push(11, 10_000);
    camera.announce(11, 10_100);
    expect(camera.onAir(11_499).numbers.at(-1)).toBe(9);
    const late = camera.onAir(11_500);
    expect(late.numbers.slice(-2)).toEqual([9, 11]);
    expect(late.discontinuities).toEqual([10]);
    camera.push(10, 11_600);
    camera.push(12, 11_700);
    camera.announce(12, 11_800);
    expect(camera.onAir(11_800).numbers.slice(-3)).toEqual([9, 11, 12]);
    expect(camera.cache.segment(camera.id, nameOf(10))).toBeDefined();
  });

  it('cloudnode 25: 99998 … 100003 stay in order and the oldest leaves', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 3 }));
    camera.stream(99_998, 100_003, 0);
    expect(camera.onAir(6_000).numbers).toEqual([100_001, 100_002, 100_003]);
    expect(camera.cache.snapshot(camera.id, 1)).toMatchObject([{ number: 100_003 }]);
  });

  it('cloudnode 32: one segment and a 15-entry playlist after a restart give one entry at once', () => {
    const camera = new LiveCamera(newCache(), 'cam_1', 1_000);
    camera.push(42, 0);
    camera.announce(42, 50);
    const shown = camera.onAir(50);
    expect(shown).toMatchObject({ numbers: [42], mediaSequence: 1_000, discontinuities: [] });
    camera.push(43, 1_000);
    camera.announce(43, 1_050);
    expect(camera.onAir(1_050).numbers).toEqual([42, 43]);
  });

  it('cloudnode 32: a short playlist from the middle of a run is not held back either', () => {
    const camera = new LiveCamera(newCache());
    camera.push(42, 0);
    camera.announce(42, 50, 41);
    expect(camera.onAir(50).numbers).toEqual([42]);
  });

  it('a segment that came and was evicted holds nothing back', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 2 }));
    for (const number of [0, 1, 2]) camera.push(number, 0);
    camera.announce(2, 10);
    expect(camera.onAir(10).numbers).toEqual([1, 2]);
  });

  it('two names of one number: the first held one is listed', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 0, 0);
    for (const number of [1, 2]) camera.push(number, 1_000);
    const lines = ['segment_00001.ts', 'segment_1.ts', 'segment_00002.ts'];
    camera.cache.acceptPlaylist(camera.id, lines.join('\n'), 1_010);
    expect(camera.onAir(1_010)).toMatchObject({ numbers: [0, 1, 2], discontinuities: [] });
  });

  it('cloudnode 33: an older playlist after a newer one changes nothing', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 20, 0);
    const before = camera.onAir(21_000);
    for (const last of [20, 19, 5]) expect(camera.announce(last, 21_000).accepted).toBe(false);
    expect(camera.onAir(21_000)).toEqual(before);
  });

  it('a playlist that arrives before the segment it lists is remembered for it', () => {
    const camera = new LiveCamera(newCache());
    expect(camera.announce(7, 0).reason).toBe('lists-no-known-segment');
    camera.push(7, 500);
    expect(camera.onAir(500).numbers).toEqual([7]);
  });

  it('a playlist far below the head serves the run that its first segment starts', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(300, 330, 0);
    expect(camera.announce(0, 31_000).accepted).toBe(false);
    expect(camera.onAir(31_000).numbers.at(-1)).toBe(330);
    camera.push(0, 31_100, 'b');
    expect(camera.onAir(31_100).numbers.slice(-2)).toEqual([330, 0]);
  });

  it('a playlist that waited too long is not used', () => {
    const camera = new LiveCamera(newCache());
    camera.announce(7, 0);
    camera.push(7, 30_001);
    expect(camera.shown(30_001)).toBeNull();
  });

  it('an empty playlist is reported and changes nothing', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 2, 0);
    const before = camera.onAir(3_000);
    expect(camera.cache.acceptPlaylist(camera.id, '#EXTM3U\n', 3_000)).toMatchObject({
      accepted: false,
      reason: 'lists-nothing',
    });
    expect(camera.onAir(3_000)).toEqual(before);
  });
});

describe('sequence numbers', () => {
  it('the discontinuity sequence counts runs and gaps as they leave', () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 4, 0);
    camera.stream(6, 8, 10_000);
    camera.stream(0, 4, 20_000, 'b');
    const full = camera.onAir(25_000);
    expect(full.numbers).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 0, 1, 2, 3, 4]);
    expect(full).toMatchObject({ discontinuities: [5, 8], discontinuitySequence: 1, mediaSequence: 1 });
    camera.stream(5, 12, 25_000, 'b');
    const atGap = camera.onAir(33_000);
    expect(atGap.numbers[0]).toBe(7);
    expect(atGap).toMatchObject({ discontinuities: [2], discontinuitySequence: 2, mediaSequence: 7 });
    camera.stream(13, 16, 33_000, 'b');
    expect(camera.onAir(37_000)).toMatchObject({ discontinuities: [], discontinuitySequence: 3 });
  });

  it("the node's own discontinuity inside a run is kept, at the start of a run it adds nothing", () => {
    const camera = new LiveCamera(newCache());
    camera.stream(0, 1, 0);
    camera.push(2, 2_000);
    const marked = nodePlaylist(2).replace(`#EXTINF:1.000000,\n${nameOf(2)}`, '#EXT-X-DISCONTINUITY\n$&');
    camera.cache.acceptPlaylist(camera.id, marked, 2_000);
    expect(camera.onAir(2_000)).toMatchObject({ numbers: [0, 1, 2], discontinuities: [2] });
    camera.stream(0, 0, 3_000, 'b');
    expect(camera.onAir(3_100)).toMatchObject({ numbers: [0, 1, 2, 0], discontinuities: [2, 3] });
  });

  it('flush and sweep keep the place in the numbering', () => {
    const camera = new LiveCamera(newCache(), 'cam_1', 10);
    camera.stream(0, 19, 0);
    expect(camera.cache.nextSequence(camera.id)).toBe(30);
    camera.cache.flush(camera.id);
    expect(camera.shown(20_000)).toBeNull();
    camera.stream(20, 21, 20_000);
    expect(camera.onAir(22_000)).toMatchObject({
      mediaSequence: 30,
      numbers: [20, 21],
      discontinuities: [0],
    });
    expect(camera.cache.sweep(90_000)).toEqual([camera.id]);
    camera.stream(90, 90, 90_000);
    const shown = camera.onAir(90_200);
    expect(shown).toMatchObject({ mediaSequence: 32, numbers: [90], discontinuitySequence: 11 });
  });

  it('a restarted server goes on above everything shown before', () => {
    const first = new LiveCamera(newCache(), 'cam_1', 1);
    first.stream(0, 5, 0);
    first.push(0, 6_000, 'b');
    first.announce(0, 6_000);
    const before = readShown(first.onAir(6_000).text);
    const second = new LiveCamera(newCache(), 'cam_1', first.cache.nextSequence('cam_1'));
    second.stream(30, 30, 0, 'b');
    const after = second.onAir(200);
    expect(after.mediaSequence).toBeGreaterThanOrEqual(before.mediaSequence + before.entries.length);
    expect(after.discontinuitySequence).toBeGreaterThanOrEqual(before.discontinuitySequence + 1);
  });

  it('cloudnode 36: an evicted segment leaves the list with everything before it', () => {
    const camera = new LiveCamera(newCache({ maxPerCamera: 4 }));
    camera.push(3, 0);
    camera.announce(3, 10);
    for (const number of [2, 1, 0]) camera.push(number, 20);
    expect(camera.onAir(30).numbers).toEqual([0, 1, 2, 3]);
    camera.push(4, 1_000);
    expect(camera.shown(1_000)).toBeNull();
    camera.announce(4, 1_010);
    expect(camera.onAir(1_010)).toMatchObject({ numbers: [4], mediaSequence: 5, discontinuities: [] });
    expect(range(0, 4).filter((number) => camera.cache.segment(camera.id, nameOf(number)))).toHaveLength(4);
  });
});

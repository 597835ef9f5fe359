import { describe, expect, it } from 'vitest';
import { dayPlaylist } from '../../../../server/nodes/archive/day-playlist.ts';

function entries(text: string): string[] {
  return (dayPlaylist(text) ?? '').split('\n').filter((line) => !/^#EXT(M3U|-X-[VTPME])|^$/.test(line));
}

describe("a day's playlist", () => {
  it("keeps the node's order, and marks every jump of the segment numbers", () => {
    const names = ['segment_00010.ts', 'segment_00011.ts', 'segment_00000.ts', 'segment_100000.ts'];
    const text = `#EXTM3U\n${names.map((name) => `#EXTINF:1.0,\n${name}\n`).join('')}`;
    expect(entries(text)).toEqual([
      '#EXTINF:1.000000,',
      'segment_00010.ts',
      '#EXTINF:1.000000,',
      'segment_00011.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:1.000000,',
      'segment_00000.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:1.000000,',
      'segment_100000.ts',
    ]);
  });

  it('keeps marks of the node and tidies broken durations', () => {
    const text = [
      '#EXTM3U',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:nonsense,',
      'segment_1.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:99999,',
      'segment_2.ts',
      '#EXT-X-BYTERANGE:5@5',
      'segment_3.ts?token=1',
      'segment_4.ts',
    ].join('\r\n');
    expect(entries(text)).toEqual([
      '#EXTINF:1.000000,',
      'segment_1.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:1.000000,',
      'segment_2.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:1.000000,',
      'segment_4.ts',
    ]);
  });

  it('answers nothing for what is no playlist or lists nothing', () => {
    for (const text of ['', 'hello', 'segment_1.ts', '#EXTM3U\n', '#EXTM3U\nhttp://a/b.ts\n', '{"a":1}']) {
      expect(dayPlaylist(text)).toBeUndefined();
    }
  });

  it('a whole day of one-second segments is a playlist of a day', () => {
    const lines = Array.from({ length: 86_400 }, (_, n) => `#EXTINF:1.000000,\nsegment_${n}.ts\n`);
    const playlist = dayPlaylist(`#EXTM3U\n${lines.join('')}`) ?? '';
    expect(playlist.split('#EXTINF').length - 1).toBe(86_400);
    expect(playlist).not.toContain('DISCONTINUITY');
  });
});

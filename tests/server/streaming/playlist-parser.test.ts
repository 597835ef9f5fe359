import { describe, expect, it } from 'vitest';
import { parsePlaylist } from '../../../server/streaming/playlist-parser.ts';

function entriesOf(...lines: string[]): string[] {
  return parsePlaylist(lines.join('\n')).entries.map(({ name }) => name);
}

describe('node playlists', () => {
  it.each([
    ['bare', 'segment_00001.ts'],
    ['directory', './data/hls/cam/segment_00001.ts'],
    ['backslashes', String.raw`C:\data\hls\segment_00001.ts`],
    ['mixed separators', String.raw`data\hls/segment_00001.ts`],
    ['CRLF', 'segment_00001.ts\r'],
    ['trailing blanks', 'segment_00001.ts \t '],
    ['already published form', 'segment/segment_00001.ts'],
  ])('rest 19, 20 and cloudnode 34: %s is normalised to the base name', (_, line) => {
    expect(entriesOf('#EXTM3U', '#EXTINF:1.0,', line, '')).toEqual(['segment_00001.ts']);
  });

  it('rest 23: lines that name anything but a segment are not listed', () => {
    expect(
      entriesOf(
        'http://host.example/segment_00001.ts?X-Amz-Signature=1',
        'other.ts',
        'segment_00002.ts.tmp',
        'segment_00003.ts',
      ),
    ).toEqual(['segment_00003.ts']);
  });

  it('sorts by number, not by text', () => {
    const parsed = parsePlaylist('segment_100000.ts\nsegment_99999.ts\nsegment_99998.ts\n');
    expect(parsed.entries.map(({ number }) => number)).toEqual([99_998, 99_999, 100_000]);
    expect(parsed.lastNumber).toBe(100_000);
  });

  it('rest 21: other tags are kept where they belong', () => {
    const parsed = parsePlaylist(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:7',
        '#EXT-X-MAP:URI="segment_init.ts"',
        '#EXT-X-PROGRAM-DATE-TIME:2026-05-05T12:00:00Z',
        '#EXTINF:1.000000,',
        'segment_00001.ts',
        '#EXT-X-DISCONTINUITY',
        '#EXT-X-NEWTAG:1',
        '#EXTINF:2.5,title',
        'segment_00002.ts',
      ].join('\r\n'),
    );
    expect(parsed.version).toBe(7);
    expect(parsed.header).toEqual(['#EXT-X-MAP:URI="segment_init.ts"']);
    expect(parsed.entries).toEqual([
      {
        name: 'segment_00001.ts',
        number: 1,
        durationSeconds: 1,
        extinf: '#EXTINF:1.000000,',
        discontinuity: false,
        tags: ['#EXT-X-PROGRAM-DATE-TIME:2026-05-05T12:00:00Z'],
      },
      {
        name: 'segment_00002.ts',
        number: 2,
        durationSeconds: 2.5,
        extinf: '#EXTINF:2.5,title',
        discontinuity: true,
        tags: ['#EXT-X-NEWTAG:1'],
      },
    ]);
  });

  it('rest 22, 23 and cloudnode 34: codecs, end, type and foreign addresses are left out', () => {
    const parsed = parsePlaylist(
      [
        '#EXTM3U',
        '#EXT-X-CODECS:"avc1.42e01f,mp4a.40.2"',
        '#EXT-X-PLAYLIST-TYPE:VOD',
        '#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/1"',
        '#EXTINF:1.0,',
        'segment_00001.ts',
        '#EXT-X-ENDLIST ',
        '#EXTINF:1.0,',
        'segment_00002.ts',
        '#EXT-X-ENDLIST',
      ].join('\n'),
    );
    expect(parsed.header).toEqual([]);
    expect(parsed.entries.flatMap(({ tags }) => tags)).toEqual([]);
    expect(parsed.entries).toHaveLength(2);
  });

  it('a tag hidden behind a lone carriage return is a line of its own', () => {
    const parsed = parsePlaylist('#EXTM3U\n#EXT-X-A:1\r#EXT-X-ENDLIST\n#EXTINF:1.0,\nsegment_1.ts\n');
    expect(parsed.header).toEqual(['#EXT-X-A:1']);
  });

  it.each(['#EXTINF:abc,', '#EXTINF:-1,', '#EXTINF:0,', '#EXTINF:1e9,', '#EXTINF:99999.0,', '#EXT-X-OTHER'])(
    'a segment after %s gets the target duration',
    (line) => {
      const [entry] = parsePlaylist(`#EXT-X-TARGETDURATION:2\n${line}\nsegment_1.ts`).entries;
      expect(entry).toMatchObject({ durationSeconds: 2, extinf: '#EXTINF:2,' });
    },
  );

  it('text without segments lists nothing', () => {
    for (const text of ['', '#EXTM3U', '\n\r\n', '\u0000', 'segment_'])
      expect(parsePlaylist(text)).toMatchObject({ entries: [], lastNumber: -1, version: 3 });
  });
});

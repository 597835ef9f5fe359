import { decode, encode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { withRecentPictures } from '../../../../server/sentinel/investigator/recent-pictures.ts';
import { scaledPictures } from '../../../../server/sentinel/investigator/pictures/scale-picture.ts';
import { PictureScaler } from '../../../../server/sentinel/investigator/pictures/picture-scaler.ts';
import type { Turn } from '../../../../server/sentinel/model/chat.ts';

const never = new AbortController().signal;

/** Left half black, right half white. */
function halves(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let at = 0; at < width * height; at += 1) {
    if (at % width < width / 2) data.fill(0, at * 4, at * 4 + 3);
  }
  return encode({ data, width, height }, 90).data;
}

/** A JPEG whose header claims another size. */
function claiming(width: number, height: number): Buffer {
  const bytes = Buffer.from(halves(64, 64));
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

describe('scaling of pictures', () => {
  it('the longer edge fits, the shape stays, and what was left is left', () => {
    const [small, portrait] = [
      scaledPictures(halves(400, 300), [100])[0],
      scaledPictures(halves(90, 360), [120])[0],
    ];
    const picture = decode(small ?? Buffer.alloc(0));
    expect([picture.width, picture.height]).toEqual([100, 75]);
    const brightness = (x: number): number => picture.data[(37 * 100 + x) * 4] ?? -1;
    expect(brightness(20)).toBeLessThan(30);
    expect(brightness(80)).toBeGreaterThan(225);
    const { width, height } = decode(portrait ?? Buffer.alloc(0));
    expect([width, height]).toEqual([30, 120]);
  });

  it('nothing is enlarged, and nothing but the picture is kept', () => {
    const comment = Buffer.from('\xff\xfe\x00\x10where we live', 'latin1');
    const source = halves(40, 20);
    const tagged = Buffer.concat([source.subarray(0, 2), comment, Buffer.alloc(1), source.subarray(2)]);
    const [same] = scaledPictures(tagged, [1024]);
    const { width, height } = decode(same ?? Buffer.alloc(0));
    expect([width, height]).toEqual([40, 20]);
    expect(Buffer.from(same ?? []).includes('where we live')).toBe(false);
  });

  it('a picture that claims a size beyond 16 megapixels is refused before memory is taken', async () => {
    const scaler = new PictureScaler();
    const before = process.memoryUsage().rss;
    const [huge, fine, junk] = await scaler.scale(
      { pictures: [claiming(65_000, 65_000), halves(64, 64), Buffer.from('no picture')], edges: [32] },
      never,
    );
    expect(huge).toEqual({ ok: false, reason: expect.stringContaining('limit exceeded') });
    expect(fine).toMatchObject({ ok: true });
    expect(junk).toMatchObject({ ok: false });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('the event loop stays free meanwhile, and an abort ends the thread', async () => {
    const scaler = new PictureScaler();
    const big = claiming(3_800, 3_800);
    const controller = new AbortController();
    const scaled = scaler.scale({ pictures: [big, big, big, big], edges: [512] }, controller.signal);
    const begun = performance.now();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(performance.now() - begun).toBeLessThan(1_000);
    controller.abort(new Error('enough'));
    await expect(scaled).rejects.toThrow('enough');
    const after = await scaler.scale({ pictures: [halves(64, 64)], edges: [32] }, never);
    expect(after[0]).toMatchObject({ ok: true });
  });
});

describe('pictures of a request', () => {
  it('the latest twelve stay, and where others were the text says so', () => {
    const results = (name: string, count: number): Turn => ({
      role: 'results',
      results: [
        {
          callId: name,
          toolName: 'watch_camera',
          text: name,
          isError: false,
          pictures: Array.from({ length: count }, (_, index) => ({ base64: `${name}${index}` })),
        },
      ],
    });
    const kept = withRecentPictures([results('a', 3), results('b', 5), results('c', 10)]).flatMap((turn) =>
      turn.role === 'results' ? turn.results : [],
    );
    expect(kept.map(({ pictures }) => pictures.map(({ base64 }) => base64))).toEqual([
      [],
      ['b3', 'b4'],
      Array.from({ length: 10 }, (_, index) => `c${index}`),
    ]);
    expect(kept.map(({ text }) => text)).toEqual([
      'a\n(3 older pictures are not shown any more)',
      'b\n(3 older pictures are not shown any more)',
      'c',
    ]);
  });
});

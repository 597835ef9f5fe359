import { expect, it } from 'vitest';
import { isCodecText, sanitiseCodec } from '../../../server/cameras/codec.ts';

it.each([
  ['avc1.42e00a', 'avc1.42e01e'],
  ['avc1.4da00a', 'avc1.4da01e'],
  ['avc1.42e014', 'avc1.42e014'],
  ['avc1.42e0zz', 'avc1.42e0zz'],
  ['avc1.42e00', 'avc1.42e00'],
  ['hvc1.1.L123.B0', 'hvc1.1.L123.B0'],
  ['', ''],
])('rest 75: codec %o is stored as %o', (codec, stored) => {
  expect(sanitiseCodec(codec)).toBe(stored);
});

it.each(['a\nb', 'a\rb', 'a\0b', 'x'.repeat(65), '', 'a"b', 'é'])('cloudnode 37: %o is no codec', (text) => {
  expect(isCodecText(text)).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { parseSegmentNumber } from '../../../server/streaming/segment-name.ts';

describe('segment names', () => {
  it.each([
    ['segment_00000.ts', 0],
    ['segment_00042.ts', 42],
    ['segment_1.ts', 1],
    ['segment_100003.ts', 100_003],
    ['segment_999999999999999.ts', 999_999_999_999_999],
  ])('reads %s', (name, number) => {
    expect(parseSegmentNumber(name)).toBe(number);
  });

  it.each([
    '../secret.env',
    'segment_00001.ts/..',
    'seg.ts',
    'segment_a.ts',
    'segment_.ts',
    'segment_1.ts\n',
    'segment_1.ts\r\n',
    'segment_١.ts',
    'segment_１.ts',
    'Segment_1.ts',
    'segment_1xts',
    'segment_1000000000000000.ts',
    'segment_-1.ts',
    ' segment_1.ts',
    'a/segment_1.ts',
    '',
  ])('rest 3, 4: refuses %j', (name) => {
    expect(parseSegmentNumber(name)).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { byteRange } from '../../../../server/incidents/evidence/byte-range.ts';

it.each([
  [undefined, undefined],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=5-999', { start: 5, end: 9 }],
  ['bytes=-999', { start: 0, end: 9 }],
  ['bytes = 1 - 2', { start: 1, end: 2 }],
  ['BYTES=1-2', { start: 1, end: 2 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=10-10', 'unsatisfiable'],
  ['bytes=-', undefined],
  ['bytes=5-2', undefined],
  ['bytes=0-1,3-4', undefined],
  ['items=0-1', undefined],
  ['bytes=a-b', undefined],
  [`bytes=0-${'9'.repeat(40)}`, undefined],
])('range %s of ten bytes', (header, expected) => {
  expect(byteRange(header, 10)).toEqual(expected);
});

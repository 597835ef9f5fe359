import { describe, expect, it } from 'vitest';
import { readMotion } from '../../../server/motion/motion-reading.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');

const reading = (body: unknown) => readMotion(body, NOW);
const timeOf = (timestamp: unknown): string | undefined =>
  reading({ score: 1, timestamp })?.timestamp.toISOString();

describe('notify 39, 40: score', () => {
  it.each<[unknown, number | undefined]>([
    [42, 42],
    [99.9, 99],
    [150, 100],
    [-1, 0],
    [-0.5, 0],
    [1e308, 100],
    ['42', 42],
    [' 7.8 ', 7],
    ['high', undefined],
    ['', undefined],
    ['0x10', undefined],
    [null, undefined],
    [undefined, undefined],
    [true, undefined],
    [[5], undefined],
    [{}, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])('cloudnode 38: %j becomes %j; without a usable one the report is dropped', (score, expected) => {
    expect(reading({ score })?.score).toBe(expected);
  });

  it.each([[[]], [null], ['text'], [7]])('a body that is no object is dropped: %j', (body) => {
    expect(reading(body)).toBeUndefined();
  });
});

describe('notify 42: segment number', () => {
  it.each<[unknown, number | null]>([
    [142, 142],
    [0, 0],
    ['142', 142],
    [1.9, 1],
    [-1, null],
    ['x', null],
    [undefined, null],
    [null, null],
    [1e300, null],
    [{}, null],
  ])('%j becomes %j', (segment_seq, expected) => {
    expect(reading({ score: 1, segment_seq })?.segmentSeq).toBe(expected);
  });
});

describe('notify 41, 43: time', () => {
  it.each<[string, string]>([
    ['2026-05-30T12:34:56.123456789+00:00', '2026-05-30T12:34:56.123Z'],
    ['2026-05-30T12:34:56.9999+00:00', '2026-05-30T12:34:56.999Z'],
    ['2026-05-30T12:34:56Z', '2026-05-30T12:34:56.000Z'],
    ['2026-05-30T12:34:56.5z', '2026-05-30T12:34:56.500Z'],
    ['2026-05-30T12:34:56', '2026-05-30T12:34:56.000Z'],
    ['2026-05-30 12:34', '2026-05-30T12:34:00.000Z'],
    ['2026-05-30T12:34:56,25+02:00', '2026-05-30T10:34:56.250Z'],
    ['2026-05-30T23:34:56-0530', '2026-05-31T05:04:56.000Z'],
    ['2024-02-29T00:00:00+05:45', '2024-02-28T18:15:00.000Z'],
  ])('cloudnode 38: %s is stored as %s', (text, expected) => {
    expect(timeOf(text)).toBe(expected);
  });

  it.each([
    ['yesterday'],
    [''],
    ['2026-02-30T00:00:00Z'],
    ['2026-05-30T24:00:00Z'],
    ['2026-05-30T12:60:00Z'],
    ['2026-05-30T12:34:56+99:00'],
    ['0000-01-01T00:00:00+01:00'],
    ['9999-12-31T23:59:59-01:00'],
    ['2026-05-30'],
    [1_780_000_000],
    [null],
    [undefined],
    [{}],
  ])('%j is no time, so the server says when', (text) => {
    expect(timeOf(text)).toBe(NOW.toISOString());
  });
});

import { describe, expect, it } from 'vitest';
import { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import { SegmentMemory } from '../../../server/streaming/memory/segment-memory.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** Takes memory and fills it. */
function filled(memory: SegmentMemory, length: number, value: number): Buffer {
  return memory.take(length).fill(value);
}

describe('memory of segments', () => {
  it('has exactly the length asked for', () => {
    const memory = new SegmentMemory();
    expect([0, 1, 16_384, 300_000].map((length) => memory.take(length).length)).toEqual([
      0, 1, 16_384, 300_000,
    ]);
  });

  it('is used again once its segment has left', () => {
    const memory = new SegmentMemory();
    const first = filled(memory, 300_000, 1);
    memory.leave(first);
    expect(memory.take(299_000).buffer).toBe(first.buffer);
    expect(memory.take(299_000).buffer).not.toBe(first.buffer);
  });

  it('is not used again while an answer sends it, however many do', () => {
    const memory = new SegmentMemory();
    const first = filled(memory, 300_000, 1);
    memory.borrow(first);
    memory.borrow(first);
    memory.leave(first);
    memory.giveBack(first);
    expect(memory.take(300_000).buffer).not.toBe(first.buffer);
    memory.giveBack(first);
    expect(memory.take(300_000).buffer).toBe(first.buffer);
  });

  it('is not used again because answers are through while the segment is still held', () => {
    const memory = new SegmentMemory();
    const first = filled(memory, 300_000, 1);
    memory.borrow(first);
    memory.giveBack(first);
    expect(memory.take(300_000).buffer).not.toBe(first.buffer);
  });

  it('is never used again after somebody kept it', () => {
    const memory = new SegmentMemory();
    const first = filled(memory, 300_000, 1);
    memory.keep(first);
    memory.leave(first);
    expect(memory.take(300_000).buffer).not.toBe(first.buffer);
  });

  it('leaves alone what it did not give out', () => {
    const memory = new SegmentMemory();
    const foreign = Buffer.from('from the pool of Node');
    memory.borrow(foreign);
    memory.giveBack(foreign);
    memory.leave(foreign);
    expect(memory.take(foreign.length).buffer).not.toBe(foreign.buffer);
  });

  it('does not spend a large place on a small segment', () => {
    const memory = new SegmentMemory();
    const large = filled(memory, 1_000_000, 1);
    memory.leave(large);
    expect(memory.take(100_000).buffer).not.toBe(large.buffer);
  });

  it('keeps at most 32 MiB for later', () => {
    const memory = new SegmentMemory();
    const places = Array.from({ length: 50 }, () => memory.take(1_048_576));
    for (const place of places) memory.leave(place);
    const again = new Set(places.map(() => memory.take(1_048_576).buffer));
    expect(places.filter(({ buffer }) => again.has(buffer))).toHaveLength(32);
  });
});

describe('the cache', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `segment_${10_000 + index}.ts`);

  function pushing(cache: SegmentCache) {
    cache.open('camera', 1);
    return (name: string, value: number) => {
      const bytes = cache.memory.take(50_000).fill(value);
      cache.put('camera', name, Number(name.slice(8, 13)), bytes, 0);
      return bytes;
    };
  }

  it('never lets a held segment be written to', () => {
    const cache = new SegmentCache({ maxPerCamera: 3, maxTotalBytes: 1_000_000 }, new FakeClock());
    const push = pushing(cache);
    const pushed = names(40);
    for (const [index, name] of pushed.entries()) {
      push(name, index);
      for (const held of pushed.slice(Math.max(0, index - 2), index + 1)) {
        const value = pushed.indexOf(held);
        const listed = cache.listed('camera', `${held}?v=${cache.segment('camera', held)?.version ?? ''}`);
        expect(listed?.bytes.every((byte) => byte === value)).toBe(true);
      }
    }
  });

  it('what was taken out for evidence stays as it was', () => {
    const cache = new SegmentCache({ maxPerCamera: 3, maxTotalBytes: 1_000_000 }, new FakeClock());
    const push = pushing(cache);
    const pushed = names(20);
    for (const [index, name] of pushed.slice(0, 3).entries()) push(name, index);
    const evidence = cache.snapshot('camera', 3) ?? [];
    for (const name of pushed.slice(3)) push(name, 99);
    expect(evidence.map(({ bytes }) => [bytes[0], bytes.at(-1)])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it('uses the memory of evicted segments again', () => {
    const cache = new SegmentCache({ maxPerCamera: 3, maxTotalBytes: 1_000_000 }, new FakeClock());
    const push = pushing(cache);
    const places = new Set(names(30).map((name) => push(name, 7).buffer));
    expect(places.size).toBe(4);
  });
});

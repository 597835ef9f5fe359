import { describe, expect, it } from 'vitest';
import { arrange, moveTo, neighbour, parseArrangement } from '../../renderer/features/wall/arrangement.ts';
import { gridSize } from '../../renderer/features/wall/grid-size.ts';

const cameras = ['a', 'b', 'c', 'd'].map((id) => ({ camera_id: id }));
const idsOf = (list: readonly { camera_id: string }[]) => list.map((item) => item.camera_id).join('');

describe('arrangement', () => {
  it('kept order first, new cameras last, vanished ones skipped', () => {
    expect(idsOf(arrange(cameras, ['c', 'gone', 'a']))).toBe('cabd');
    expect(idsOf(arrange(cameras, []))).toBe('abcd');
  });

  it('moves a camera to a place and clamps at the ends', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(moveTo(ids, 'a', 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moveTo(ids, 'd', 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moveTo(ids, 'b', 99)).toEqual(['a', 'c', 'd', 'b']);
    expect(moveTo(ids, 'b', -5)).toEqual(['b', 'a', 'c', 'd']);
    expect(moveTo(ids, 'x', 1)).toEqual(ids);
  });

  it.each([null, 5, 'x', {}, { layout: '9', order: 'abc' }])('damaged storage %j is the default', (value) => {
    expect(parseArrangement(value)).toEqual({ layout: 'auto', order: [] });
  });

  it('reads back what was kept', () => {
    expect(parseArrangement({ layout: '3', order: ['a', 7, 'b'] })).toEqual({
      layout: '3',
      order: ['a', 'b'],
    });
  });

  it('arrow keys walk the grid and stop at its edges', () => {
    expect(neighbour(0, 'ArrowRight', 2, 4)).toBe(1);
    expect(neighbour(0, 'ArrowDown', 2, 4)).toBe(2);
    expect(neighbour(3, 'ArrowUp', 2, 4)).toBe(1);
    expect(neighbour(0, 'ArrowLeft', 2, 4)).toBe(0);
    expect(neighbour(3, 'ArrowDown', 2, 4)).toBe(3);
    expect(neighbour(1, 'x', 2, 4)).toBe(1);
  });
});

describe('grid size', () => {
  it('auto shows every camera at once on a desktop', () => {
    for (const count of [1, 2, 4, 9, 16]) {
      const { columns, tileWidth } = gridSize('auto', count, 1200, 760);
      const rows = Math.ceil(count / columns);
      expect(columns * tileWidth + (columns - 1) * 12).toBeLessThanOrEqual(1200);
      expect(rows * ((tileWidth * 9) / 16 + 46) + (rows - 1) * 12).toBeLessThanOrEqual(761);
    }
  });

  it('never makes tiles wider than a phone', () => {
    for (const layout of ['auto', '1', '2', '3', '4'] as const) {
      const { columns, tileWidth } = gridSize(layout, 9, 296, 500);
      expect(columns * tileWidth + (columns - 1) * 12).toBeLessThanOrEqual(296);
    }
  });

  it('scrolls instead of showing stamps when there are very many', () => {
    expect(gridSize('auto', 200, 1200, 760).tileWidth).toBeGreaterThanOrEqual(240);
  });

  it('a fixed layout has that many columns where they fit', () => {
    expect(gridSize('3', 20, 1200, 760).columns).toBe(3);
    expect(gridSize('4', 20, 1200, 760).columns).toBe(4);
    expect(gridSize('4', 20, 390, 760).columns).toBe(2);
  });
});

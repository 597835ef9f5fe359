import type { Layout } from './arrangement.ts';

export const GAP = 12;
/** Height of the name bar below a tile's picture, borders included. */
const BAR = 46;
const LEAST_WIDTH = 240;
const LEAST_FIXED_WIDTH = 150;
const PHONE = 640;

export interface GridSize {
  readonly columns: number;
  /** Width of one tile, px. */
  readonly tileWidth: number;
}

/** Widest tile so that `columns` fit side by side and `rows` fit below each other. */
function fit(columns: number, rows: number, width: number, height: number): number {
  const byWidth = (width - GAP * (columns - 1)) / columns;
  const byHeight = (((height - GAP * (rows - 1)) / rows - BAR) * 16) / 9;
  return Math.floor(Math.min(byWidth, byHeight));
}

function columnsAtLeast(least: number, width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (least + GAP)));
}

function fullWidth(columns: number, width: number): GridSize {
  return { columns, tileWidth: Math.floor((width - GAP * (columns - 1)) / columns) };
}

function autoSize(count: number, width: number, height: number): GridSize {
  let best: GridSize = { columns: 1, tileWidth: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const tileWidth = fit(columns, Math.ceil(count / columns), width, height);
    if (tileWidth > best.tileWidth) best = { columns, tileWidth };
  }
  // Too many to see all at once at a useful size: fill the width and scroll.
  if (best.tileWidth < LEAST_WIDTH) return fullWidth(columnsAtLeast(LEAST_WIDTH, width), width);
  return best;
}

/**
 * Tile size for a wall of `count` cameras in a space of `width` × `height` px. "auto" shows every camera
 * at once, as large as possible; a number means that many columns and rows before scrolling.
 */
export function gridSize(layout: Layout, count: number, width: number, height: number): GridSize {
  if (layout === 'auto') return width < PHONE ? fullWidth(1, width) : autoSize(count, width, height);
  const columns = Math.min(Number(layout), columnsAtLeast(LEAST_FIXED_WIDTH, width));
  if (width < PHONE) return fullWidth(columns, width);
  const tileWidth = fit(columns, columns, width, height);
  return tileWidth < LEAST_FIXED_WIDTH ? fullWidth(columns, width) : { columns, tileWidth };
}

import type { Layout } from './arrangement.ts';
export declare const GAP = 12;
/** Height of the name bar below a tile's picture, borders included. */
export declare const BAR = 46;
export interface GridSize {
    readonly columns: number;
    /** Width of one tile, px. */
    readonly tileWidth: number;
}
/**
 * Tile size for a wall of `count` cameras in a space of `width` × `height` px. "auto" shows every camera
 * at once, as large as possible; a number means that many columns and rows before scrolling.
 */
export declare function gridSize(layout: Layout, count: number, width: number, height: number): GridSize;

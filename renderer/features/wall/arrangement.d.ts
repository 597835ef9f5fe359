export declare const LAYOUTS: readonly ['auto', '1', '2', '3', '4'];
export type Layout = (typeof LAYOUTS)[number];
/** How one person arranged the wall in one browser. */
export interface Arrangement {
    readonly layout: Layout;
    /** Camera ids, first tile first; cameras not listed follow in the server's order. */
    readonly order: readonly string[];
}
export declare const DEFAULT_ARRANGEMENT: Arrangement;
/** Reads a kept arrangement; anything unexpected becomes the default. */
export declare function parseArrangement(value: unknown): Arrangement;
/** Sorts cameras by the kept order; new ones go to the end, vanished ones are skipped. */
export declare function arrange<T extends {
    readonly camera_id: string;
}>(cameras: readonly T[], order: readonly string[]): readonly T[];
/** Moves one id to a new index (clamped) and answers the whole new order. */
export declare function moveTo(ids: readonly string[], id: string, index: number): readonly string[];
/** Where an arrow key leads from tile `index` in a grid of `columns`; stays put at the edges. */
export declare function neighbour(index: number, key: string, columns: number, count: number): number;

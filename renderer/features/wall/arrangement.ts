export const LAYOUTS = ['auto', '1', '2', '3', '4'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** How one person arranged the wall in one browser. */
export interface Arrangement {
  readonly layout: Layout;
  /** Camera ids, first tile first; cameras not listed follow in the server's order. */
  readonly order: readonly string[];
}

const DEFAULT_ARRANGEMENT: Arrangement = { layout: 'auto', order: [] };

/** Reads a kept arrangement; anything unexpected becomes the default. */
export function parseArrangement(value: unknown): Arrangement {
  if (typeof value !== 'object' || value === null) return DEFAULT_ARRANGEMENT;
  const { layout, order } = value as Record<string, unknown>;
  return {
    layout: LAYOUTS.find((known) => known === layout) ?? 'auto',
    order: Array.isArray(order) ? order.filter((id): id is string => typeof id === 'string') : [],
  };
}

/** Sorts cameras by the kept order; new ones go to the end, vanished ones are skipped. */
export function arrange<T extends { readonly camera_id: string }>(
  cameras: readonly T[],
  order: readonly string[],
): readonly T[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const last = order.length;
  return [...cameras].sort((a, b) => (place.get(a.camera_id) ?? last) - (place.get(b.camera_id) ?? last));
}

/** Moves one id to a new index (clamped) and answers the whole new order. */
export function moveTo(ids: readonly string[], id: string, index: number): readonly string[] {
  if (!ids.includes(id)) return ids;
  const others = ids.filter((other) => other !== id);
  const target = Math.max(0, Math.min(others.length, index));
  return [...others.slice(0, target), id, ...others.slice(target)];
}

/** A new order of some of `all`; the others keep their places. */
export function orderWithin(all: readonly string[], part: readonly string[]): readonly string[] {
  const moved = new Set(part);
  const next = part.values();
  return all.map((id) => (moved.has(id) ? (next.next().value ?? id) : id));
}

/** Where an arrow key leads from tile `index` in a grid of `columns`; stays put at the edges. */
export function neighbour(index: number, key: string, columns: number, count: number): number {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key] ?? 0;
  const next = index + step;
  return next < 0 || next >= count ? index : next;
}

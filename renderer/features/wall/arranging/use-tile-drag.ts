import { type RefObject, useEffect } from 'react';
import { TileDrag } from './tile-drag.ts';

/** Tiles of this grid can be dragged onto each other. `onDropped` must stay the same function. */
export function useTileDrag(
  grid: RefObject<HTMLElement | null>,
  onDropped: (draggedId: string, ontoId: string) => void,
): void {
  useEffect(() => {
    if (grid.current === null) return undefined;
    const drag = new TileDrag(grid.current, onDropped);
    return () => drag.dispose();
  }, [grid, onDropped]);
}

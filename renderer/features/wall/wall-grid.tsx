import { t } from '@lingui/core/macro';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import type { Camera } from '../../../server/contract/fleet/cameras.ts';
import { useTileDrag } from './arranging/use-tile-drag.ts';
import { type Layout, moveTo, neighbour } from './arrangement.ts';
import { GAP, type GridSize, gridSize } from './grid-size.ts';
import { notedCamera } from './focus/way-back.ts';
import { CameraTile } from './tile/camera-tile.tsx';

/** Space below the grid that must stay free: the page's padding. */
const BELOW = 20;

function useGridSize(grid: RefObject<HTMLElement | null>, layout: Layout, count: number): GridSize {
  const [space, setSpace] = useState({ width: 1, height: 1 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      const height = Math.max(200, innerHeight - (top + scrollY) - BELOW);
      setSpace((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // A banner above the grid moves it without resizing it, but makes the page taller.
    observer.observe(document.body);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, [grid]);
  return gridSize(layout, count, space.width, space.height);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input,textarea,select,[role=menu],[role=dialog]') !== null
  );
}

function focusTile(grid: HTMLElement | null, index: number): void {
  grid?.querySelectorAll<HTMLElement>('[data-testid=tile]')[index]?.focus();
}

function tileOf(grid: HTMLElement | null, cameraId: string): HTMLElement | null | undefined {
  return grid?.querySelector<HTMLElement>(`[data-camera-id="${CSS.escape(cameraId)}"]`);
}

/** Arrows walk over the tiles and the digits jump to one, wherever the focus was on this page. */
function useTileKeys(
  grid: RefObject<HTMLElement | null>,
  currentIndex: number,
  columns: number,
  count: number,
): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey)
        return;
      const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : null;
      if (digit !== null && digit <= count) focusTile(grid.current, digit - 1);
      if (!event.key.startsWith('Arrow') || event.shiftKey) return;
      event.preventDefault();
      const inside = grid.current?.contains(document.activeElement) === true;
      focusTile(grid.current, inside ? neighbour(currentIndex, event.key, columns, count) : currentIndex);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [grid, currentIndex, columns, count]);
}

interface Props {
  readonly cameras: readonly Camera[];
  /** Colour of each group by its number. */
  readonly colors: ReadonlyMap<number, string>;
  readonly layout: Layout;
  readonly onOrder: (order: readonly string[]) => void;
  /** The camera a link points at; it is brought into view. */
  readonly highlighted: string | null;
}

/** Moves tiles by keys, menu and drag, and says where one went for those who cannot see it. */
function useMoves(
  grid: RefObject<HTMLUListElement | null>,
  cameras: readonly Camera[],
  onOrder: (order: readonly string[]) => void,
) {
  const [said, setSaid] = useState('');
  // A drag lasts longer than what was drawn when it began.
  const now = useRef({ cameras, onOrder });
  useLayoutEffect(() => {
    now.current = { cameras, onOrder };
  });
  const place = useCallback((id: string, index: number) => {
    const shown = now.current.cameras;
    const ids = moveTo(
      shown.map((camera) => camera.camera_id),
      id,
      index,
    );
    const name = shown.find((camera) => camera.camera_id === id)?.name ?? '';
    setSaid(t`${name}: place ${ids.indexOf(id) + 1} of ${ids.length}`);
    now.current.onOrder(ids);
  }, []);
  const onMove = useCallback(
    (id: string, by: number) => {
      const indexOf = () => now.current.cameras.findIndex((camera) => camera.camera_id === id);
      place(id, indexOf() + by);
      requestAnimationFrame(() => focusTile(grid.current, indexOf()));
    },
    [grid, place],
  );
  const onDropped = useCallback(
    (dragged: string, onto: string) =>
      place(
        dragged,
        now.current.cameras.findIndex((camera) => camera.camera_id === onto),
      ),
    [place],
  );
  useTileDrag(grid, onDropped);
  return { onMove, said };
}

/** The tiles, in the order a person gave them. */
export function WallGrid({ cameras, colors, layout, onOrder, highlighted }: Props) {
  const grid = useRef<HTMLUListElement>(null);
  const [cameFrom] = useState(notedCamera(useLocation().state));
  const [currentId, setCurrentId] = useState<string | null>(cameFrom);
  const { columns, tileWidth } = useGridSize(grid, layout, cameras.length);
  const { onMove, said } = useMoves(grid, cameras, onOrder);
  const ids = cameras.map((camera) => camera.camera_id);
  const currentIndex = Math.max(0, currentId === null ? 0 : ids.indexOf(currentId));
  useTileKeys(grid, currentIndex, columns, cameras.length);

  useEffect(() => {
    if (cameFrom !== null) tileOf(grid.current, cameFrom)?.focus();
  }, [cameFrom]);

  useEffect(() => {
    if (highlighted === null) return;
    const tile = tileOf(grid.current, highlighted);
    tile?.scrollIntoView({ block: 'center' });
    tile?.focus({ preventScroll: true });
  }, [highlighted]);

  return (
    <>
      <ul
        ref={grid}
        aria-label={t`Cameras`}
        className="grid w-full justify-center"
        style={{ gap: GAP, gridTemplateColumns: `repeat(${columns}, minmax(0, ${tileWidth}px))` }}
      >
        {cameras.map((camera, index) => (
          <li key={camera.camera_id} className="grid min-w-0">
            <CameraTile
              camera={camera}
              groupColor={camera.group_id === null ? null : (colors.get(camera.group_id) ?? null)}
              current={index === currentIndex}
              columns={columns}
              highlighted={camera.camera_id === highlighted}
              onCurrent={setCurrentId}
              onMove={onMove}
            />
          </li>
        ))}
      </ul>
      <output className="sr-only">{said}</output>
    </>
  );
}

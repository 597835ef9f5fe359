import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { moved, type Point, type View, WHOLE, zoomed } from './zoom.ts';

const STEP = 1.4;
const DOUBLE_CLICK = 3;
/** Wheel ticks report about 100. */
const WHEEL = 500;

export interface Zoom {
  readonly view: View;
  /** The box the picture lies in. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly showWhole: () => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
    readonly onDoubleClick: (event: { readonly clientX: number; readonly clientY: number }) => void;
  };
}

type Client = { readonly clientX: number; readonly clientY: number };

function distance([a, b]: readonly Point[]): number {
  return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
}

/** Zooming and moving of a picture by wheel, drag, two fingers, double click and buttons. */
export function useZoom(): Zoom {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(WHOLE);
  const pointers = useRef(new Map<number, Point>());

  const change = useCallback((next: (view: View, rect: DOMRect) => View) => {
    const rect = box.current?.getBoundingClientRect();
    if (rect !== undefined) setView((view) => next(view, rect));
  }, []);
  const zoomBy = useCallback(
    (factor: number, at?: Client) =>
      change((view, rect) => {
        const x = at === undefined ? 0 : at.clientX - rect.left - rect.width / 2;
        const y = at === undefined ? 0 : at.clientY - rect.top - rect.height / 2;
        return zoomed(view, factor, { x, y }, rect);
      }),
    [change],
  );
  const pan = useCallback(
    (dx: number, dy: number) => change((view, rect) => moved(view, dx, dy, rect)),
    [change],
  );

  useEffect(() => {
    const element = box.current;
    // Not passive, so that the browser does not zoom the whole page instead.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY / WHEEL), event);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [zoomBy]);

  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const apart = distance([...pointers.current.values()]);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.current.size === 1) pan(event.clientX - before.x, event.clientY - before.y);
    else if (apart > 0) zoomBy(distance([...pointers.current.values()]) / apart, event);
  };
  const release = (event: PointerEvent) => pointers.current.delete(event.pointerId);
  const isWhole = view.scale === 1;
  return {
    view,
    box,
    zoomIn: () => zoomBy(STEP),
    zoomOut: () => zoomBy(1 / STEP),
    showWhole: () => setView(WHOLE),
    pan,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: release,
      onPointerCancel: release,
      onDoubleClick: (event) => (isWhole ? zoomBy(DOUBLE_CLICK, event) : setView(WHOLE)),
    },
  };
}

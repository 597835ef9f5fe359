/** How a picture lies in its box. */
export interface View {
  /** 1 shows the whole picture. */
  readonly scale: number;
  /** Pixels its centre is away from the centre of the box. */
  readonly x: number;
  readonly y: number;
}

/** Pixels; points are relative to the centre of the box. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
export const SCALE_MOST = 8;

function within(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Keeps the picture over its box. */
function held({ scale, x, y }: View, box: Box): View {
  return {
    scale,
    x: within(x, ((scale - 1) * box.width) / 2),
    y: within(y, ((scale - 1) * box.height) / 2),
  };
}

/** Scales so that what lies under `point` stays there. */
export function zoomed(view: View, factor: number, point: Point, box: Box): View {
  const scale = Math.max(1, Math.min(SCALE_MOST, view.scale * factor));
  const ratio = scale / view.scale;
  return held(
    { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio },
    box,
  );
}

export function moved(view: View, dx: number, dy: number, box: Box): View {
  return held({ ...view, x: view.x + dx, y: view.y + dy }, box);
}

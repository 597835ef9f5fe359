/** What a part stands for; its colour is never the only sign of it. */
export type Tone = 'plain' | 'soft' | 'accent' | 'live' | 'warn' | 'bad';

export type Point = readonly [x: number, y: number];

/** A box with one or more centred lines; of several, the first is bold. */
export interface Box {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly lines: readonly string[];
  readonly tone: Tone;
  /** Number of the point beside the drawing that explains it. */
  readonly mark?: number;
}

/** A frame around parts that belong together, with its name at the top left. */
export interface Frame {
  readonly kind: 'frame';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly name: string;
  readonly tone: Tone;
  /** As for boxes. */
  readonly mark?: number;
}

/** A line through points with a head at its end, and words beside it. */
export interface Arrow {
  readonly kind: 'arrow';
  readonly points: readonly Point[];
  readonly words?: { readonly at: Point; readonly text: string; readonly anchor: 'start' | 'middle' | 'end' };
  readonly dashed?: boolean;
  readonly both?: boolean;
}

export type Shape = Box | Frame | Arrow;

/** A drawing, {@link WIDTH} units wide so that its words stay readable on a small phone. */
export interface Diagram {
  readonly id: string;
  readonly title: string;
  /** The whole drawing in words, for those who cannot see it. */
  readonly about: string;
  readonly height: number;
  readonly shapes: readonly Shape[];
  /** What its numbers stand for, in order. */
  readonly points: readonly string[];
}

/** Width of every drawing, in its own units. */
export const WIDTH = 360;

export function box(
  [x, y]: Point,
  [w, h]: Point,
  lines: string | readonly string[],
  tone: Tone = 'plain',
  mark?: number,
): Box {
  const all = typeof lines === 'string' ? [lines] : lines;
  return { kind: 'box', x, y, w, h, lines: all, tone, ...(mark === undefined ? {} : { mark }) };
}

export function frame(
  [x, y]: Point,
  [w, h]: Point,
  name: string,
  tone: Tone = 'plain',
  mark?: number,
): Frame {
  return { kind: 'frame', x, y, w, h, name, tone, ...(mark === undefined ? {} : { mark }) };
}

export function arrow(points: readonly Point[], options: Omit<Arrow, 'kind' | 'points'> = {}): Arrow {
  return { kind: 'arrow', points, ...options };
}

/** Words beside an arrow. */
export function words(text: string, at: Point, anchor: 'start' | 'middle' | 'end' = 'start') {
  return { words: { at, text, anchor } };
}

import { useId } from 'react';
import { withFacts } from '../text/facts.ts';
import { type Arrow, type Box, type Diagram, type Frame, type Shape, type Tone, WIDTH } from './shape.ts';

const FILLS: Readonly<Record<Tone, string>> = {
  plain: 'fill-surface-1 stroke-line-strong',
  soft: 'fill-surface-2 stroke-line-strong',
  accent: 'fill-accent-wash stroke-accent',
  live: 'fill-live-wash stroke-live',
  warn: 'fill-warn-wash stroke-warn',
  bad: 'fill-bad-wash stroke-bad',
};

/** Distance of two lines of a box. */
const LINE = 15;
const MARK_RADIUS = 9;

/** A number in a disc, as the list beside the drawing has it. */
function Mark({ x, y, mark }: { readonly x: number; readonly y: number; readonly mark: number }) {
  return (
    <>
      <circle cx={x} cy={y} r={MARK_RADIUS} className="fill-accent" />
      <text
        x={x}
        y={y}
        dominantBaseline="central"
        textAnchor="middle"
        fontSize={11}
        className="fill-accent-ink font-semibold"
      >
        {mark}
      </text>
    </>
  );
}

function BoxShape({ x, y, w, h, lines, tone, mark }: Box) {
  const first = y + h / 2 - ((lines.length - 1) * LINE) / 2;
  return (
    <g>
      <rect x={x} y={y} width={w} height={h} rx={8} className={FILLS[tone]} strokeWidth={1.2} />
      {lines.map((line, index) => (
        <text
          key={line}
          x={x + w / 2}
          y={first + index * LINE}
          dominantBaseline="central"
          textAnchor="middle"
          fontSize={index === 0 ? 12.5 : 11.5}
          className={index === 0 ? 'fill-ink font-semibold' : 'fill-ink-soft'}
        >
          {withFacts(line)}
        </text>
      ))}
      {mark === undefined ? null : <Mark x={x} y={y} mark={mark} />}
    </g>
  );
}

function FrameShape({ x, y, w, h, name, tone, mark }: Frame) {
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        rx={12}
        className={FILLS[tone]}
        strokeWidth={1}
        strokeDasharray="4 4"
      />
      {name === '' ? null : (
        <text
          x={x + 14}
          y={y + 17}
          dominantBaseline="central"
          fontSize={11.5}
          className="fill-ink-soft font-medium"
        >
          {withFacts(name)}
        </text>
      )}
      {mark === undefined ? null : <Mark x={x + 4} y={y + 4} mark={mark} />}
    </g>
  );
}

function ArrowShape({
  points,
  words,
  dashed = false,
  both = false,
  head,
}: Arrow & { readonly head: string }) {
  return (
    <g>
      <polyline
        points={points.map((point) => point.join(',')).join(' ')}
        className="fill-none stroke-ink-soft"
        strokeWidth={1.4}
        strokeLinejoin="round"
        {...(dashed ? { strokeDasharray: '4 4' } : {})}
        markerEnd={`url(#${head})`}
        {...(both ? { markerStart: `url(#${head})` } : {})}
      />
      {words === undefined ? null : (
        <text
          x={words.at[0]}
          y={words.at[1]}
          dominantBaseline="central"
          textAnchor={words.anchor}
          fontSize={11}
          className="fill-ink-soft"
        >
          {withFacts(words.text)}
        </text>
      )}
    </g>
  );
}

function Part({ shape, head }: { readonly shape: Shape; readonly head: string }) {
  switch (shape.kind) {
    case 'box':
      return <BoxShape {...shape} />;
    case 'frame':
      return <FrameShape {...shape} />;
    case 'arrow':
      return <ArrowShape {...shape} head={head} />;
  }
}

/** Draws a diagram in the colours of the theme, as wide as its place. */
export function Drawing({ diagram }: { readonly diagram: Diagram }) {
  const id = useId();
  const { title, about, height, shapes } = diagram;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-about`}
      data-diagram={diagram.id}
      className="block h-auto w-full"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-about`}>{withFacts(about)}</desc>
      <defs>
        <marker
          id={`${id}-head`}
          viewBox="0 0 8 8"
          refX={7}
          refY={4}
          markerWidth={7}
          markerHeight={7}
          orient="auto-start-reverse"
        >
          <path d="M0 0.5 8 4 0 7.5Z" className="fill-ink-soft" />
        </marker>
      </defs>
      {shapes.map((shape, index) => (
        // Shapes never move or change.
        // oxlint-disable-next-line react/no-array-index-key
        <Part key={index} shape={shape} head={`${id}-head`} />
      ))}
    </svg>
  );
}

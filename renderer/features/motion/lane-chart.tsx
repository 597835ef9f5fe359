import { plural } from '@lingui/core/macro';
import { formats } from '../../hooks/format.ts';
import { clockTime } from '../../hooks/time.ts';
import type { Slice } from './lanes.ts';

interface Props {
  readonly slices: readonly Slice[];
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly className?: string;
}

const LEAST_HEIGHT = 16;

function sliceWords(time: string, count: number, peak: number): string {
  const share = formats.percent(peak);
  return plural(count, {
    one: `${time}: motion, up to ${share}`,
    other: `${time}: # times motion, up to ${share}`,
  });
}

/** One camera's motion over time: a bar a slice, as high as its strongest motion. */
export function LaneChart({ slices, label, className = 'h-12' }: Props) {
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className={`w-full rounded-sm bg-surface-2 ${className}`}
    >
      {slices.map(({ from, width, peak, count, startsAt }) => {
        const height = Math.max(LEAST_HEIGHT, peak);
        return (
          <rect
            key={from}
            x={from * 100}
            y={100 - height}
            width={width * 100 * 0.86}
            height={height}
            className="fill-accent"
          >
            <title>{sliceWords(clockTime(startsAt), count, peak)}</title>
          </rect>
        );
      })}
    </svg>
  );
}

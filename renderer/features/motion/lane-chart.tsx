import { t } from '@lingui/core/macro';
import { clockTime } from '../../hooks/time.ts';
import type { Slice } from './lanes.ts';

interface Props {
  readonly slices: readonly Slice[];
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly className?: string;
}

const LEAST_HEIGHT = 16;

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
            <title>{t`${clockTime(startsAt)}: ${count === 1 ? 'motion' : t`${count} times motion`}, up to ${peak} %`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

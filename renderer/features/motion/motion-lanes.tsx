import { plural } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { MotionEvent } from '../../../server/contract/fleet/motion.ts';
import { Card } from '../../components/page.tsx';
import { formats } from '../../hooks/format.ts';
import { LaneChart } from './lane-chart.tsx';
import { slicesOf, ticksOf } from './lanes.ts';
import type { CameraMotion } from './motion-stats.tsx';

interface Props {
  readonly events: readonly MotionEvent[];
  readonly stats: readonly CameraMotion[];
  readonly names: ReadonlyMap<string, string>;
  readonly hours: number;
  readonly now: number;
}

const ROW =
  'grid grid-cols-[minmax(0,1fr)] items-center gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)_4rem]';

function Axis({ hours, now }: { readonly hours: number; readonly now: number }) {
  const format = hours > 24 ? formats.weekdayHour : formats.time;
  return (
    <div className={ROW} aria-hidden="true">
      <span className="max-sm:hidden" />
      <div className="relative h-5 text-xs text-ink-soft">
        {ticksOf(hours, now).map(({ at, time }) => (
          <span key={time} className="absolute -translate-x-1/2" style={{ left: `${at * 100}%` }}>
            {format(time)}
          </span>
        ))}
        <span className="absolute right-0 bg-surface-1 pl-2 font-medium">
          <Trans>now</Trans>
        </span>
      </div>
    </div>
  );
}

function laneWords(name: string, count: number, peak: number): string {
  const share = formats.percent(peak);
  return plural(count, {
    one: `${name}: motion once, up to ${share}`,
    other: `${name}: motion # times, up to ${share}`,
  });
}

/** One timeline per camera, busiest first; each links to its camera. */
export function MotionLanes({ events, stats, names, hours, now }: Props) {
  const byCamera = useMemo(() => Map.groupBy(events, (event) => event.camera_id), [events]);
  const rows = stats.toSorted((a, b) => b.event_count - a.event_count);
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Timeline</Trans>
      </h2>
      <ul className="grid gap-3">
        {rows.map(({ camera_id: id, event_count: count, peak_score: peak }) => {
          const name = names.get(id) ?? id;
          return (
            <li key={id} className={ROW} data-testid="lane">
              <Link
                to={`/cameras/${encodeURIComponent(id)}`}
                className="truncate font-medium hover:underline"
              >
                {name}
              </Link>
              <LaneChart
                slices={slicesOf(byCamera.get(id) ?? [], hours, now)}
                label={laneWords(name, count, peak)}
              />
              <span className="text-ink-soft max-sm:hidden">{formats.count(count)} ×</span>
            </li>
          );
        })}
      </ul>
      <Axis hours={hours} now={now} />
    </Card>
  );
}

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { messageOf } from '../../../api/errors.ts';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { agoTime, sinceTime } from '../../../hooks/time.ts';
import { LaneChart } from '../../motion/lane-chart.tsx';
import { slicesOf } from '../../motion/lanes.ts';
import { recentMotionQuery } from '../../motion/motion-queries.ts';

const LISTED = 6;
const HOURS = 24;

/** What moved in front of one camera within a day. */
export function RecentMotion({ cameraId, now }: { readonly cameraId: string; readonly now: number }) {
  const { data, error } = useQuery(recentMotionQuery(cameraId));
  const events = data?.events ?? [];
  return (
    <Card className="grid content-start gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-base font-semibold">
          <Trans>Motion, last 24 hours</Trans>
        </h2>
        <Link to="/motion" className="shrink-0 text-accent underline">
          <Trans>All motion</Trans>
        </Link>
      </div>
      {error === null ? null : <p className="text-bad">{messageOf(error)}</p>}
      {data !== undefined && events.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>Nothing moved in front of this camera.</Trans>
        </p>
      ) : null}
      {events.length === 0 ? null : (
        <>
          <LaneChart
            slices={slicesOf(events, HOURS, now, 48)}
            label={plural(data?.total ?? 0, {
              one: 'Motion once in 24 hours',
              other: '# times motion in 24 hours',
            })}
          />
          <ul className="divide-y" aria-label={t`Recent motion`}>
            {events.slice(0, LISTED).map(({ id, timestamp, score }) => {
              const at = Date.parse(timestamp);
              return (
                <li key={id} className="flex gap-3 py-1.5">
                  <span className="min-w-28">{sinceTime(at, now)}</span>
                  <span className="flex-1 text-ink-soft">{agoTime(at, now)}</span>
                  <span>{formats.percent(score)}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Card>
  );
}

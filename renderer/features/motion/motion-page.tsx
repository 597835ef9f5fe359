import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { Camera } from '../../../server/contract/fleet/cameras.ts';
import type { MotionEvent } from '../../../server/contract/fleet/motion.ts';
import { messageOf } from '../../api/errors.ts';
import { camerasQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Choices } from '../../components/input/choices.tsx';
import { EmptyState, Page } from '../../components/page.tsx';
import { formats } from '../../hooks/format.ts';
import { useNow } from '../../hooks/time.ts';
import { useMe } from '../../session/session-context.ts';
import { MotionLanes } from './motion-lanes.tsx';
import { MotionList } from './motion-list.tsx';
import { motionQuery, motionStatsQuery } from './motion-queries.ts';
import { MotionStats } from './motion-stats.tsx';

const SPANS = [
  { value: 1, text: t`1 hour`, none: t`No motion in the last hour` },
  { value: 6, text: t`6 hours`, none: t`No motion in the last 6 hours` },
  { value: 24, text: t`24 hours`, none: t`No motion in the last 24 hours` },
  { value: 72, text: t`3 days`, none: t`No motion in the last 3 days` },
  { value: 168, text: t`7 days`, none: t`No motion in the last 7 days` },
] as const;

function NoMotion({ hours }: { readonly hours: number }) {
  const { is_admin: isAdmin } = useMe();
  const title = SPANS.find(({ value }) => value === hours)?.none ?? t`No motion`;
  return (
    <EmptyState icon={<Activity size={36} />} title={title}>
      <p>
        <Trans>
          When something moves in front of a camera, its node reports it with a score from 0 to 100%: the
          share of the picture that changed. It then appears here as a mark on the camera’s timeline.
        </Trans>
      </p>
      {isAdmin ? (
        <p>
          <Trans>
            Nothing although something moved? Check that{' '}
            <Link to="/settings/notifications" className="text-accent underline">
              motion reports are stored
            </Link>{' '}
            and that the camera is live.
          </Trans>
        </p>
      ) : null}
    </EmptyState>
  );
}

interface FilterProps {
  readonly cameras: readonly Camera[];
  readonly hours: number;
  readonly cameraId: string;
  readonly onHours: (hours: number) => void;
  readonly onCamera: (cameraId: string) => void;
}

function Filters({ cameras, hours, cameraId, onHours, onCamera }: FilterProps) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Choices legend={t`Time span`} options={SPANS} value={hours} onChoose={onHours} />
      <select
        aria-label={t`Camera`}
        value={cameraId}
        onChange={({ target }) => onCamera(target.value)}
        className="min-h-10 max-w-full rounded-sm border border-line-strong bg-surface-1 px-3"
      >
        <option value="">
          <Trans>All cameras</Trans>
        </option>
        {cameras.map(({ camera_id: id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ResultProps {
  readonly events: readonly MotionEvent[];
  readonly cameras: readonly Camera[];
  readonly hours: number;
  readonly cameraId: string;
}

function Results({ events, cameras, hours, cameraId }: ResultProps) {
  const now = useNow(30_000);
  const { data: stats } = useQuery(motionStatsQuery(hours));
  const names = useMemo(() => new Map(cameras.map(({ camera_id: id, name }) => [id, name])), [cameras]);
  const shown = stats?.cameras.filter(({ camera_id: id }) => cameraId === '' || id === cameraId);
  return (
    <>
      {shown === undefined ? null : (
        <>
          <MotionStats stats={shown} names={names} now={now} />
          <MotionLanes events={events} stats={shown} names={names} hours={hours} now={now} />
        </>
      )}
      <MotionList events={events} names={names} now={now} />
    </>
  );
}

/** When and where something moved. */
export function MotionPage() {
  const [hours, setHours] = useState<number>(24);
  const [cameraId, setCameraId] = useState('');
  const { data: cameras = [] } = useQuery(camerasQuery);
  const found = useInfiniteQuery(motionQuery(hours, cameraId === '' ? undefined : cameraId));
  const events = useMemo(() => found.data?.pages.flatMap((page) => page.events) ?? [], [found.data]);
  const total = found.data?.pages[0]?.total ?? 0;
  const counts = { shown: formats.count(events.length), all: formats.count(total) };
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)]">
      <Page
        title={t`Motion`}
        intro={t`When and where something moved, newest first. Times are those of this device.`}
      >
        <Filters
          cameras={cameras}
          hours={hours}
          cameraId={cameraId}
          onHours={setHours}
          onCamera={setCameraId}
        />
        {found.isPending ? <Loading /> : null}
        {found.error === null ? null : <Banner tone="bad">{messageOf(found.error)}</Banner>}
        {found.data !== undefined && total === 0 ? <NoMotion hours={hours} /> : null}
        {total === 0 ? null : <Results events={events} cameras={cameras} hours={hours} cameraId={cameraId} />}
        {found.hasNextPage ? (
          <div className="flex flex-wrap items-center justify-center gap-3">
            <span className="text-ink-soft">
              <Trans>
                {counts.shown} of {counts.all} shown
              </Trans>
            </span>
            <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              <Trans>Show older</Trans>
            </Button>
          </div>
        ) : null}
      </Page>
    </div>
  );
}

import { plural, t } from '@lingui/core/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Page } from '../../../components/page.tsx';
import { ChartCard, ChartRow } from '../chart/chart-card.tsx';
import { ColumnChart } from '../chart/column-chart.tsx';
import { SpanChoice } from '../chart/span-choice.tsx';
import { useViewCounts, viewStatsQuery } from './view-counts.ts';
import { WatchingLog } from './watching-log.tsx';

const TOP = 5;
const NOBODY = t`Nobody watched in this time.`;
const VIEWS = [{ name: t`views`, look: 'bg-accent' }] as const;

function Charts({ days, names }: { readonly days: number; readonly names: ReadonlyMap<string, string> }) {
  const { data, error } = useQuery({ ...viewStatsQuery(days), placeholderData: keepPreviousData });
  const counts = useViewCounts(days);
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const cameras = data.by_camera.slice(0, TOP).map(({ camera_id: id, count }) => ({
    key: id,
    label: names.get(id) ?? id,
    count,
  }));
  const people = data.by_user.slice(0, TOP).map(({ user_id: id, user_email: email, count }) => ({
    key: `${id} ${email}`,
    label: email === '' ? id : email,
    count,
  }));
  return (
    <ChartRow>
      <ChartCard
        title={plural(data.total_accesses, { one: '# view', other: '# views' })}
        note={counts?.note ?? (days > 1 ? t`Days are UTC.` : undefined)}
      >
        <ColumnChart what={t`Views`} series={VIEWS} columns={counts?.columns ?? []} />
      </ChartCard>
      <ChartCard title={t`Most watched cameras`}>
        <RankBars ranks={cameras} empty={NOBODY} />
      </ChartCard>
      <ChartCard title={t`Who watched most`}>
        <RankBars ranks={people} empty={NOBODY} />
      </ChartCard>
    </ChartRow>
  );
}

/** Who watched which camera, in charts and line by line. */
export function WatchingPage() {
  const [days, setDays] = useState(7);
  const { data: cameras = [] } = useQuery(camerasQuery);
  const names = new Map(cameras.map(({ camera_id: id, name }) => [id, name]));
  return (
    <Page
      title={t`Who watched`}
      intro={t`One entry each time somebody opens a camera, at most one every five minutes.`}
      action={<SpanChoice days={days} onDays={setDays} />}
    >
      <Charts days={days} names={names} />
      <WatchingLog names={names} />
    </Page>
  );
}

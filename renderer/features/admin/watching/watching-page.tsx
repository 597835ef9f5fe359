import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { audit } from '../../../../server/contract/audit.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { DayBars, filledDays } from '../../../components/data/day-bars.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { WatchingLog } from './watching-log.tsx';

const SPANS = [
  { value: 1, text: '1 day' },
  { value: 7, text: '7 days' },
  { value: 14, text: '14 days' },
  { value: 30, text: '30 days' },
] as const;
const TOP = 5;
const NOBODY = 'Nobody watched in this time.';

function Charts({ days, names }: { readonly days: number; readonly names: ReadonlyMap<string, string> }) {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['stream-stats', days],
    queryFn: () => call(audit.streamStats, { query: { days } }),
    placeholderData: (old) => old,
  });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return null;
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
    <div className="grid gap-4 lg:grid-cols-3">
      <Card className="grid content-start gap-4">
        <h2 className="text-base font-semibold">
          {data.total_accesses.toLocaleString()} {data.total_accesses === 1 ? 'view' : 'views'} by day
        </h2>
        <DayBars days={filledDays(data.by_day, days, dataUpdatedAt)} what="Views" />
      </Card>
      <Card className="grid content-start gap-4">
        <h2 className="text-base font-semibold">Most watched cameras</h2>
        <RankBars ranks={cameras} empty={NOBODY} />
      </Card>
      <Card className="grid content-start gap-4">
        <h2 className="text-base font-semibold">Who watched most</h2>
        <RankBars ranks={people} empty={NOBODY} />
      </Card>
    </div>
  );
}

/** Who watched which camera, in charts and line by line. */
export function WatchingPage() {
  const [days, setDays] = useState<number>(7);
  const { data: cameras = [] } = useQuery(camerasQuery);
  const names = new Map(cameras.map(({ camera_id: id, name }) => [id, name]));
  return (
    <Page
      title="Who watched"
      intro="One entry each time somebody opens a camera, at most one every five minutes. Days are UTC."
      action={<Choices legend="Time span of the charts" options={SPANS} value={days} onChoose={setDays} />}
    >
      <Charts days={days} names={names} />
      <WatchingLog names={names} />
    </Page>
  );
}

import { plural, t } from '@lingui/core/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Loading } from '../../../components/loading.tsx';
import { ChartCard, ChartRow } from '../chart/chart-card.tsx';
import { ColumnChart } from '../chart/column-chart.tsx';
import { columnsOfHours } from '../chart/slots.ts';
import { actStatsQuery } from './act-counts.ts';
import { eventLabel, personOf } from './event-words.ts';

const TOP = 5;
const NOTHING = t`Nothing was done in this time.`;
const ENTRIES = [{ name: t`entries`, look: 'bg-accent' }] as const;

/** When things were changed, what most, and by whom. */
export function AuditCharts({ days }: { readonly days: number }) {
  const { data, error, dataUpdatedAt } = useQuery({
    ...actStatsQuery(days),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const { total, by_event: events, by_user: people, by_hour: hours } = data;
  const columns = columnsOfHours(days, dataUpdatedAt, hours, ({ count }) => [count]);
  const kinds = events.slice(0, TOP).map(({ event, count }) => ({
    key: event,
    label: eventLabel(event),
    count,
  }));
  const actors = people.slice(0, TOP).map((actor) => ({
    key: actor.username ?? '',
    label: personOf(actor),
    count: actor.count,
  }));
  return (
    <ChartRow>
      <ChartCard title={plural(total, { one: '# entry', other: '# entries' })}>
        <ColumnChart what={t`Entries`} series={ENTRIES} columns={columns} />
      </ChartCard>
      <ChartCard title={t`Most frequent`}>
        <RankBars ranks={kinds} empty={NOTHING} />
      </ChartCard>
      <ChartCard title={t`Who did most`}>
        <RankBars ranks={actors} empty={NOTHING} />
      </ChartCard>
    </ChartRow>
  );
}

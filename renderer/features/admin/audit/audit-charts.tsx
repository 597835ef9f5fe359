import { t } from '@lingui/core/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Loading } from '../../../components/loading.tsx';
import { ChartCard, ChartRow } from '../chart/chart-card.tsx';
import { ColumnChart } from '../chart/column-chart.tsx';
import { countBy } from '../chart/newest-rows.ts';
import { columnsOfMoments } from '../chart/slots.ts';
import { actsQuery, MOST_ACTS } from './act-counts.ts';
import { eventLabel, personOf } from './event-words.ts';

const TOP = 5;
const NOTHING = t`Nothing was done in this time.`;
const ENTRIES = [{ name: 'entries', look: 'bg-accent' }] as const;

/** When things were changed, what most, and by whom. */
export function AuditCharts({ days }: { readonly days: number }) {
  const { data, error, dataUpdatedAt } = useQuery({ ...actsQuery(days), placeholderData: keepPreviousData });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const { rows, isComplete } = data;
  const columns = columnsOfMoments(days, dataUpdatedAt, [rows.map((row) => Date.parse(row.timestamp))]);
  const kinds = countBy(rows, (row) => row.event).slice(0, TOP);
  const people = countBy(rows, personOf).slice(0, TOP);
  const note = isComplete
    ? undefined
    : t`These charts count the newest ${MOST_ACTS.toLocaleString()} entries.`;
  return (
    <ChartRow>
      <ChartCard
        title={`${rows.length.toLocaleString()} ${rows.length === 1 ? 'entry' : 'entries'}`}
        note={note}
      >
        <ColumnChart what={t`Entries`} series={ENTRIES} columns={columns} />
      </ChartCard>
      <ChartCard title={t`Most frequent`}>
        <RankBars
          ranks={kinds.map(({ key, count }) => ({ key, label: eventLabel(key), count }))}
          empty={NOTHING}
        />
      </ChartCard>
      <ChartCard title={t`Who did most`}>
        <RankBars ranks={people.map(({ key, count }) => ({ key, label: key, count }))} empty={NOTHING} />
      </ChartCard>
    </ChartRow>
  );
}

import { plural, t } from '@lingui/core/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Loading } from '../../../components/loading.tsx';
import { kindWords } from '../../settings/kind-words.ts';
import { ChartCard, ChartRow } from '../chart/chart-card.tsx';
import { ColumnChart } from '../chart/column-chart.tsx';
import { columnsOfHours } from '../chart/slots.ts';
import { mailStatsQuery } from './mail-counts.ts';

const TOP = 5;
const NOTHING = t`No mail left in this time.`;
const OUTCOMES = [
  { name: t`sent`, look: 'bg-accent' },
  { name: t`held back`, look: 'bg-warn' },
  { name: t`failed`, look: 'bg-bad' },
] as const;

/** What became of mails over time, what they were about, and who got them. */
export function MailCharts({ days }: { readonly days: number }) {
  const { data, error, dataUpdatedAt } = useQuery({
    ...mailStatsQuery(days),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const { total, failed, by_kind: kinds, by_recipient: people, by_hour: hours } = data;
  const title = (
    <>
      {plural(total, { one: '# mail', other: '# mails' })},{' '}
      <span className={failed > 0 ? 'text-bad' : ''}>
        {plural(failed, { one: '# failed', other: '# failed' })}
      </span>
    </>
  );
  return (
    <ChartRow>
      <ChartCard title={title}>
        <ColumnChart
          what={t`Mails`}
          series={OUTCOMES}
          columns={columnsOfHours(days, dataUpdatedAt, hours, (hour) => [
            hour.sent,
            hour.suppressed,
            hour.failed,
          ])}
        />
      </ChartCard>
      <ChartCard title={t`What they were about`}>
        <RankBars
          ranks={kinds.slice(0, TOP).map(({ kind, count }) => ({ key: kind, label: kindWords(kind), count }))}
          empty={NOTHING}
        />
      </ChartCard>
      <ChartCard title={t`Who got most`}>
        <RankBars
          ranks={people.slice(0, TOP).map(({ recipient, count }) => ({
            key: recipient,
            label: recipient || t`Nobody found`,
            count,
          }))}
          empty={NOTHING}
        />
      </ChartCard>
    </ChartRow>
  );
}

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Loading } from '../../../components/loading.tsx';
import { kindWords } from '../../settings/kind-words.ts';
import { ChartCard, ChartRow } from '../chart/chart-card.tsx';
import { ColumnChart } from '../chart/column-chart.tsx';
import { countBy } from '../chart/newest-rows.ts';
import { columnsOfMoments } from '../chart/slots.ts';
import { MOST_MAILS, settledMailsQuery } from './mail-counts.ts';
import type { SettledMail } from './mail-log-words.ts';

const TOP = 5;
const NOTHING = t`No mail left in this time.`;
const OUTCOMES = [
  { status: 'sent', name: 'sent', look: 'bg-accent' },
  { status: 'suppressed', name: 'held back', look: 'bg-warn' },
  { status: 'failed', name: 'failed', look: 'bg-bad' },
] as const;

function momentsOf(rows: readonly SettledMail[], status: SettledMail['status']): readonly number[] {
  return rows.filter((row) => row.status === status).map((row) => Date.parse(row.timestamp));
}

/** What became of mails over time, what they were about, and who got them. */
export function MailCharts({ days }: { readonly days: number }) {
  const query = settledMailsQuery(days);
  const { data, error, dataUpdatedAt } = useQuery({ ...query, placeholderData: keepPreviousData });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const { rows, isComplete } = data;
  const moments = OUTCOMES.map(({ status }) => momentsOf(rows, status));
  const failed = momentsOf(rows, 'failed').length;
  const note = isComplete
    ? undefined
    : t`These charts count the newest ${MOST_MAILS.toLocaleString()} mails.`;
  const title = (
    <>
      {rows.length.toLocaleString()} {rows.length === 1 ? t`mail` : t`mails`},{' '}
      <span className={failed > 0 ? 'text-bad' : ''}>
        <Trans>{failed.toLocaleString()} failed</Trans>
      </span>
    </>
  );
  const kinds = countBy(rows, (row) => row.kind).slice(0, TOP);
  const people = countBy(rows, (row) => row.recipient || t`Nobody found`).slice(0, TOP);
  return (
    <ChartRow>
      <ChartCard title={title} note={note}>
        <ColumnChart
          what={t`Mails`}
          series={OUTCOMES}
          columns={columnsOfMoments(days, dataUpdatedAt, moments)}
        />
      </ChartCard>
      <ChartCard title={t`What they were about`}>
        <RankBars
          ranks={kinds.map(({ key, count }) => ({ key, label: kindWords(key), count }))}
          empty={NOTHING}
        />
      </ChartCard>
      <ChartCard title={t`Who got most`}>
        <RankBars ranks={people.map(({ key, count }) => ({ key, label: key, count }))} empty={NOTHING} />
      </ChartCard>
    </ChartRow>
  );
}

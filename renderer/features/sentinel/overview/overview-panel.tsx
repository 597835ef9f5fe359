import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { useNow } from '../../../hooks/time.ts';
import { latestRunsQuery, type RunStats, type SentinelAnswer } from '../sentinel-queries.ts';
import { AllowanceCard } from './allowance.tsx';
import { HowItWorks } from './how-it-works.tsx';
import { LatestRuns } from './latest-runs.tsx';

const FIGURES = [
  { field: 'runs_today', text: t`Runs today` },
  { field: 'runs_total', text: t`Runs in all` },
  { field: 'incidents_filed', text: t`Incidents filed` },
  { field: 'pending', text: t`Under way` },
] as const;

function Figures({ stats }: { readonly stats: RunStats | undefined }) {
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-5">
        {FIGURES.map(({ field, text }) => (
          <div key={field} className="grid gap-0.5">
            <dt className="text-xs text-ink-soft">{text}</dt>
            <dd className="text-lg font-semibold">
              {stats === undefined ? '–' : formats.count(stats[field])}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** The newest runs beside what they add up to. */
export function OverviewPanel({ answer }: { readonly answer: SentinelAnswer }) {
  const { data, error } = useQuery(latestRunsQuery);
  // Waiting times of runs under way are counted by the second.
  const now = useNow((data?.stats.pending ?? 0) > 0 ? 1000 : 30_000);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Card className="overflow-hidden p-0!">
        <div className="flex items-center justify-between gap-3 border-b px-5 py-3.5">
          <h2 className="text-base font-semibold">
            <Trans>Latest runs</Trans>
          </h2>
          <Link to="/sentinel/history" className="font-medium text-accent underline">
            <Trans>All runs</Trans>
          </Link>
        </div>
        {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
        {data === undefined && error === null ? <Loading /> : null}
        {data === undefined ? null : data.runs.length === 0 ? (
          <HowItWorks />
        ) : (
          <LatestRuns runs={data.runs} now={now} />
        )}
      </Card>
      <div className="grid gap-4">
        <AllowanceCard stats={data?.stats} plan={answer.plan_current} now={now} />
        <Figures stats={data?.stats} />
      </div>
    </div>
  );
}

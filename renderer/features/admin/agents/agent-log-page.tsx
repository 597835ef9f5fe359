import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { planQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState, Page } from '../../../components/page.tsx';
import { nameOf } from '../../agents/key-name.ts';
import { LiveBadge } from '../../agents/live/live-badge.tsx';
import { PlanLink } from '../../wall/notices/plan-link.tsx';
import { ChartCard, ChartRow } from '../chart/chart-card.tsx';
import { ColumnChart } from '../chart/column-chart.tsx';
import { SpanChoice } from '../chart/span-choice.tsx';
import { AgentLog } from './agent-log.tsx';
import { callStatsQuery, useCallCounts } from './call-counts.ts';

const TOP = 5;
const NOTHING = t`No agent called in this time.`;
const CALLS = [{ name: t`calls`, look: 'bg-accent' }] as const;

function Charts({ days }: { readonly days: number }) {
  const { data, error } = useQuery({ ...callStatsQuery(days), placeholderData: keepPreviousData });
  const counts = useCallCounts(days);
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const tools = data.by_tool.slice(0, TOP).map(({ tool_name: name, count }) => ({
    key: name,
    label: name,
    count,
  }));
  const keys = data.by_key.slice(0, TOP).map(({ key_name: name, count }) => ({
    key: name,
    label: nameOf(name),
    count,
  }));
  const title = (
    <>
      {plural(data.total_calls, { one: '# call', other: '# calls' })},{' '}
      <span className={data.total_errors > 0 ? 'text-bad' : ''}>
        {plural(data.total_errors, { one: '# failed', other: '# failed' })}
      </span>
    </>
  );
  return (
    <ChartRow>
      <ChartCard title={title} note={counts?.note ?? (days > 1 ? t`Days are UTC.` : undefined)}>
        <ColumnChart what={t`Calls`} series={CALLS} columns={counts?.columns ?? []} />
      </ChartCard>
      <ChartCard title={t`Most used tools`}>
        <RankBars ranks={tools} empty={NOTHING} />
      </ChartCard>
      <ChartCard title={t`Busiest keys`}>
        <RankBars ranks={keys} empty={NOTHING} />
      </ChartCard>
    </ChartRow>
  );
}

function Locked() {
  return (
    <Page title={t`AI agents`}>
      <EmptyState icon={<Bot size={36} />} title={t`Not part of your plan`}>
        <p>
          <Trans>
            With a paid plan, AI agents can look through your cameras, and this page shows all they did.
          </Trans>
        </p>
        <PlanLink>
          <Trans>See plans</Trans>
        </PlanLink>
      </EmptyState>
    </Page>
  );
}

function Open() {
  const [days, setDays] = useState(7);
  return (
    <Page
      title={t`AI agents`}
      intro={t`Every tool call of every agent. Secrets in arguments are left out.`}
      action={
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <LiveBadge />
          <SpanChoice days={days} onDays={setDays} />
        </div>
      }
    >
      <Charts days={days} />
      <AgentLog />
    </Page>
  );
}

/** What AI agents did, in charts and call by call, where the plan has them. */
export function AgentLogPage() {
  const { data: plan, error } = useQuery(planQuery);
  if (plan === undefined)
    return (
      <Page title={t`AI agents`}>
        {error === null ? <Loading /> : <Banner tone="bad">{messageOf(error)}</Banner>}
      </Page>
    );
  return plan.features.includes('admin') ? <Open /> : <Locked />;
}

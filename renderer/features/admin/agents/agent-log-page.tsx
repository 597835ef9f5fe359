import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { agentActivity } from '../../../../server/contract/agents/activity.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { DayBars, filledDays } from '../../../components/data/day-bars.tsx';
import { RankBars } from '../../../components/data/rank-bars.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { LOG_STATS_KEY } from '../../agents/agent-queries.ts';
import { nameOf } from '../../agents/key-name.ts';
import { LiveBadge } from '../../agents/live/live-badge.tsx';
import { AgentLog } from './agent-log.tsx';

const SPANS = [
  { value: 1, text: '1 day' },
  { value: 7, text: '7 days' },
  { value: 14, text: '14 days' },
  { value: 30, text: '30 days' },
] as const;
const TOP = 5;
const NOTHING = 'No agent called in this time.';

function Charts({ days }: { readonly days: number }) {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: [...LOG_STATS_KEY, days],
    queryFn: () => call(agentActivity.logStats, { query: { days } }),
    placeholderData: (old) => old,
  });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return null;
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
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Card className="grid content-start gap-4">
        <h2 className="text-base font-semibold">
          {data.total_calls.toLocaleString()} {data.total_calls === 1 ? 'call' : 'calls'} by day,{' '}
          <span className={data.total_errors > 0 ? 'text-bad' : ''}>
            {data.total_errors.toLocaleString()} failed
          </span>
        </h2>
        <DayBars days={filledDays(data.by_day, days, dataUpdatedAt)} what="Calls" />
      </Card>
      <Card className="grid content-start gap-4">
        <h2 className="text-base font-semibold">Most used tools</h2>
        <RankBars ranks={tools} empty={NOTHING} />
      </Card>
      <Card className="grid content-start gap-4">
        <h2 className="text-base font-semibold">Busiest keys</h2>
        <RankBars ranks={keys} empty={NOTHING} />
      </Card>
    </div>
  );
}

/** What AI agents did, in charts and call by call. */
export function AgentLogPage() {
  const [days, setDays] = useState<number>(7);
  return (
    <Page
      title="AI agents"
      intro="Every tool call of every agent. Secrets in arguments are left out. Days are UTC."
      action={
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <LiveBadge />
          <Choices legend="Time span of the charts" options={SPANS} value={days} onChoose={setDays} />
        </div>
      }
    >
      <Charts days={days} />
      <AgentLog />
    </Page>
  );
}

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { messageOf } from '../../../api/errors.ts';
import { nodesQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { agoTime, useNow } from '../../../hooks/time.ts';
import { StorageBar } from '../../nodes/storage-bar.tsx';
import { latestActsQuery } from '../audit/act-counts.ts';
import { eventLabel, personOf } from '../audit/event-words.ts';
import { SpanChoice } from '../chart/span-choice.tsx';
import { healthQuery } from '../health-queries.ts';
import { partName } from '../health-names.ts';
import { checkState, lengthWords, overallState } from '../health-words.ts';
import { byFullness } from '../storage/storage-figures.ts';
import { KpiStrip } from './kpi-strip.tsx';

const LATEST = 6;
const NODES = 4;

interface BlockProps {
  readonly title: string;
  readonly to: string;
  readonly more: string;
  readonly children: ReactNode;
}

function Block({ title, to, more, children }: BlockProps) {
  return (
    <Card className="grid content-start gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="text-base font-semibold">{title}</h2>
        <Link to={to} className="inline-flex items-center gap-1 font-medium text-accent underline">
          {more}
          <ArrowRight size={14} aria-hidden="true" />
        </Link>
      </div>
      {children}
    </Card>
  );
}

function LatestActs() {
  const now = useNow(10_000);
  const { data, error } = useQuery(latestActsQuery(LATEST));
  return (
    <Block title={t`What happened last`} to="/admin/audit" more={t`Audit trail`}>
      {error === null ? null : <p className="text-bad">{messageOf(error)}</p>}
      {data === undefined && error === null ? <Loading /> : null}
      {data?.total === 0 ? (
        <p className="text-ink-soft">
          <Trans>Nothing has happened yet.</Trans>
        </p>
      ) : null}
      <ul className="divide-y empty:hidden">
        {(data?.logs ?? []).map((row) => (
          <li key={row.id} className="grid gap-x-3 py-2 sm:grid-cols-[minmax(0,1fr)_auto]">
            <span className="font-medium">{eventLabel(row.event)}</span>
            <span className="text-ink-soft sm:text-right">{agoTime(Date.parse(row.timestamp), now)}</span>
            <span className="[overflow-wrap:anywhere] text-ink-soft">{personOf(row)}</span>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function NodeSpace() {
  const { data, error } = useQuery(nodesQuery);
  const nodes = byFullness(data ?? []);
  return (
    <Block title={t`Storage per node`} to="/admin/storage" more={t({ message: 'Storage', context: 'disk' })}>
      {error === null ? null : <p className="text-bad">{messageOf(error)}</p>}
      {data === undefined && error === null ? <Loading /> : null}
      {data?.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>No nodes yet. Their space appears here once one is added.</Trans>
        </p>
      ) : null}
      <ul className="grid gap-4 empty:hidden">
        {nodes.slice(0, NODES).map((node) => (
          <li key={node.node_id} className="grid gap-1">
            <span className="truncate font-medium">{node.name}</span>
            <StorageBar storage={node.storage} />
          </li>
        ))}
      </ul>
      {nodes.length > NODES ? (
        <p className="text-ink-soft">
          <Trans>And {formats.count(nodes.length - NODES)} more.</Trans>
        </p>
      ) : null}
    </Block>
  );
}

function ServerState() {
  const { data, error } = useQuery(healthQuery);
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return null;
  const { tone, text } = overallState(data.status);
  const troubled = Object.entries(data.checks)
    .filter(([, { status }]) => ['warn', 'bad'].includes(checkState(status).tone))
    .map(([name]) => partName(name));
  return (
    <Card className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <span className="font-medium">
        <Trans>Server</Trans>
      </span>
      <Chip tone={tone}>{text}</Chip>
      <span className="min-w-0 flex-1 basis-48 text-ink-soft">
        {troubled.length > 0
          ? t`Look at: ${formats.list(troubled)}.`
          : t`Version ${data.version}, running for ${lengthWords(data.uptime_seconds)}.`}
      </span>
      <Link to="/admin/health" className="font-medium text-accent underline">
        <Trans>Every part</Trans>
      </Link>
    </Card>
  );
}

/** How this place is doing, in a few numbers. */
export function OverviewPage() {
  const [days, setDays] = useState(7);
  return (
    <Page
      title={t`Overview`}
      intro={t`How this place is doing. Choose a number to see what is behind it.`}
      action={<SpanChoice days={days} onDays={setDays} />}
    >
      <KpiStrip days={days} />
      <ServerState />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <NodeSpace />
        <LatestActs />
      </div>
    </Page>
  );
}

import { plural, t } from '@lingui/core/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { nodesQuery, planQuery } from '../../../api/queries.ts';
import { Chip } from '../../../components/chip.tsx';
import { formats } from '../../../hooks/format.ts';
import { callStatsQuery, useCallCounts } from '../agents/call-counts.ts';
import type { CountsOverTime } from '../chart/slots.ts';
import { Sparkline } from '../chart/sparkline.tsx';
import { mailStatsQuery } from '../mail/mail-counts.ts';
import { fullest } from '../storage/storage-figures.ts';
import { useViewCounts, viewStatsQuery } from '../watching/view-counts.ts';
import { KpiTile } from './kpi-tile.tsx';
import { errorState, spanWords } from './kpi-words.ts';
import { ShareBar } from './share-bar.tsx';

function Course({ counts }: { readonly counts: CountsOverTime | undefined }) {
  if (counts === undefined) return null;
  return <Sparkline counts={counts.columns.map((column) => column.counts[0] ?? 0)} />;
}

function Views({ days }: { readonly days: number }) {
  const { data } = useQuery({ ...viewStatsQuery(days), placeholderData: keepPreviousData });
  const counts = useViewCounts(days);
  return (
    <KpiTile
      to="/admin/watching"
      label={t`Stream views`}
      value={data && formats.count(data.total_accesses)}
      note={spanWords(days)}
    >
      <Course counts={counts} />
    </KpiTile>
  );
}

function AgentCalls({ days }: { readonly days: number }) {
  const { data } = useQuery({ ...callStatsQuery(days), placeholderData: keepPreviousData });
  const counts = useCallCounts(days);
  return (
    <KpiTile
      to="/admin/agents"
      label={t`Agent calls`}
      value={data && formats.count(data.total_calls)}
      note={spanWords(days)}
    >
      <Course counts={counts} />
    </KpiTile>
  );
}

function AgentErrors({ days }: { readonly days: number }) {
  const { data } = useQuery({ ...callStatsQuery(days), placeholderData: keepPreviousData });
  const state = data === undefined ? null : errorState(data.total_errors);
  return (
    <KpiTile
      to="/admin/agents"
      label={t`Agent errors`}
      value={data && formats.count(data.total_errors)}
      note={spanWords(days)}
      isBad={state?.tone === 'bad'}
    >
      {state === null ? null : <Chip tone={state.tone}>{state.text}</Chip>}
    </KpiTile>
  );
}

function Cameras() {
  const { data } = useQuery(planQuery);
  const used = data?.usage.cameras ?? 0;
  const most = data?.limits.max_cameras ?? 0;
  return (
    <KpiTile
      to="/settings/nodes"
      label={t`Cameras`}
      value={data === undefined ? null : formats.count(used)}
      note={data === undefined ? '' : t`of at most ${formats.count(most)}`}
    >
      {most === 0 ? null : <ShareBar percent={(used / most) * 100} />}
    </KpiTile>
  );
}

function Mails({ days }: { readonly days: number }) {
  const { data } = useQuery({ ...mailStatsQuery(days), placeholderData: keepPreviousData });
  return (
    <KpiTile
      to="/admin/mail"
      label={t`Mails failed`}
      value={data && formats.count(data.failed)}
      note={spanWords(days)}
      isBad={data !== undefined && data.failed > 0}
    >
      {data === undefined ? null : (
        <Chip tone="idle">
          {data.waiting === 0
            ? t`None waiting`
            : plural(data.waiting, { one: '# waiting', other: '# waiting' })}
        </Chip>
      )}
    </KpiTile>
  );
}

function Storage() {
  const { data } = useQuery(nodesQuery);
  const most = fullest(data ?? []);
  return (
    <KpiTile
      to="/admin/storage"
      label={t`Fullest node`}
      value={most === null ? null : formats.percent(most.percent)}
      note={
        most === null ? t`No node has reported its space yet` : t`of the recording space of ${most.node.name}`
      }
    >
      {most === null ? null : <ShareBar percent={most.percent} />}
    </KpiTile>
  );
}

/** The numbers that tell how this place is doing; each leads to its page. */
export function KpiStrip({ days }: { readonly days: number }) {
  const { data: plan } = useQuery(planQuery);
  const hasAgents = plan?.features.includes('admin') === true;
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 2xl:grid-cols-6">
      <Views days={days} />
      {hasAgents ? <AgentCalls days={days} /> : null}
      {hasAgents ? <AgentErrors days={days} /> : null}
      <Cameras />
      <Mails days={days} />
      <Storage />
    </div>
  );
}

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRight, CircleX, Siren } from 'lucide-react';
import { Link } from 'react-router';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { formats } from '../../../hooks/format.ts';
import { agentSessionsQuery, agentStatsQuery } from '../agent-queries.ts';
import { useToolCalls } from './use-tool-calls.ts';

/** Numbers follow the calls at most this often. */
const ASK_EVERY_MS = 2000;
const TILE = 'grid min-w-0 content-start gap-1 rounded-lg border bg-surface-1 p-4';

interface TileProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly note: string;
  readonly isBad?: boolean;
}

function Tile({ label, value, note, isBad = false }: TileProps) {
  return (
    <div className={TILE}>
      <dt className="text-ink-soft">{label}</dt>
      <dd className={`flex items-center gap-2 text-xl font-semibold ${isBad ? 'text-bad' : ''}`}>
        {isBad ? <CircleX size={22} aria-hidden="true" /> : null}
        {value === undefined ? '–' : formats.count(value)}
      </dd>
      <dd className="text-xs text-ink-soft">{note}</dd>
    </div>
  );
}

/** How busy the agents are, and the way to what they filed. */
export function ActivityTiles() {
  const client = useQueryClient();
  const { data, error } = useQuery(agentStatsQuery);
  useToolCalls(ASK_EVERY_MS, () => {
    for (const { queryKey } of [agentStatsQuery, agentSessionsQuery])
      void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  });
  return (
    <>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      <div className="grid gap-3 xl:grid-cols-[minmax(0,4fr)_minmax(0,1fr)]">
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Tile label={t`Clients`} value={data?.active_clients} note={t`active in the last 5 minutes`} />
          <Tile label={t`Calls a minute`} value={data?.calls_per_min} note={t`in the last 60 seconds`} />
          <Tile label={t`Calls`} value={data?.total_calls} note={t`since the server started`} />
          <Tile
            label={t`Errors`}
            value={data?.error_count}
            note={t`among the last calls`}
            isBad={(data?.error_count ?? 0) > 0}
          />
        </dl>
        <Link to="/incidents" className={`${TILE} hover:bg-surface-2`}>
          <span className="flex items-center gap-2 font-medium">
            <Siren size={18} aria-hidden="true" className="text-accent" />
            <Trans>Incidents</Trans>
            <ArrowRight size={16} aria-hidden="true" className="ml-auto text-ink-soft" />
          </span>
          <span className="text-xs text-ink-soft">
            <Trans>What agents and people filed</Trans>
          </span>
        </Link>
      </div>
    </>
  );
}
